package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.base.Json;

/** Callers with a key read any file of the master. */
@ExtendWith(Victim.Shared.class)
class Cve2020_11652Test {
    private final Victim victim;

    Cve2020_11652Test(Victim victim) {
        this.victim = victim;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../../etc/passwd",
                "/etc/passwd",
                "a/../../x",
                "../pki/master.pem",
                "..\\..\\x",
                "./../../pki/master.pem"
            })
    void no_file_outside_the_roots_is_served(String path) throws Exception {
        for (String command :
                List.of("_serve_file", "_file_find", "_file_hash", "_file_hash_and_stat")) {
            ObjectNode load = Json.object().put("cmd", command).put("saltenv", "base");
            String answer = victim.eve.ask(load.put("path", path).put("loc", 0)).toString();
            assertThat(answer)
                    .doesNotContain("root:")
                    .doesNotContain("PRIVATE")
                    .doesNotContain("passwd");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file_roots.read",
                "file_roots.write",
                "config.update_config",
                "file_roots.list_roots"
            })
    void no_wheel_function_reads_or_writes_files(String function) {
        String call = "{'client':'wheel','fun':'%s','path':'../../../etc/passwd','data':'x'}";
        String answer = victim.post("/", "admin", call.formatted(function)).body();
        assertThat(answer).contains("is not available").doesNotContain("root:");
    }
}
