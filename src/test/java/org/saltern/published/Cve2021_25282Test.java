package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.base.Json;

/** The function that writes pillar files wrote anywhere. */
@ExtendWith(Victim.Shared.class)
class Cve2021_25282Test {
    private final Victim victim;

    Cve2021_25282Test(Victim victim) {
        this.victim = victim;
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../x", "/tmp/saltern-published-flaw", "a/../../x"})
    void nothing_is_written_outside_the_roots(String path) throws Exception {
        ObjectNode chunk = Json.object().put("client", "wheel").put("fun", "pillar_roots.write");
        chunk.put("path", path).put("data", "x");
        victim.send("/", victim.token("admin"), "application/json", chunk.toString());
        assertThat(Path.of("/tmp/saltern-published-flaw")).doesNotExist();
        assertThat(victim.files()).noneMatch(file -> file.endsWith("x"));
    }
}
