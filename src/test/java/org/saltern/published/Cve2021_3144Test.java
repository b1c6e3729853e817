package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.saltern.access.Access;
import org.saltern.access.AccessSettings;
import org.saltern.access.Actor;
import org.saltern.access.Audit;
import org.saltern.access.Role;
import org.saltern.access.SessionKind;
import org.saltern.base.Closer;
import org.saltern.events.Events;
import org.saltern.store.Database;
import org.saltern.store.TestDatabases;

/** An expired token was good once more. Needs a clock that the test moves, so it has an access room of its own. */
class Cve2021_3144Test {
    private static final String PASSWORD = "salt from the sea";

    @AutoClose private final Closer closer = new Closer();
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-25T12:00:00Z"));
    private final Database db = closer.add(TestDatabases.H2.open());

    private Access started() {
        InstantSource clock = now::get;
        var events = closer.add(new Events());
        return new Access(db, new Audit(db, clock), events, AccessSettings.DEFAULT, clock);
    }

    @Test
    void a_session_and_a_token_that_are_over_are_refused_twice_and_after_a_restart() {
        Access access = started();
        access.create(Actor.system(), "olga", PASSWORD, Role.OPERATOR);
        String session = access.signIn("olga", PASSWORD, "192.0.2.1", SessionKind.API).token();
        var olga = new Actor("olga", Role.OPERATOR);
        String token =
                access.apiTokens()
                        .make(olga, "olga", "ci", Role.VIEWER, AccessSettings.DEFAULT.longest())
                        .secret();
        now.updateAndGet(n -> n.plus(AccessSettings.DEFAULT.longest()).plusSeconds(1));
        for (Access which : new Access[] {access, access, started()}) {
            assertThat(which.session(session)).isEmpty();
            assertThat(which.apiTokens().use(token)).isEmpty();
        }
    }
}
