package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.base.Json;

/** The name of an environment made and deleted files. */
@ExtendWith(Victim.Shared.class)
class Cve2025_22240Test {
    private final Victim victim;

    Cve2025_22240Test(Victim victim) {
        this.victim = victim;
    }

    @ParameterizedTest
    @ValueSource(strings = {"../base", "/", "prod", "__env__", "base/../base", "..", "base\0", "*"})
    void an_environment_is_one_of_those_configured(String env) throws Exception {
        List<Path> before = victim.files();
        for (String command : List.of("_file_list", "_dir_list", "_symlink_list")) {
            ObjectNode load = Json.object().put("cmd", command).put("prefix", "");
            assertThat(victim.eve.ask(load.put("saltenv", env))).isEmpty();
        }
        assertThat(victim.files()).containsAll(before);
    }
}
