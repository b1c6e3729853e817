package org.saltern.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.saltern.jobs.Fixture.WEB1;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.base.Jids;
import org.saltern.store.Database;
import org.saltern.store.DatabaseSettings;

/** Batches one after the other that keep the rows they read. */
class LedgerBatchTest {
    private final Database db =
            Database.open(new DatabaseSettings("jdbc:h2:mem:ledger-batch", "", ""));
    private final Fixture room = new Fixture(db);
    private final Stores stores = Stores.of(db.jdbi());
    private final LedgerRows rows = new LedgerRows(stores.ledger());
    private final Jids jids = new Jids(room.clock);
    private final AnswerReader reader = new AnswerReader(jids, room.clock, 1 << 20);

    @AfterEach
    void close() {
        room.close();
        db.close();
    }

    @Test
    void a_return_is_taken_after_old_jobs_were_forgotten_in_the_same_batch() {
        Jid jid = room.ping().jid();

        LedgerBatch.Outcome outcome =
                commit(List.of(new Change.Forgotten(Instant.EPOCH), returned(jid, WEB1)));

        assertThat(outcome.refused()).isEmpty();
        assertThat(room.state(jid, WEB1)).isEqualTo(HostState.OK);
    }

    @Test
    void a_job_whose_jid_was_guessed_before_it_started_gets_its_returns() {
        List<HostId> hosts = Fixture.many(20);
        room.accept(hosts);
        Jid next = Jid.at(room.clock.instant());
        List<Change> guesses = hosts.stream().map(host -> returned(next, host)).toList();
        assertThat(commit(guesses).refused()).hasSize(20);

        Jid jid = room.ping().jid();

        assertThat(jid).isEqualTo(next);
        assertThat(commit(guesses).refused()).isEmpty();
        assertThat(room.job(jid).count(HostState.OK)).isEqualTo(20);
    }

    @Test
    void many_hosts_that_chose_the_same_jid_for_work_of_their_own_are_all_written_down() {
        List<HostId> hosts = Fixture.many(20);
        Jid chosen = Jid.at(room.clock.instant());

        LedgerBatch.Outcome outcome =
                commit(hosts.stream().map(host -> ownWork(chosen, host)).toList());

        assertThat(outcome.refused()).isEmpty();
        assertThat(outcome.events()).hasSize(20);
    }

    @Test
    void what_a_failed_batch_changed_in_memory_does_not_count() {
        Jid jid = room.ping().jid();
        assertThatThrownBy(
                        () ->
                                db.jdbi()
                                        .useTransaction(
                                                h -> {
                                                    batch(h).apply(List.of(returned(jid, WEB1)));
                                                    throw new IllegalStateException("no commit");
                                                }))
                .hasMessage("no commit");
        rows.forget();

        commit(List.of(returned(jid, WEB1)));

        assertThat(room.state(jid, WEB1)).isEqualTo(HostState.OK);
        assertThat(room.job(jid).count(HostState.OK)).isEqualTo(1);
    }

    @Test
    void a_return_that_came_in_an_earlier_batch_is_known() {
        Jid jid = room.ping().jid();
        commit(List.of(returned(jid, WEB1)));

        assertThat(commit(List.of(returned(jid, WEB1))).events()).isEmpty();
        assertThat(room.run(jid, WEB1).conflicts()).isZero();
    }

    private LedgerBatch.Outcome commit(List<Change> changes) {
        return db.jdbi().inTransaction(h -> batch(h).apply(changes));
    }

    private LedgerBatch batch(Handle h) {
        return new LedgerBatch(h, stores, rows, jids, room.clock.instant());
    }

    private Change returned(Jid jid, HostId host) {
        return new Change.Returned(
                reader.read(host, Fixture.load(jid.value(), host, BooleanNode.TRUE)));
    }

    private Change ownWork(Jid jid, HostId host) {
        ObjectNode load = Fixture.load(jid.value(), host, BooleanNode.TRUE);
        load.put("schedule", "nightly");
        return new Change.Returned(reader.read(host, load));
    }
}
