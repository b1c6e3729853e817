package org.saltern.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.saltern.jobs.Fixture.DB1;
import static org.saltern.jobs.Fixture.WEB1;
import static org.saltern.jobs.Fixture.WEB2;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.Problem;
import org.saltern.store.Database;
import org.saltern.store.OwnPostgres;

/** A PostgreSQL that stops answering in each way there is, and comes back (faults F3, requirement S-53). */
@Timeout(180)
class DatabaseAwayTest {
    @TempDir Path folder;

    @Test
    void s_53_returns_are_kept_on_disk_and_acknowledged_and_new_jobs_are_refused()
            throws Exception {
        try (OwnPostgres server = postgres();
                Database db = Database.open(server.settings());
                var room = new Fixture(db, spilling())) {
            Job job = room.ping();
            room.answer(job.jid(), DB1, BooleanNode.TRUE);
            server.shutOut();
            room.answer(job.jid(), WEB1, BooleanNode.TRUE); // acknowledged, or this would wait
            assertThat(room.jobs.figures().down()).isTrue();
            assertThat(room.jobs.figures().spilledBytes()).isPositive();
            assertThatThrownBy(room::ping).isInstanceOf(Problem.Unavailable.class);
            server.letIn();
            room.answer(job.jid(), WEB2, BooleanNode.TRUE);
            awaitStored(room);
            assertThat(room.job(job.jid()).counts()).containsEntry(HostState.OK, 3);
        }
    }

    @Test
    void without_a_spill_file_returns_wait_unacknowledged() throws Exception {
        try (OwnPostgres server = postgres();
                Database db = Database.open(server.settings());
                var room = new Fixture(db)) {
            Job job = room.ping();
            room.answer(job.jid(), DB1, BooleanNode.TRUE);
            server.shutOut();
            CompletableFuture<Void> waiting = record(room, job, BooleanNode.TRUE);
            assertThatThrownBy(room::ping).isInstanceOf(Problem.Unavailable.class);
            assertThat(waiting).isNotDone();
            server.letIn();
            waiting.get(30, TimeUnit.SECONDS);
            assertThat(room.state(job.jid(), WEB1)).isEqualTo(HostState.OK);
        }
    }

    @Test
    void what_was_spilled_is_stored_after_a_crash_once_however_often_it_was_sent()
            throws Exception {
        JsonNode result = TextNode.valueOf("Grüße\n".repeat(2_000));
        try (OwnPostgres server = postgres()) {
            Job job;
            Database db = Database.open(server.settings());
            var room = new Fixture(db, spilling());
            job = room.ping();
            server.shutOut();
            record(room, job, result).get(30, TimeUnit.SECONDS);
            record(room, job, result).get(30, TimeUnit.SECONDS); // its acknowledgement was lost
            room.close(); // the database is still away: the file stays, as after a crash
            db.close();
            server.letIn();
            try (Database again = Database.open(server.settings());
                    var restarted = new Fixture(again, spilling())) {
                awaitStored(restarted);
                assertThat(restarted.run(job.jid(), WEB1).result()).isEqualTo(result);
                assertThat(restarted.run(job.jid(), WEB1).conflicts()).isZero();
            }
        }
    }

    @Test
    void a_server_that_stands_still_holds_nobody_up() throws Exception {
        try (OwnPostgres server = postgres();
                Database db = Database.open(server.settings());
                var room = new Fixture(db, spilling())) {
            Job job = room.ping();
            server.signal("STOP");
            try {
                record(room, job, BooleanNode.TRUE).get(60, TimeUnit.SECONDS);
                assertThatThrownBy(() -> room.job(job.jid()))
                        .isInstanceOf(Problem.Unavailable.class);
                assertThatThrownBy(room::ping).isInstanceOf(Problem.Unavailable.class);
            } finally {
                server.signal("CONT");
            }
            awaitStored(room);
            assertThat(room.state(job.jid(), WEB1)).isEqualTo(HostState.OK);
            assertThat(db.pool().active()).isZero();
        }
    }

    @Test
    void connections_that_are_cut_again_and_again_lose_nothing() throws Exception {
        try (OwnPostgres server = postgres();
                Database db = Database.open(server.settings());
                var room = new Fixture(db, spilling())) {
            room.accept(Fixture.many(200));
            Job job = room.ping();
            for (int i = 0; i < 200; i++) {
                if (i % 20 == 0) {
                    server.terminateAll();
                }
                room.record(
                        Fixture.many(200).get(i),
                        Fixture.load(
                                job.jid().value(), Fixture.many(200).get(i), BooleanNode.TRUE));
            }
            awaitStored(room);
            assertThat(room.job(job.jid()).counts()).containsEntry(HostState.OK, 200);
        }
    }

    @Test
    void closing_while_the_server_stands_still_ends_within_its_time() throws Exception {
        try (OwnPostgres server = postgres()) {
            Database db = Database.open(server.settings());
            var room = new Fixture(db, spilling());
            Job job = room.ping();
            server.signal("STOP");
            try {
                record(room, job, BooleanNode.TRUE);
                room.close();
            } finally {
                server.signal("CONT");
            }
            db.close();
        }
    }

    private JobSettings spilling() {
        return JobSettings.defaults().spillingTo(folder.resolve("spill"), 1 << 20);
    }

    private static OwnPostgres postgres() {
        assumeThat(OwnPostgres.whyNot()).as("SKIPPED: no PostgreSQL could be started").isEmpty();
        return OwnPostgres.start();
    }

    private static CompletableFuture<Void> record(Fixture room, Job job, JsonNode result) {
        return room.jobs
                .record(WEB1, Fixture.load(job.jid().value(), WEB1, result))
                .toCompletableFuture();
    }

    /** A change that is committed only behind all that was kept. */
    private static void awaitStored(Fixture room) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (room.jobs.figures().down() || room.jobs.figures().spilledBytes() > 0) {
            assertThat(System.nanoTime()).as("recovered").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
