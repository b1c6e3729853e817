package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.base.Json;
import org.saltern.wire.Envelope;

/** Methods of the master itself could be called in clear. */
@ExtendWith(Victim.Shared.class)
class Cve2020_11651Test {
    private final Victim victim;

    Cve2020_11651Test(Victim victim) {
        this.victim = victim;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "publish",
                "runner",
                "wheel",
                "mk_token",
                "get_token",
                "_prep_auth_info",
                "_send_pub",
                "_send_ssh_pub",
                "_update_aes",
                "_pillar",
                "__init__",
                "run_func",
                ""
            })
    void nothing_but_a_sign_in_is_done_in_clear(String command) throws Exception {
        ObjectNode load = Json.object().put("cmd", command).put("tgt", "*").put("key", "x");
        load.put("fun", "cmd.run").put("user", "root").putArray("arg").add("forged");
        assertThat(victim.eve.sendPlain(new Envelope.Clear(3, load).encode()))
                .isEqualTo(Json.object());
        assertThat(victim.eve.sendPlain(victim.ofEve(load)).toString()).doesNotContain("forged");
        victim.nothingForgedIsPublished();
    }
}
