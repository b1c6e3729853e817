package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.saltern.access.Actor;
import org.saltern.access.Role;

/** A locked account could sign in. */
@ExtendWith(Victim.Shared.class)
class Cve2022_22967Test {
    private final Victim victim;

    Cve2022_22967Test(Victim victim) {
        this.victim = victim;
    }

    @Test
    void a_disabled_users_session_ends_and_a_new_one_is_refused() {
        var access = victim.saltern.access();
        access.create(Actor.system(), "locked", Victim.PASSWORD, Role.OPERATOR);
        String token = victim.token("locked");
        assertThat(victim.get("/stats", token).statusCode()).isEqualTo(200);
        access.change(Actor.system(), "locked", Role.OPERATOR, true);
        assertThat(victim.get("/stats", token).statusCode()).isEqualTo(401);
        String login = "{'username':'locked','password':'" + Victim.PASSWORD + "','eauth':'pam'}";
        assertThat(victim.post("/login", "", login).statusCode()).isEqualTo(401);
    }
}
