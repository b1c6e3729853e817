package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.base.Json;
import org.saltern.crypto.Nonce;
import org.saltern.wire.Publications;

/** Recorded messages were good again later. */
@ExtendWith(Victim.Shared.class)
class Cve2022_22936Test {
    private final Victim victim;

    Cve2022_22936Test(Victim victim) {
        this.victim = victim;
    }

    @ParameterizedTest
    @ValueSource(ints = {-60, -6, 6, 60})
    void a_request_of_another_time_is_refused(int minutes) throws Exception {
        ObjectNode load = Json.object().put("cmd", "_file_envs");
        Instant then = Instant.now().plus(Duration.ofMinutes(minutes));
        assertThat(victim.eve.sendPlain(victim.eve.seal(load, Nonce.random(), then)))
                .isEqualTo(Victim.BAD_LOAD);
    }

    @Test
    void every_publication_has_a_number_greater_than_the_one_before() throws Exception {
        victim.web1.signIn();
        long before = serial(victim.publication());
        assertThat(serial(victim.publication())).isGreaterThan(before);
    }

    private long serial(byte[] publication) throws Exception {
        return Publications.open(publication, victim.web1.aes(), victim.web1.master(), true)
                .orElseThrow()
                .serial();
    }
}
