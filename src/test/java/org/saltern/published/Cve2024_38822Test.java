package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.base.Json;
import org.saltern.crypto.Nonce;

/** Several commands did not look at the token. */
@ExtendWith(Victim.Shared.class)
class Cve2024_38822Test {
    private final Victim victim;

    Cve2024_38822Test(Victim victim) {
        this.victim = victim;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_pillar",
                "_return",
                "_mine",
                "_mine_get",
                "_mine_delete",
                "_mine_flush",
                "_minion_event",
                "_file_list",
                "_serve_file",
                "_master_opts",
                "_file_recv",
                "minion_runner",
                "minion_pub",
                "pub_ret",
                "revoke_auth"
            })
    void no_command_is_done_without_the_senders_own_token(String command) throws Exception {
        byte[] own = victim.eve.key.token();
        byte[] changed = own.clone();
        changed[10] ^= 1;
        for (byte[] token :
                List.of(
                        new byte[0],
                        new byte[] {1},
                        changed,
                        new byte[own.length],
                        victim.web1.key.token())) {
            ObjectNode load = Json.object().put("cmd", command);
            byte[] request = victim.eve.seal(load, Nonce.random(), Instant.now(), "eve", token);
            assertThat(victim.eve.sendPlain(request)).isEqualTo(Victim.BAD_LOAD);
        }
    }
}
