package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.wire.Envelope;

/** A NUL in a field of a sign-in ended the process. */
@ExtendWith(Victim.Shared.class)
class Cve2017_14696Test {
    private final Victim victim;

    Cve2017_14696Test(Victim victim) {
        this.victim = victim;
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "pub", "token", "nonce", "enc_algo", "sig_algo", "cmd"})
    void a_nul_in_any_field_has_one_answer_and_no_consequence(String field) throws Exception {
        ObjectNode load = victim.stranger("nul").authRequest().encode().load();
        load.put(field, "a\0b");
        assertThat(victim.eve.send(new Envelope.Clear(3, load).encode())).isNotEmpty();
        victim.isAlive();
    }
}
