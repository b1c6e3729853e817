package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.base.Json;
import org.saltern.crypto.Nonce;
import org.saltern.wire.AuthReplies.Algorithms;
import org.saltern.wire.AuthRequest;
import org.saltern.wire.Envelope;
import org.saltern.wire.Limits;
import org.saltern.wire.Msgpack;
import org.saltern.wire.RequestSealer;

/** An older protocol went round the newer checks. */
@ExtendWith(Victim.Shared.class)
class Cve2025_62349Test {
    private final Victim victim;

    Cve2025_62349Test(Victim victim) {
        this.victim = victim;
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 2})
    void the_shared_key_opens_no_request(int version) throws Exception {
        ObjectNode load = Json.object().put("cmd", "_mine_flush").put("id", "web1");
        byte[] downgraded =
                new RequestSealer(2, "web1", victim.eve.key.token(), Algorithms.DEFAULT)
                        .seal(
                                load,
                                Nonce.random(),
                                Instant.now().getEpochSecond(),
                                victim.eve.aes());
        ObjectNode outer = (ObjectNode) Msgpack.read(downgraded, Limits.ENVELOPE);
        outer.put("version", version);
        assertThat(victim.eve.sendPlain(Msgpack.write(outer))).isEqualTo(Victim.BAD_LOAD);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void a_host_that_speaks_3_gets_no_key_by_speaking_an_older_protocol(int version)
            throws Exception {
        AuthRequest usual = victim.eve.authRequest();
        var request = new Envelope.Clear(version, usual.encode().load());
        assertThat(victim.eve.sendPlain(request.encode())).isEqualTo(Victim.BAD_LOAD);
    }
}
