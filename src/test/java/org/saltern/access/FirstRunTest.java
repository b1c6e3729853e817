package org.saltern.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.saltern.base.Problem;
import org.saltern.events.Events;
import org.saltern.store.Database;
import org.saltern.store.OnEachDatabase;
import org.saltern.store.TestDatabases;

/** The way in while nobody can sign in. */
@OnEachDatabase
class FirstRunTest {
    private static final String SECRET = "correct horse battery";

    private final TestClock clock = new TestClock();
    @AutoClose private final Events events = new Events();
    @AutoClose private final Database db;
    private final Access access;

    FirstRunTest(TestDatabases kind) {
        db = kind.open();
        access = new Access(db, new Audit(db, clock), events, AccessSettings.DEFAULT, clock);
    }

    @Test
    void a_new_saltern_waits_for_its_first_administrator() {
        assertThat(access.isFirstRun()).isTrue();
        User ada = access.claimFirstRun(access.newFirstRunCode(), "ada", SECRET);
        assertThat(ada.role()).isEqualTo(Role.ADMINISTRATOR);
        assertThat(access.isFirstRun()).isFalse();
    }

    @Test
    void a_wrong_code_makes_nobody() {
        access.newFirstRunCode();
        assertThatThrownBy(() -> access.claimFirstRun("0".repeat(40), "mallory", SECRET))
                .isInstanceOf(Problem.Forbidden.class);
        assertThat(access.isFirstRun()).isTrue();
    }

    @Test
    void a_code_is_good_for_an_hour() {
        String code = access.newFirstRunCode();
        clock.advance(Duration.ofHours(1));
        assertThatThrownBy(() -> access.claimFirstRun(code, "ada", SECRET))
                .isInstanceOf(Problem.Forbidden.class);
    }

    @Test
    void a_new_code_ends_the_earlier_one() {
        String first = access.newFirstRunCode();
        String second = access.newFirstRunCode();
        assertThatThrownBy(() -> access.claimFirstRun(first, "ada", SECRET))
                .isInstanceOf(Problem.Forbidden.class);
        assertThat(access.claimFirstRun(second, "ada", SECRET).name()).isEqualTo("ada");
    }

    @Test
    void a_password_that_will_not_do_does_not_use_the_code_up() {
        String code = access.newFirstRunCode();
        assertThatThrownBy(() -> access.claimFirstRun(code, "ada", "short"))
                .isInstanceOf(Problem.BadInput.class);
        assertThat(access.claimFirstRun(code, "ada", SECRET).name()).isEqualTo("ada");
    }

    @Test
    void of_many_who_hold_the_same_code_one_gets_in() throws Exception {
        String code = access.newFirstRunCode();
        var start = new CountDownLatch(1);
        List<Future<Boolean>> claims = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                String name = "user" + i;
                claims.add(threads.submit(() -> claims(start, code, name)));
            }
            start.countDown();
        }
        assertThat(claims.stream().filter(Future::resultNow)).hasSize(1);
        assertThat(access.users(Actor.system())).hasSize(1);
    }

    @Test
    void the_code_itself_is_not_stored() {
        String code = access.newFirstRunCode();
        String stored =
                db.jdbi()
                        .withHandle(
                                h ->
                                        h.createQuery("SELECT code_hash FROM first_run")
                                                .mapTo(String.class)
                                                .one());
        assertThat(stored).hasSize(64).doesNotContain(code);
    }

    @Test
    void a_headless_start_makes_the_administrator_from_a_password() {
        assertThat(access.ensureAdministrator(SECRET)).isTrue();
        assertThat(access.signIn("admin", SECRET, "192.0.2.1").user().role())
                .isEqualTo(Role.ADMINISTRATOR);
    }

    @Test
    void a_headless_start_with_a_weak_password_makes_nobody() {
        assertThatThrownBy(() -> access.ensureAdministrator("short"))
                .isInstanceOf(Problem.BadInput.class);
        assertThat(access.isFirstRun()).isTrue();
    }

    private boolean claims(CountDownLatch start, String code, String name)
            throws InterruptedException {
        start.await();
        try {
            access.claimFirstRun(code, name, SECRET);
            return true;
        } catch (Problem.Forbidden tooLate) {
            return false;
        }
    }
}
