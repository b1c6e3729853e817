package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.base.Json;
import org.saltern.crypto.Nonce;
import org.saltern.wire.Envelope;
import org.saltern.wire.Msgpack;

/** A minion with a key of its own acted as another. */
@ExtendWith(Victim.Shared.class)
class Cve2013_4439Test {
    private final Victim victim;

    Cve2013_4439Test(Victim victim) {
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
                "_master_opts",
                "revoke_auth",
                "minion_pub"
            })
    void nothing_is_done_in_anothers_name(String command) throws Exception {
        ObjectNode load = Json.object().put("cmd", command).put("id", "web1");
        byte[] asWeb1 =
                victim.eve.seal(
                        load, Nonce.random(), Instant.now(), "web1", victim.eve.key.token());
        assertThat(victim.eve.sendPlain(asWeb1)).isEqualTo(Victim.BAD_LOAD);
        victim.isAlive();
    }

    @Test
    void the_id_inside_the_seal_is_the_one_outside() throws Exception {
        ObjectNode inside = Json.object().put("cmd", "_mine_flush").put("id", "web1");
        inside.put("nonce", Nonce.random()).put("ts", Instant.now().getEpochSecond());
        inside.put("tok", victim.eve.key.token());
        byte[] sealed = victim.eve.session().seal(Msgpack.write(inside));
        var outer = new Envelope.Sealed(3, "eve", "OAEP-SHA1", "PKCS1v15-SHA1", sealed);
        assertThat(victim.eve.sendPlain(outer.encode())).isEqualTo(Victim.BAD_LOAD);
    }
}
