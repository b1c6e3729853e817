package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.saltern.master.TestMinion;
import org.saltern.wire.AuthReply;
import org.saltern.wire.AuthRequest;
import org.saltern.wire.BadMessage;

/** Replies to sign-ins were not signed, so that anybody in between could stop a minion. */
@ExtendWith(Victim.Shared.class)
class Cve2022_22935Test {
    private final Victim victim;

    Cve2022_22935Test(Victim victim) {
        this.victim = victim;
    }

    @Test
    void a_refusal_is_signed_with_the_masters_key_and_names_the_request() throws Exception {
        TestMinion refused = victim.stranger("web1"); // another key than the accepted one
        AuthRequest request = refused.authRequest();
        byte[] reply = refused.send(request.encode().encode());
        var master = Optional.of(victim.web1.master());
        assertThat(refused.open(reply, request, master)).isInstanceOf(AuthReply.Refused.class);
        assertThatThrownBy(() -> refused.open(reply, refused.authRequest(), master))
                .isInstanceOf(BadMessage.class);
        byte[] changed = reply.clone();
        changed[changed.length / 2] ^= 1;
        assertThatThrownBy(() -> refused.open(changed, request, master))
                .isInstanceOf(BadMessage.class);
    }
}
