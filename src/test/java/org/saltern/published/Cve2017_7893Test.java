package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.saltern.base.Json;
import org.saltern.wire.BadMessage;
import org.saltern.wire.Limits;
import org.saltern.wire.Msgpack;
import org.saltern.wire.Publications;

/** A minion with the shared key could publish as the master. */
@ExtendWith(Victim.Shared.class)
class Cve2017_7893Test {
    private final Victim victim;

    Cve2017_7893Test(Victim victim) {
        this.victim = victim;
    }

    @Test
    void every_publication_is_sealed_and_signed_with_the_masters_key() throws Exception {
        byte[] heard = victim.publication();
        victim.web1.signIn();
        assertThat(Publications.open(heard, victim.web1.aes(), victim.web1.master(), true))
                .isPresent();
        ObjectNode forged = (ObjectNode) Msgpack.read(heard, Limits.ENVELOPE);
        forged.put(
                "load", victim.web1.aes().seal(Msgpack.write(Json.object().put("fun", "cmd.run"))));
        byte[] frame = Msgpack.write(forged);
        assertThatThrownBy(
                        () ->
                                Publications.open(
                                        frame, victim.web1.aes(), victim.web1.master(), true))
                .isInstanceOf(BadMessage.class);
    }
}
