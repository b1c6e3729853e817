package org.saltern.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.saltern.base.Problem;
import org.saltern.store.Database;
import org.saltern.store.OnEachDatabase;
import org.saltern.store.TestDatabases;

@OnEachDatabase
class AuditTest {
    private static final Actor ADA = new Actor("ada", Role.ADMINISTRATOR);
    private static final Actor EVE = new Actor("eve", Role.VIEWER);

    private final TestClock clock = new TestClock();
    @AutoClose private final Database db;
    private final Audit audit;

    AuditTest(TestDatabases kind) {
        db = kind.open();
        audit = new Audit(db, clock);
    }

    @Test
    void lines_come_newest_first_with_their_time() {
        audit.write(ADA, "key.accept", "web1", "aa:bb");
        clock.advance(Duration.ofNanos(1000));
        audit.write(EVE, "job.run", "web1", "test.ping");
        assertThat(audit.newest(ADA, 10))
                .extracting(AuditEntry::action)
                .containsExactly("job.run", "key.accept");
        assertThat(audit.newest(ADA, 1).getFirst().at()).isEqualTo(clock.instant());
    }

    @Test
    void anybody_who_may_look_sees_the_lines_about_one_thing() {
        audit.write(ADA, "key.accept", "web1", "");
        audit.write(ADA, "key.accept", "web2", "");
        assertThat(audit.about(EVE, "web2", 10))
                .extracting(AuditEntry::subject)
                .containsExactly("web2");
        assertThatThrownBy(() -> audit.newest(EVE, 10)).isInstanceOf(Problem.Forbidden.class);
    }

    @Test
    void one_line_stays_one_line_whatever_is_in_it() {
        audit.write(ADA, "key.reject", "a\nb\u0000\u001b[31m\u202e", "line\u2028two \ud800 语");
        AuditEntry entry = audit.newest(ADA, 1).getFirst();
        assertThat(entry.subject()).isEqualTo("a\\u000ab\\u0000\\u001b[31m\\u202e");
        assertThat(entry.detail()).isEqualTo("line\\u2028two \\ud800 语");
        assertThat(audit.about(ADA, "a\nb\u0000\u001b[31m\u202e", 10)).containsExactly(entry);
    }

    @Test
    void what_is_too_long_is_cut_and_marked() {
        var random = new Random(1);
        String name =
                random.ints(2000, 0x4e00, 0x9fff)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
        audit.write(ADA, "job.run", name, "😀".repeat(10_000));
        AuditEntry entry = audit.newest(ADA, 1).getFirst();
        assertThat(entry.subject()).hasSize(600).endsWith("…");
        assertThat(entry.detail()).hasSizeBetween(9_999, 10_000).endsWith("😀…");
        assertThat(audit.about(ADA, name, 1)).containsExactly(entry);
    }

    @Test
    void lines_about_users_are_for_administrators_even_when_a_host_has_the_same_name() {
        audit.write(ADA, "user.password", "web1", "");
        audit.write(ADA, "sign-in.refused", "web1", "from 192.0.2.1");
        audit.write(ADA, "key.accept", "web1", "");
        assertThat(audit.about(EVE, "web1", 10))
                .extracting(AuditEntry::action)
                .containsExactly("key.accept");
        assertThat(audit.about(ADA, "web1", 10)).hasSize(3);
    }

    @Test
    void a_change_that_fails_leaves_no_line() {
        assertThatThrownBy(
                        () ->
                                db.jdbi()
                                        .useTransaction(
                                                h -> {
                                                    audit.write(ADA, "key.accept", "web1", "");
                                                    throw new IllegalStateException(
                                                            "the change failed");
                                                }))
                .hasMessage("the change failed");
        assertThat(audit.newest(ADA, 10)).isEmpty();
    }
}
