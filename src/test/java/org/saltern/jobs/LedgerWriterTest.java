package org.saltern.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.saltern.base.Problem;

/** The queue and the thread before the database. */
class LedgerWriterTest {
    private static final LedgerBatch.Outcome NOTHING =
            new LedgerBatch.Outcome(List.of(), List.of());
    private static final Change POISON = new Change.Forgotten(Instant.EPOCH);
    private static final Change DEEP = new Change.Forgotten(Instant.EPOCH.minusSeconds(1));

    private final List<List<Change>> committed = new CopyOnWriteArrayList<>();
    private final Semaphore attempts = new Semaphore(0);
    private volatile boolean isListenerBroken;
    private volatile boolean isDatabaseThere = true;
    private final CountDownLatch gate = new CountDownLatch(1);
    private volatile boolean isGateUsed;
    private final LedgerWriter writer =
            new LedgerWriter(
                    this::commit,
                    () -> isDatabaseThere,
                    outcome -> listen(),
                    null,
                    1_000,
                    Duration.ofSeconds(30));

    @AfterEach
    void close() {
        gate.countDown();
        writer.close();
    }

    @Test
    void changes_that_wait_together_are_committed_together_and_in_order() {
        isGateUsed = true;
        CompletableFuture<Void> first = writer.submit(change(0));
        attempts.acquireUninterruptibly();
        List<CompletableFuture<Void>> rest =
                IntStream.range(1, 4).mapToObj(i -> writer.submit(change(i))).toList();
        gate.countDown();
        first.join();
        rest.forEach(CompletableFuture::join);
        assertThat(committed.stream().flatMap(List::stream))
                .containsExactly(change(0), change(1), change(2), change(3));
        assertThat(committed).hasSize(2);
    }

    @Test
    void nothing_is_done_before_the_commit() {
        isGateUsed = true;
        CompletableFuture<Void> done = writer.submit(change(0));
        attempts.acquireUninterruptibly();
        assertThat(done).isNotDone();
        gate.countDown();
        done.join();
        assertThat(committed).hasSize(1);
    }

    @Test
    void while_the_database_is_away_a_change_waits_and_is_tried_again() {
        isDatabaseThere = false;
        CompletableFuture<Void> done = writer.submit(change(0));
        attempts.acquireUninterruptibly();
        awaitDown(true);
        assertThat(done).isNotDone();
        isDatabaseThere = true;
        done.join();
        awaitDown(false);
        assertThat(committed).containsExactly(List.of(change(0)));
    }

    @Test
    void a_change_that_cannot_be_stored_does_not_hold_up_the_others() {
        isGateUsed = true;
        writer.submit(change(0));
        attempts.acquireUninterruptibly();
        CompletableFuture<Void> one = writer.submit(change(1));
        CompletableFuture<Void> bad = writer.submit(POISON);
        CompletableFuture<Void> two = writer.submit(change(2));
        gate.countDown();
        one.join();
        two.join();
        assertThatThrownBy(bad::join).hasRootCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_full_queue_makes_the_caller_wait() throws Exception {
        isGateUsed = true;
        for (int i = 0; i < 5; i++) {
            writer.submit(change(i)); // 200 bytes each
        }
        var submitted = new CountDownLatch(1);
        Thread caller =
                Thread.startVirtualThread(
                        () -> {
                            writer.submit(change(5));
                            submitted.countDown();
                        });
        while (caller.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        assertThat(submitted.getCount()).isEqualTo(1);
        gate.countDown();
        submitted.await();
    }

    @Test
    void a_queue_that_stays_full_refuses_after_a_while() {
        isGateUsed = true;
        try (var hasty =
                new LedgerWriter(
                        this::commit,
                        () -> true,
                        outcome -> {},
                        null,
                        200,
                        Duration.ofMillis(50))) {
            CompletableFuture<Void> first = hasty.submit(change(0));
            attempts.acquireUninterruptibly();
            assertThatThrownBy(() -> hasty.submit(change(1)).join())
                    .hasCauseInstanceOf(Problem.Unavailable.class);
            gate.countDown();
            first.join();
        }
    }

    @Test
    void closing_commits_what_waits_and_refuses_what_comes_later() {
        List<CompletableFuture<Void>> all =
                IntStream.range(0, 5).mapToObj(i -> writer.submit(change(i))).toList();
        writer.close();
        all.forEach(CompletableFuture::join);
        assertThat(committed.stream().flatMap(List::stream)).hasSize(5);
        assertThatThrownBy(() -> writer.submit(change(9)).join())
                .hasCauseInstanceOf(Problem.Unavailable.class);
    }

    @Test
    void closing_without_a_database_acknowledges_nothing() {
        isDatabaseThere = false;
        CompletableFuture<Void> done = writer.submit(change(0));
        attempts.acquireUninterruptibly();
        writer.close();
        assertThatThrownBy(done::join).hasCauseInstanceOf(Problem.Unavailable.class);
        assertThat(committed).isEmpty();
    }

    @Test
    void an_error_in_one_change_does_not_end_the_writing_of_all_others() {
        CompletableFuture<Void> bad = writer.submit(DEEP);
        assertThatThrownBy(bad::join).hasRootCauseInstanceOf(StackOverflowError.class);
        writer.submit(change(1)).join();
        assertThat(committed).containsExactly(List.of(change(1)));
    }

    @Test
    void what_is_committed_is_not_written_again_when_a_listener_fails() {
        isListenerBroken = true;
        writer.submit(change(1)).join();
        assertThat(committed).containsExactly(List.of(change(1)));
    }

    private void awaitDown(boolean down) {
        while (writer.isDown() != down) {
            Thread.onSpinWait();
        }
    }

    private void listen() {
        if (isListenerBroken) {
            throw new IllegalStateException("a bug in a listener");
        }
    }

    private LedgerBatch.Outcome commit(List<Change> changes) {
        attempts.release();
        if (changes.contains(DEEP)) {
            throw new StackOverflowError();
        }
        if (isGateUsed) {
            await();
        }
        if (!isDatabaseThere || changes.contains(POISON)) {
            throw new IllegalStateException("not stored");
        }
        committed.add(changes);
        return NOTHING;
    }

    private void await() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Change change(int i) {
        return new Change.Forgotten(Instant.ofEpochSecond(i + 1));
    }
}
