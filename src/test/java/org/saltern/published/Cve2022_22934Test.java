package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.saltern.base.Json;
import org.saltern.crypto.Nonce;
import org.saltern.wire.AuthReplies.Algorithms;
import org.saltern.wire.BadMessage;
import org.saltern.wire.PillarReply;

/** Pillar replies were not signed. */
@ExtendWith(Victim.Shared.class)
class Cve2022_22934Test {
    private final Victim victim;

    Cve2022_22934Test(Victim victim) {
        this.victim = victim;
    }

    private static byte[] flipped(byte[] reply, int at) {
        byte[] changed = reply.clone();
        changed[at] ^= 1;
        return changed;
    }

    private byte[] request(String nonce) {
        ObjectNode load = Json.object().put("cmd", "_pillar").put("saltenv", "base");
        load.putObject("grains").put("os", "Debian");
        return victim.web1.seal(load, nonce, Instant.now());
    }

    private JsonNode open(byte[] reply, String nonce) throws BadMessage {
        return PillarReply.open(
                reply, nonce, victim.web1.key, victim.web1.master(), Algorithms.DEFAULT);
    }

    @Test
    void a_pillar_reply_is_good_for_its_own_request_and_as_it_was_sent() throws Exception {
        String nonce = Nonce.random();
        byte[] reply = victim.web1.send(request(nonce));
        assertThat(open(reply, nonce)).isEqualTo(Json.object());
        assertThatThrownBy(() -> open(reply, Nonce.random())).isInstanceOf(BadMessage.class);
        for (int at = reply.length - 400; at < reply.length; at += 7) {
            byte[] changed = flipped(reply, at);
            assertThatThrownBy(() -> open(changed, nonce)).isInstanceOf(BadMessage.class);
        }
    }
}
