package org.saltern.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.saltern.base.Problem;
import org.saltern.events.Events;
import org.saltern.events.Tags;
import org.saltern.store.Database;
import org.saltern.store.OnEachDatabase;
import org.saltern.store.TestDatabases;

/** Sign-in and sessions: S-38, S-39, S-43. */
@OnEachDatabase
class SessionTest {
    private static final String SECRET = "correct horse battery";
    private static final String HOME = "192.0.2.1";
    private static final Actor ADA = new Actor("ada", Role.ADMINISTRATOR);

    private final TestClock clock = new TestClock();
    @AutoClose private final Events events = new Events();
    @AutoClose private final Database db;
    private final Access access;

    SessionTest(TestDatabases kind) {
        db = kind.open();
        access = new Access(db, new Audit(db, clock), events, AccessSettings.DEFAULT, clock);
    }

    @BeforeEach
    void ada_and_bob_may_sign_in() {
        access.claimFirstRun(access.newFirstRunCode(), "ada", SECRET);
        access.create(ADA, "bob", SECRET, Role.OPERATOR);
    }

    @Test
    void of_all_sessions_the_newest_stay_when_there_are_too_many() {
        String oldest = access.signIn("ada", SECRET, HOME).token();
        clock.advance(Duration.ofSeconds(1));
        String middle = access.signIn("bob", SECRET, HOME).token();
        clock.advance(Duration.ofSeconds(1));
        String newest = access.signIn("ada", SECRET, HOME).token();
        new SessionStore(db.jdbi()).keepNewest(2);
        assertThat(access.session(oldest)).isEmpty();
        assertThat(access.session(middle)).isPresent();
        assertThat(access.session(newest)).isPresent();
    }

    @Test
    void a_token_is_256_bits_in_hex_digits_and_never_the_same() {
        String one = access.signIn("bob", SECRET, HOME).token();
        String two = access.signIn("bob", SECRET, HOME).token();
        assertThat(one).matches("[0-9a-f]{64}").isNotEqualTo(two);
    }

    @Test
    void a_session_is_found_by_its_token_and_does_not_show_it_again() {
        Session made = access.signIn("bob", SECRET, HOME);
        Session found = access.session(made.token()).orElseThrow();
        assertThat(found.actor()).isEqualTo(new Actor("bob", Role.OPERATOR));
        assertThat(found.csrf()).isEqualTo(made.csrf()).matches("[0-9a-f]{40}");
        assertThat(found.token()).isEmpty();
        assertThat(made.toString()).doesNotContain(made.token(), made.csrf());
    }

    @Test
    void each_session_has_a_form_token_of_its_own() {
        Session one = access.signIn("bob", SECRET, HOME);
        Session two = access.signIn("bob", SECRET, HOME);
        assertThat(one.hasCsrf(one.csrf())).isTrue();
        assertThat(one.hasCsrf(two.csrf())).isFalse();
        assertThat(one.hasCsrf("")).isFalse();
        assertThat(one.hasCsrf(null)).isFalse();
    }

    @Test
    void what_is_not_a_token_has_no_session() {
        for (String token :
                List.of(
                        "",
                        "x",
                        "0".repeat(40),
                        "' OR '1'='1",
                        "A".repeat(40),
                        "0".repeat(100_000))) {
            assertThat(access.session(token)).isEmpty();
        }
        assertThat(access.session(null)).isEmpty();
    }

    @Test
    void a_browser_session_ends_after_half_an_hour_without_use() {
        String token = access.signIn("bob", SECRET, HOME).token();
        clock.advance(Duration.ofMinutes(29));
        assertThat(access.session(token)).isPresent();
        clock.advance(Duration.ofMinutes(29));
        assertThat(access.session(token)).isPresent();
        clock.advance(Duration.ofMinutes(30));
        assertThat(access.session(token)).isEmpty();
    }

    @Test
    void asking_whether_a_session_lives_does_not_keep_it_alive() {
        String token = access.signIn("bob", SECRET, HOME).token();
        clock.advance(Duration.ofMinutes(29));
        assertThat(access.isLive(token)).isTrue();
        clock.advance(Duration.ofMinutes(1));
        assertThat(access.isLive(token)).isFalse();
    }

    @Test
    void every_session_ends_after_twelve_hours_however_busy() {
        String token = access.signIn("bob", SECRET, HOME).token();
        for (int i = 0; i < 47; i++) {
            clock.advance(Duration.ofMinutes(15));
            assertThat(access.session(token)).isPresent();
        }
        clock.advance(Duration.ofMinutes(15));
        assertThat(access.session(token)).isEmpty();
    }

    @Test
    void a_programs_session_needs_no_use_but_ends_all_the_same() {
        Session session = access.signIn("bob", SECRET, HOME, SessionKind.API);
        clock.advance(Duration.ofHours(12).minusMillis(1));
        assertThat(access.session(session.token())).isPresent();
        clock.advance(Duration.ofMillis(1));
        assertThat(access.session(session.token())).isEmpty();
        assertThat(session.expires()).isEqualTo(clock.instant());
    }

    @Test
    void signing_out_ends_the_session_at_once_and_says_so_to_streams() throws Exception {
        var told = new LinkedBlockingQueue<String>();
        events.subscribe(
                e -> e.tag().equals(Tags.SESSION),
                10,
                e -> told.add(e.data().path("user").asText()),
                () -> {});
        String token = access.signIn("bob", SECRET, HOME).token();
        access.signOut(token);
        access.signOut(token);
        assertThat(access.session(token)).isEmpty();
        assertThat(told.take()).isEqualTo("bob");
    }

    @Test
    void an_eleventh_session_ends_the_oldest_of_that_user_only() {
        String adas = access.signIn("ada", SECRET, HOME).token();
        List<String> bobs = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            clock.advance(Duration.ofSeconds(1));
            bobs.add(access.signIn("bob", SECRET, HOME).token());
        }
        assertThat(bobs.stream().filter(access::isLive))
                .containsExactlyElementsOf(bobs.subList(1, 11));
        assertThat(access.isLive(adas)).isTrue();
    }

    @Test
    void a_disabled_user_is_out_at_once_and_stays_out() {
        String token = access.signIn("bob", SECRET, HOME).token();
        access.change(ADA, "bob", Role.OPERATOR, true);
        assertThat(access.session(token)).isEmpty();
        assertThatThrownBy(() -> access.signIn("bob", SECRET, HOME))
                .isInstanceOf(Problem.Forbidden.class);
        access.change(ADA, "bob", Role.OPERATOR, false);
        assertThat(access.session(token)).isEmpty();
    }

    @Test
    void a_changed_role_or_password_ends_the_users_sessions() {
        String first = access.signIn("bob", SECRET, HOME).token();
        access.change(ADA, "bob", Role.VIEWER, false);
        assertThat(access.session(first)).isEmpty();
        String second = access.signIn("bob", SECRET, HOME).token();
        access.setPassword(ADA, "bob", "another long secret");
        assertThat(access.session(second)).isEmpty();
    }

    @Test
    void sessions_survive_a_restart() {
        String token = access.signIn("bob", SECRET, HOME).token();
        var restarted = new Access(db, new Audit(db, clock), events, AccessSettings.DEFAULT, clock);
        assertThat(restarted.session(token)).isPresent();
    }

    @Test
    void a_wrong_password_an_unknown_and_a_disabled_user_get_the_same_answer() {
        access.change(ADA, "bob", Role.OPERATOR, true);
        List<String> answers = new ArrayList<>();
        for (String[] tried :
                new String[][] {
                    {"ada", "wrong password"}, {"nobody", SECRET}, {"bob", SECRET}, {"<x>", SECRET}
                }) {
            assertThatThrownBy(() -> access.signIn(tried[0], tried[1], HOME))
                    .isInstanceOf(Problem.Forbidden.class)
                    .satisfies(
                            e ->
                                    answers.add(
                                            ((Problem) e).what()
                                                    + ((Problem) e).where()
                                                    + ((Problem) e).fix()));
        }
        assertThat(answers).hasSize(4).containsOnly(answers.getFirst());
    }

    @Test
    void a_single_call_with_name_and_password_leaves_no_session_but_is_limited_the_same() {
        assertThat(access.verify("bob", SECRET, HOME).role()).isEqualTo(Role.OPERATOR);
        long sessions =
                db.jdbi()
                        .withHandle(
                                h ->
                                        h.createQuery("SELECT count(*) FROM session")
                                                .mapTo(Long.class)
                                                .one());
        assertThat(sessions).isZero();
        failTimes(5, "bob", HOME);
        assertThatThrownBy(() -> access.verify("bob", SECRET, HOME))
                .isInstanceOf(Problem.Unavailable.class);
    }

    @Test
    void after_five_failures_in_a_minute_even_the_right_password_must_wait() {
        failTimes(5, "bob", HOME);
        assertThatThrownBy(() -> access.signIn("bob", SECRET, HOME))
                .isInstanceOfSatisfying(
                        Problem.Unavailable.class,
                        e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofMinutes(1)));
        clock.advance(Duration.ofMinutes(1));
        assertThat(access.signIn("bob", SECRET, HOME).user().name()).isEqualTo("bob");
    }

    @Test
    void failures_lock_out_neither_other_addresses_nor_other_users() {
        failTimes(5, "bob", HOME);
        assertThat(access.signIn("bob", SECRET, "192.0.2.2").user().name()).isEqualTo("bob");
        assertThat(access.signIn("ada", SECRET, HOME).user().name()).isEqualTo("ada");
    }

    @Test
    void the_limit_counts_a_name_in_any_case_as_one_and_unknown_names_too() {
        failTimes(3, "bob", HOME);
        failTimes(2, "BOB", HOME);
        assertThatThrownBy(() -> access.signIn("bob", SECRET, HOME))
                .isInstanceOf(Problem.Unavailable.class);
        failTimes(5, "nobody", HOME);
        assertThatThrownBy(() -> access.signIn("nobody", SECRET, HOME))
                .isInstanceOf(Problem.Unavailable.class);
    }

    @Test
    void guessing_the_present_password_of_a_stolen_session_is_limited_too() {
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(
                            () ->
                                    access.changePassword(
                                            ADA, "wrong password", "another long secret", HOME))
                    .isInstanceOf(Problem.Forbidden.class);
        }
        assertThatThrownBy(() -> access.changePassword(ADA, SECRET, "another long secret", HOME))
                .isInstanceOf(Problem.Unavailable.class);
    }

    @Test
    void a_good_sign_in_clears_earlier_failures() {
        failTimes(4, "bob", HOME);
        access.signIn("bob", SECRET, HOME);
        failTimes(4, "bob", HOME);
        assertThat(access.signIn("bob", SECRET, HOME).user().name()).isEqualTo("bob");
    }

    private void failTimes(int times, String name, String address) {
        for (int i = 0; i < times; i++) {
            assertThatThrownBy(() -> access.signIn(name, "wrong password", address))
                    .isInstanceOf(Problem.Forbidden.class);
        }
    }
}
