package org.saltern.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.saltern.base.Problem;
import org.saltern.events.Events;
import org.saltern.store.Database;
import org.saltern.store.OnEachDatabase;
import org.saltern.store.TestDatabases;

/** Users, the first run and who may change what. ADA administers, EVE may only look. */
@OnEachDatabase
class AccessTest {
    private static final String SECRET = "correct horse battery";
    private static final String HOME = "192.0.2.1";
    private static final Actor ADA = new Actor("ada", Role.ADMINISTRATOR);
    private static final Actor EVE = new Actor("eve", Role.VIEWER);

    private final TestClock clock = new TestClock();
    @AutoClose private final Events events = new Events();
    @AutoClose private final Database db;
    private final Audit audit;
    private final Access access;

    AccessTest(TestDatabases kind) {
        db = kind.open();
        audit = new Audit(db, clock);
        access = new Access(db, audit, events, AccessSettings.DEFAULT, clock);
    }

    @BeforeEach
    void ada_claims_the_first_run() {
        access.claimFirstRun(access.newFirstRunCode(), "ada", SECRET);
    }

    @Test
    void the_first_run_ends_once_somebody_can_sign_in() {
        assertThat(access.isFirstRun()).isFalse();
        assertThat(access.signIn("ada", SECRET, HOME).actor()).isEqualTo(ADA);
    }

    @Test
    void a_first_run_code_does_not_make_a_second_administrator() {
        String code = access.newFirstRunCode();
        assertThatThrownBy(() -> access.claimFirstRun(code, "mallory", SECRET))
                .isInstanceOf(Problem.Forbidden.class);
        assertThat(access.users(ADA)).extracting(User::name).containsExactly("ada");
    }

    @Test
    void a_user_signs_in_whatever_the_case_of_the_name() {
        assertThat(access.signIn("ADA", SECRET, HOME).user().name()).isEqualTo("ada");
    }

    @Test
    void users_are_listed_by_name() {
        access.create(ADA, "Zoe", SECRET, Role.OPERATOR);
        access.create(ADA, "eve", SECRET, Role.VIEWER);
        assertThat(access.users(ADA)).extracting(User::name).containsExactly("ada", "eve", "Zoe");
    }

    @Test
    void names_that_differ_only_in_case_are_the_same_name() {
        assertThatThrownBy(() -> access.create(ADA, "Ada", SECRET, Role.VIEWER))
                .isInstanceOf(Problem.Conflict.class);
        assertThat(access.users(ADA)).hasSize(1);
    }

    @Test
    void nobody_can_be_called_as_the_system_or_carry_markup() {
        for (String name :
                List.of(
                        "saltern",
                        "Saltern",
                        "",
                        " ",
                        "a b",
                        "<b>",
                        "a\nb",
                        "../x",
                        "a".repeat(65))) {
            assertThatThrownBy(() -> access.create(ADA, name, SECRET, Role.VIEWER))
                    .as(name)
                    .isInstanceOf(Problem.BadInput.class);
        }
    }

    @Test
    void weak_passwords_are_refused() {
        for (String weak :
                List.of(
                        "",
                        "elevenchars",
                        "aaaaaaaaaaaaaaa",
                        "Password1234",
                        "aba".repeat(6),
                        "bob-bob-bob-bob",
                        "x".repeat(201))) {
            assertThatThrownBy(() -> access.create(ADA, "bob", weak, Role.VIEWER))
                    .as(weak)
                    .isInstanceOf(Problem.BadInput.class);
        }
    }

    @Test
    void a_password_may_be_in_any_script() {
        access.create(ADA, "bob", "盐场主控台的密码一二三四", Role.VIEWER);
        assertThatCode(() -> access.signIn("bob", "盐场主控台的密码一二三四", HOME)).doesNotThrowAnyException();
    }

    @Test
    void a_viewer_may_not_touch_users() {
        access.create(ADA, "eve", SECRET, Role.VIEWER);
        assertThatThrownBy(() -> access.create(EVE, "x", SECRET, Role.ADMINISTRATOR))
                .isInstanceOf(Problem.Forbidden.class);
        assertThatThrownBy(() -> access.users(EVE)).isInstanceOf(Problem.Forbidden.class);
        assertThatThrownBy(() -> access.setPassword(EVE, "ada", SECRET))
                .isInstanceOf(Problem.Forbidden.class);
        assertThatThrownBy(() -> access.change(EVE, "eve", Role.ADMINISTRATOR, false))
                .isInstanceOf(Problem.Forbidden.class);
        assertThatThrownBy(() -> audit.newest(EVE, 10)).isInstanceOf(Problem.Forbidden.class);
    }

    @Test
    void changing_ones_password_needs_the_present_one() {
        assertThatThrownBy(
                        () ->
                                access.changePassword(
                                        ADA, "wrong password", "another long secret", HOME))
                .isInstanceOf(Problem.Forbidden.class);
        access.changePassword(ADA, SECRET, "another long secret", HOME);
        assertThatCode(() -> access.signIn("ada", "another long secret", HOME))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> access.signIn("ada", SECRET, HOME))
                .isInstanceOf(Problem.Forbidden.class);
    }

    @Test
    void the_last_administrator_stays() {
        assertThatThrownBy(() -> access.change(ADA, "ada", Role.VIEWER, false))
                .isInstanceOf(Problem.Conflict.class);
        assertThatThrownBy(() -> access.change(ADA, "ada", Role.ADMINISTRATOR, true))
                .isInstanceOf(Problem.Conflict.class);
        assertThat(access.users(ADA).getFirst().role()).isEqualTo(Role.ADMINISTRATOR);
    }

    @Test
    void two_administrators_who_remove_each_other_at_once_leave_one() throws Exception {
        for (int i = 0; i < 10; i++) {
            String bob = "bob" + i;
            access.create(ADA, bob, SECRET, Role.ADMINISTRATOR);
            var start = new CountDownLatch(1);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<?> one = threads.submit(() -> demote(start, "ada"));
                Future<?> two = threads.submit(() -> demote(start, bob));
                start.countDown();
                one.get();
                two.get();
            }
            assertThat(access.users(ADA))
                    .filteredOn(u -> u.role() == Role.ADMINISTRATOR)
                    .hasSize(1);
            access.change(ADA, "ada", Role.ADMINISTRATOR, false);
            access.change(ADA, bob, Role.VIEWER, false);
        }
    }

    @Test
    void a_language_is_remembered_and_must_be_a_tag() {
        access.setLanguage(ADA, "zh-CN");
        assertThat(access.users(ADA).getFirst().language()).isEqualTo("zh-CN");
        access.setLanguage(ADA, null);
        assertThat(access.users(ADA).getFirst().language()).isNull();
        assertThatThrownBy(() -> access.setLanguage(ADA, "../x"))
                .isInstanceOf(Problem.BadInput.class);
    }

    @Test
    void a_headless_start_makes_an_administrator_only_when_nobody_can_sign_in() {
        assertThat(access.ensureAdministrator("another long secret")).isFalse();
        assertThat(access.users(ADA)).extracting(User::name).containsExactly("ada");
    }

    @Test
    void every_change_of_users_is_audited() {
        access.create(ADA, "bob", SECRET, Role.OPERATOR);
        access.change(ADA, "bob", Role.OPERATOR, true);
        assertThat(audit.about(ADA, "bob", 10))
                .extracting(AuditEntry::actor, AuditEntry::action, AuditEntry::detail)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "ada", "user.change", "role OPERATOR, disabled"),
                        org.assertj.core.groups.Tuple.tuple("ada", "user.create", "role OPERATOR"));
    }

    @Test
    void no_secret_reaches_the_audit_log_or_the_tables() {
        String token = access.signIn("ada", SECRET, HOME).token();
        assertThatThrownBy(() -> access.signIn("my-typed-password", "x", HOME))
                .isInstanceOf(Problem.Forbidden.class);
        assertThat(audit.newest(ADA, 100).toString())
                .doesNotContain(SECRET, token, "my-typed-password");
        String tables =
                db.jdbi()
                        .withHandle(
                                h ->
                                        h.createQuery("SELECT * FROM session")
                                                        .mapToMap()
                                                        .list()
                                                        .toString()
                                                + h.createQuery("SELECT * FROM user_account")
                                                        .mapToMap()
                                                        .list());
        assertThat(tables).doesNotContain(SECRET, token).contains("$argon2id$");
    }

    private Void demote(CountDownLatch start, String name) throws InterruptedException {
        start.await();
        try {
            access.change(ADA, name, Role.VIEWER, false);
        } catch (Problem.Conflict lastOne) {
            assertThat(lastOne.what()).contains("last administrator");
        }
        return null;
    }
}
