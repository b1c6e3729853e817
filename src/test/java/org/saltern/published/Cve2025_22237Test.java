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

/** The address of a pillar repository, sent by a minion, ran a command. */
@ExtendWith(Victim.Shared.class)
class Cve2025_22237Test {
    private final Victim victim;

    Cve2025_22237Test(Victim victim) {
        this.victim = victim;
    }

    @Test
    void a_pillar_source_named_by_a_minion_is_not_looked_at() throws Exception {
        Path proof = victim.folder.resolve("touched-by-pillar");
        ObjectNode load =
                Json.object().put("cmd", "_pillar").put("saltenv", "base").put("ver", "2");
        load.putObject("grains").put("os", "Debian").put("virtual", "kvm");
        load.putObject("ext")
                .putArray("git")
                .add("master --upload-pack=touch${IFS}" + proof + " x");
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
