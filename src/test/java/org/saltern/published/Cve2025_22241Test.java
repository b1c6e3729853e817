package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.saltern.base.Json;
import org.saltern.crypto.Nonce;
import org.saltern.wire.AuthReplies.Algorithms;
import org.saltern.wire.PillarReply;

/** The path of a key, sent by a minion, overwrote files. */
@ExtendWith(Victim.Shared.class)
class Cve2025_22241Test {
    private final Victim victim;

    Cve2025_22241Test(Victim victim) {
        this.victim = victim;
    }

    @Test
    void a_path_in_a_pillar_request_is_not_written() throws Exception {
        Path proof = victim.folder.resolve("touched-by-pillar");
        ObjectNode load =
                Json.object().put("cmd", "_pillar").put("saltenv", "base").put("ver", "2");
        load.putObject("grains").put("os", "Debian").put("virtual", "kvm");
        load.putObject("ext")
                .putObject("virtkey")
                .put("name", proof.toString())
                .put("hyper", "../..");
        load.put("virtkey", proof.toString());
        load.putObject("pillar_override").put("forged", true);
        String nonce = Nonce.random();
        byte[] reply = victim.eve.send(victim.eve.seal(load, nonce, Instant.now()));
        assertThat(
                        PillarReply.open(
                                reply,
                                nonce,
                                victim.eve.key,
                                victim.eve.master(),
                                Algorithms.DEFAULT))
                .isEqualTo(Json.object());
        assertThat(proof).doesNotExist();
    }
}
