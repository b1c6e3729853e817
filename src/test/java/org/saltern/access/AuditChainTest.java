package org.saltern.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.saltern.access.AuditFinding.Fault;
import org.saltern.base.Problem;
import org.saltern.store.Database;
import org.saltern.store.OnEachDatabase;
import org.saltern.store.TestDatabases;

/** The audit log is tied together so that a change made beside Saltern shows (promise P5). */
@OnEachDatabase
class AuditChainTest {
    private static final Actor ADA = new Actor("ada", Role.ADMINISTRATOR);

    private final TestClock clock = new TestClock();
    @AutoClose private final Database db;
    private final Audit audit;

    AuditChainTest(TestDatabases kind) {
        db = kind.open();
        audit = new Audit(db, clock);
        for (String host : List.of("web1", "web2", "web3", "web4")) {
            audit.write(ADA, "key.accept", host, "aa:bb");
        }
    }

    private AuditFinding check() {
        return audit.check(ADA, "");
    }

    private void tamper(String sql) {
        db.jdbi().useHandle(h -> h.execute(sql));
    }

    private static String subject(AuditFinding finding) {
        return ((Fault.Line) finding.fault().orElseThrow()).line().subject();
    }

    @Test
    void a_log_that_nobody_touched_is_whole() {
        assertThat(check().isWhole()).isTrue();
        assertThat(check().lines()).isEqualTo(4);
    }

    @Test
    void a_changed_line_is_named() {
        tamper("UPDATE audit SET actor = 'eve' WHERE subject = 'web2'");
        assertThat(subject(check())).isEqualTo("web2");
        assertThat(check().lines()).isOne();
    }

    @Test
    void a_line_whose_time_was_changed_is_named() {
        tamper("UPDATE audit SET at = at + INTERVAL '1' SECOND WHERE subject = 'web3'");
        assertThat(subject(check())).isEqualTo("web3");
    }

    @Test
    void a_line_that_is_gone_shows_at_the_one_after_it() {
        tamper("DELETE FROM audit WHERE subject = 'web2'");
        assertThat(subject(check())).isEqualTo("web3");
    }

    @Test
    void a_line_put_in_is_named_also_at_the_end() {
        tamper(
                "INSERT INTO audit (at, actor, action, subject, detail, hash) SELECT at, actor,"
                        + " action, 'forged', detail, hash FROM audit WHERE subject = 'web4'");
        assertThat(subject(check())).isEqualTo("forged");
    }

    @Test
    void two_lines_that_changed_places_are_seen() {
        tamper("UPDATE audit SET subject = 'x' WHERE subject = 'web2'");
        tamper("UPDATE audit SET subject = 'web2' WHERE subject = 'web3'");
        tamper("UPDATE audit SET subject = 'web3' WHERE subject = 'x'");
        assertThat(subject(check())).isEqualTo("web3");
    }

    @Test
    void lines_cut_off_the_end_are_counted() {
        tamper("DELETE FROM audit WHERE subject IN ('web3', 'web4')");
        assertThat(check().fault()).contains(new Fault.End(2));
    }

    @Test
    void a_log_that_was_written_anew_does_not_hold_the_hash_noted_before() {
        String noted = check().head();
        tamper("DELETE FROM audit");
        tamper("UPDATE audit_head SET lines = 0, hash = '" + "0".repeat(64) + "'");
        audit.write(ADA, "key.accept", "web1", "aa:bb");
        assertThat(check().isWhole()).isTrue();
        assertThat(audit.check(ADA, noted).fault()).contains(new Fault.Rewritten(noted));
    }

    @Test
    void a_hash_noted_before_is_found_again_however_long_the_log_grew() {
        String noted = check().head();
        audit.write(ADA, "key.accept", "web5", "aa:bb");
        assertThat(audit.check(ADA, noted).isWhole()).isTrue();
    }

    @Test
    void lines_from_before_there_was_a_chain_are_chained_at_the_start() {
        tamper("UPDATE audit SET hash = NULL");
        tamper("UPDATE audit_head SET lines = 0, hash = '" + "0".repeat(64) + "'");
        var upgraded = new Audit(db, clock);
        upgraded.write(ADA, "key.accept", "web5", "aa:bb");
        assertThat(upgraded.check(ADA, "").isWhole()).isTrue();
        assertThat(check().lines()).isEqualTo(5);
    }

    @Test
    void many_who_write_at_once_and_changes_that_fail_leave_one_chain() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                String job = "j" + i;
                threads.execute(() -> audit.write(ADA, "job.start", job, ""));
                if (i % 4 == 0) {
                    threads.execute(this::fail);
                }
            }
        }
        assertThat(check().isWhole()).isTrue();
        assertThat(check().lines()).isEqualTo(24);
    }

    private void fail() {
        assertThatThrownBy(
                        () ->
                                db.jdbi()
                                        .useTransaction(
                                                h -> {
                                                    audit.write(ADA, "key.reject", "web1", "");
                                                    throw new IllegalStateException("failed");
                                                }))
                .hasMessage("failed");
    }

    @Test
    void only_administrators_may_check() {
        assertThatThrownBy(() -> audit.check(new Actor("olga", Role.OPERATOR), ""))
                .isInstanceOf(Problem.Forbidden.class);
    }
}
