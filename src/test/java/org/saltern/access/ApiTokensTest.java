package org.saltern.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.saltern.base.Closer;
import org.saltern.base.Problem;
import org.saltern.events.Events;
import org.saltern.store.Database;
import org.saltern.store.OnEachDatabase;
import org.saltern.store.TestDatabases;

/** Tokens for programs: S-43. */
@OnEachDatabase
class ApiTokensTest {
    private static final Actor ADA = new Actor("ada", Role.ADMINISTRATOR);
    private static final Actor OLGA = new Actor("olga", Role.OPERATOR);
    private static final Duration HOUR = Duration.ofHours(1);

    private final TestClock clock = new TestClock();
    @AutoClose private final Closer closer = new Closer();
    private final Database db;
    private final Audit audit;
    private final Access access;
    private final ApiTokens tokens;

    ApiTokensTest(TestDatabases kind) {
        db = closer.add(kind.open());
        audit = new Audit(db, clock);
        access = new Access(db, audit, closer.add(new Events()), AccessSettings.DEFAULT, clock);
        tokens = access.apiTokens();
        var users = new UserStore(db.jdbi()); // nobody signs in here, so no password is hashed
        users.insert(new User("ada", Role.ADMINISTRATOR, null, false, clock.instant()), "none");
        users.insert(new User("olga", Role.OPERATOR, null, false, clock.instant()), "none");
    }

    private ApiTokens.Made ci() {
        return tokens.make(OLGA, "olga", "ci", Role.VIEWER, HOUR);
    }

    @Test
    void s43_a_token_acts_in_its_users_name_with_no_more_than_it_was_made_for() {
        Actor program = tokens.use(ci().secret()).orElseThrow();
        assertThat(program).isEqualTo(new Actor("olga", Role.VIEWER, "ci"));
        assertThat(program.may(Permission.RUN)).isFalse();
    }

    @Test
    void s43_what_the_user_loses_the_token_loses_at_once() {
        String secret = tokens.make(OLGA, "olga", "ci", Role.OPERATOR, HOUR).secret();
        access.change(ADA, "olga", Role.VIEWER, false);
        assertThat(tokens.use(secret).orElseThrow().role()).isEqualTo(Role.VIEWER);
        access.change(ADA, "olga", Role.VIEWER, true);
        assertThat(tokens.use(secret)).isEmpty();
    }

    @Test
    void s43_a_token_is_dead_at_its_time_and_from_the_moment_it_is_revoked() {
        ApiTokens.Made revoked = ci();
        String other = tokens.make(OLGA, "olga", "other", Role.VIEWER, HOUR).secret();
        tokens.revoke(OLGA, revoked.token().id());
        assertThat(tokens.use(revoked.secret())).isEmpty();
        clock.advance(HOUR);
        assertThat(tokens.use(other)).isEmpty();
        assertThat(tokens.isLive(other)).isFalse();
        assertThat(tokens.all(ADA)).isEmpty();
    }

    @Test
    void s43_the_token_itself_is_nowhere_in_the_database() {
        String secret = ci().secret();
        assertThat(secret).matches("[0-9a-f]{64}");
        List<String> stored = new ArrayList<>();
        db.jdbi()
                .useHandle(
                        h -> {
                            for (String table : List.of("api_token", "audit", "session")) {
                                h.createQuery("SELECT * FROM " + table)
                                        .mapToMap()
                                        .forEach(row -> stored.add(row.toString()));
                            }
                        });
        assertThat(stored).isNotEmpty().noneMatch(row -> row.contains(secret));
    }

    @Test
    void s43_its_last_use_is_shown() {
        String secret = ci().secret();
        assertThat(tokens.of(OLGA, "olga").getFirst().used()).isNull();
        clock.advance(Duration.ofMinutes(10));
        tokens.use(secret);
        assertThat(tokens.of(OLGA, "olga").getFirst().used()).isEqualTo(clock.instant());
    }

    @Test
    void s43_a_token_makes_no_tokens_and_sets_no_password() {
        Actor program =
                tokens.use(tokens.make(ADA, "ada", "ci", Role.ADMINISTRATOR, HOUR).secret())
                        .orElseThrow();
        assertThatThrownBy(() -> tokens.make(program, "ada", "more", Role.VIEWER, HOUR))
                .isInstanceOf(Problem.Forbidden.class);
        assertThatThrownBy(() -> access.setPassword(program, "ada", "another good one"))
                .isInstanceOf(Problem.Forbidden.class);
    }

    @Test
    void nobody_makes_a_token_that_may_more_than_its_user() {
        assertThatThrownBy(() -> tokens.make(OLGA, "olga", "ci", Role.ADMINISTRATOR, HOUR))
                .isInstanceOf(Problem.BadInput.class);
        assertThatThrownBy(() -> tokens.make(ADA, "olga", "ci", Role.ADMINISTRATOR, HOUR))
                .isInstanceOf(Problem.BadInput.class);
    }

    @Test
    void tokens_of_others_are_for_administrators() {
        long id = tokens.make(ADA, "ada", "ci", Role.VIEWER, HOUR).token().id();
        assertThatThrownBy(() -> tokens.make(OLGA, "ada", "x", Role.VIEWER, HOUR))
                .isInstanceOf(Problem.Forbidden.class);
        assertThatThrownBy(() -> tokens.of(OLGA, "ada")).isInstanceOf(Problem.Forbidden.class);
        assertThatThrownBy(() -> tokens.all(OLGA)).isInstanceOf(Problem.Forbidden.class);
        assertThatThrownBy(() -> tokens.revoke(OLGA, id)).isInstanceOf(Problem.NotFound.class);
        assertThat(tokens.revoke(ADA, ci().token().id()).user()).isEqualTo("olga");
    }

    @Test
    void making_and_revoking_are_audited_and_so_is_which_token_acted() {
        ApiTokens.Made made = ci();
        audit.write(tokens.use(made.secret()).orElseThrow(), "job.start", "j1", "");
        tokens.revoke(OLGA, made.token().id());
        assertThat(audit.newest(ADA, 3))
                .extracting(AuditEntry::action, AuditEntry::actor)
                .containsExactly(
                        tuple("token.revoke", "olga"),
                        tuple("job.start", "olga (token ci)"),
                        tuple("token.make", "olga"));
    }

    @Test
    void a_label_is_used_once_and_nobody_has_more_than_twenty_tokens() {
        ci();
        assertThatThrownBy(this::ci).isInstanceOf(Problem.Conflict.class);
        for (int i = 0; i < 19; i++) {
            tokens.make(OLGA, "olga", "t" + i, Role.VIEWER, HOUR);
        }
        assertThatThrownBy(() -> tokens.make(OLGA, "olga", "last", Role.VIEWER, HOUR))
                .isInstanceOf(Problem.Conflict.class);
        clock.advance(HOUR);
        assertThat(ci().token().label()).isEqualTo("ci");
    }

    @Test
    void a_life_without_end_or_of_nothing_is_refused() {
        for (Duration life : List.of(Duration.ZERO, Duration.ofDays(367), Duration.ofDays(-1))) {
            assertThatThrownBy(() -> tokens.make(OLGA, "olga", "ci", Role.VIEWER, life))
                    .isInstanceOf(Problem.BadInput.class);
        }
    }
}
