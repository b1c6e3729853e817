package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.base.Json;

/** Arguments of the SSH client reached a shell. With CVE-2019-17361, 2020-16846, 2021-3148 and 2021-3197. */
@ExtendWith(Victim.Shared.class)
class Cve2017_5200Test {
    private final Victim victim;

    Cve2017_5200Test(Victim victim) {
        this.victim = victim;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssh_priv",
                "ssh_priv_passwd",
                "ssh_options",
                "ssh_port",
                "roster_file",
                "tgt",
                "ssh_remote_port_forwards",
                "thin_extra_modules"
            })
    void there_is_no_client_that_would_start_a_process(String field) throws Exception {
        Path proof = victim.folder.resolve("touched");
        for (String sly :
                List.of("|touch %s", ";touch %s", "$(touch %s)", "-oProxyCommand=touch %s")) {
            ObjectNode chunk = Json.object().put("client", "ssh").put("fun", "test.ping");
            chunk.put("tgt", "*").put(field, sly.formatted(proof));
            var answer =
                    victim.send("/", victim.token("admin"), "application/json", chunk.toString());
            assertThat(answer.statusCode()).isEqualTo(400);
        }
        assertThat(proof).doesNotExist();
    }
}
