package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.base.Json;

/** The cache of a minion's data went anywhere. */
@ExtendWith(Victim.Shared.class)
class Cve2025_22238Test {
    private final Victim victim;

    Cve2025_22238Test(Victim victim) {
        this.victim = victim;
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../forged", "/tmp/forged", "a/b/../../../forged", "..", "forged"})
    void what_a_minion_stores_is_in_the_database_and_in_no_file(String name) throws Exception {
        ObjectNode mine = Json.object().put("cmd", "_mine").put("clear", false);
        mine.putObject("data").put(name, "x");
        victim.eve.ask(mine);
        ObjectNode pillar = Json.object().put("cmd", "_pillar").put("saltenv", name);
        pillar.put("pillarenv", name).putObject("grains").put(name, name);
        victim.eve.send(victim.ofEve(pillar));
        assertThat(victim.files()).noneMatch(file -> file.toString().contains("forged"));
        assertThat(Path.of("/tmp/forged")).doesNotExist();
    }
}
