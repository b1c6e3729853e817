package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.base.Json;

/** A file that a minion pushed went anywhere. */
@ExtendWith(Victim.Shared.class)
class Cve2024_38824Test {
    private final Victim victim;

    Cve2024_38824Test(Victim victim) {
        this.victim = victim;
    }

    @ParameterizedTest
    @ValueSource(strings = {"forged", "../forged", "/tmp/forged", "..", "a/../../forged"})
    void no_pushed_file_is_stored(String name) throws Exception {
        ObjectNode load = Json.object().put("cmd", "_file_recv").put("loc", 0).put("size", 1);
        load.put("data", new byte[] {65}).putArray("path").add("..").add(name);
        assertThat(victim.eve.ask(load).booleanValue()).isFalse();
        assertThat(victim.files()).noneMatch(file -> file.endsWith("forged"));
    }
}
