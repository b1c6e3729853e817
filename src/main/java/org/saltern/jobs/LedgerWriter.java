package org.saltern.jobs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.saltern.base.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes ledgers. It takes what waits, for at most 2 ms or a thousand changes, and commits it together: one
 * commit serves many hosts, and the order of commits is the order of seq. While the database is away it keeps trying the same
 * batch; nothing is dropped and nothing is acknowledged.
 */
final class LedgerWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);
    private static final int MOST_CHANGES = 1_000;
    private static final int MOST_BYTES = 16 << 20;
    private static final int CHANGE_BYTES = 200;
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long RETRY_MILLIS = 500;
    private static final Duration CLOSE = Duration.ofSeconds(10);

    private record Item(Change change, int size, CompletableFuture<Void> done) {}

    /** Ends the waiting for more when the writer is to stop. */
    private static final Item WAKE = new Item(null, 0, new CompletableFuture<>());

    private final Function<List<Change>, LedgerBatch.Outcome> commit;
    private final BooleanSupplier isDatabaseAnswering;
    private final Consumer<LedgerBatch.Outcome> committed;
    private final int room;
    private final Semaphore free;
    private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>();
    private final ExecutorService telling = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean ended;
    private volatile boolean down;

    /**
     * @param commit applies changes in one transaction, all or none
     * @param isDatabaseAnswering tells a database that is away from a change that cannot be stored
     * @param committed hears what was committed, on the writer's thread; must not block
     * @param room bytes that may wait
     */
    LedgerWriter(
            Function<List<Change>, LedgerBatch.Outcome> commit,
            BooleanSupplier isDatabaseAnswering,
            Consumer<LedgerBatch.Outcome> committed,
            int room) {
        this.commit = commit;
        this.isDatabaseAnswering = isDatabaseAnswering;
        this.committed = committed;
        this.room = room;
        this.free = new Semaphore(room, true);
        this.thread = Thread.ofPlatform().name("ledger-writer").daemon().start(this::run);
    }

    /**
     * Puts a change into the queue; waits while the queue is full. The future completes after the commit, on a thread where its
     * followers may take their time, or exceptionally when the change was not stored.
     */
    CompletableFuture<Void> submit(Change change) {
        var item = new Item(change, Math.min(room, size(change)), new CompletableFuture<>());
        if (closing.getCount() == 0) {
            return CompletableFuture.failedFuture(stopping());
        }
        try {
            free.acquire(item.size());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CompletableFuture.failedFuture(stopping());
        }
        queue.add(item);
        if (ended && queue.remove(item)) {
            item.done().completeExceptionally(stopping());
        }
        return item.done();
    }

    /** Whether the last attempt to commit found no database. */
    boolean isDown() {
        return down;
    }

    /** Commits what waits, for at most 10 s, and refuses the rest. */
    @Override
    public void close() {
        if (ended) {
            return;
        }
        closing.countDown();
        queue.add(WAKE);
        try {
            if (!thread.join(
                    CLOSE)) { // not interrupted: that would close the file of an embedded database
                LOG.warn("The database is too slow to take what waits");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ended = true;
        var rest = new ArrayList<Item>();
        queue.drainTo(rest);
        fail(rest, stopping());
        free.release(room);
        telling.shutdown();
    }

    private void run() {
        try {
            while (closing.getCount() > 0 || !queue.isEmpty()) {
                List<Item> batch = next();
                if (!batch.isEmpty()) {
                    write(batch);
                }
            }
        } catch (InterruptedException e) {
            LOG.error("The ledger writer was interrupted before all was written", e);
        }
    }

    private List<Item> next() throws InterruptedException {
        var batch = new ArrayList<Item>();
        Item item = queue.take();
        long end = System.nanoTime() + LINGER_NANOS;
        int bytes = 0;
        while (item != null && item != WAKE) {
            batch.add(item);
            bytes += item.size();
            boolean full = batch.size() >= MOST_CHANGES || bytes >= MOST_BYTES;
            item = full ? null : queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
        return batch;
    }

    private void write(List<Item> batch) throws InterruptedException {
        for (int failures = 1; ; failures++) {
            try {
                succeed(batch, commit.apply(batch.stream().map(Item::change).toList()));
                return;
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                if (!isDatabaseAnswering.getAsBoolean()) {
                    if (waitForDatabase(e)) {
                        continue;
                    }
                    fail(batch, away());
                    return;
                }
                if (batch.size() > 1) {
                    writeOneByOne(batch, e);
                    return;
                }
                if (failures > 1) {
                    LOG.error("A change of a ledger could not be stored", e);
                    fail(batch, e);
                    return;
                }
            }
        }
    }

    /** Something in the batch cannot be stored, or another transaction was in the way: all the others still can. */
    private void writeOneByOne(List<Item> batch, Throwable why) throws InterruptedException {
        LOG.warn("A batch of {} changes failed; trying each alone", batch.size(), why);
        for (Item item : batch) {
            write(List.of(item));
        }
    }

    /** False when there is no more time to wait. */
    private boolean waitForDatabase(Throwable why) throws InterruptedException {
        if (!down) {
            LOG.error("The database is away: returns wait, new jobs are refused", why);
        }
        down = true;
        return !closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void succeed(List<Item> items, LedgerBatch.Outcome outcome) {
        if (down) {
            LOG.info("The database is back");
        }
        down = false;
        tell(outcome);
        release(items);
        telling.execute(() -> items.forEach(item -> item.done().complete(null)));
    }

    /** A listener's bug must not look like a failed commit: that would be written again. */
    private void tell(LedgerBatch.Outcome outcome) {
        try {
            committed.accept(outcome);
        } catch (RuntimeException e) {
            LOG.error("Not all were told of what was committed", e);
        }
    }

    private void fail(List<Item> items, Throwable why) {
        if (items.isEmpty()) {
            return;
        }
        release(items);
        telling.execute(() -> items.forEach(item -> item.done().completeExceptionally(why)));
    }

    private void release(List<Item> items) {
        free.release(items.stream().mapToInt(Item::size).sum());
    }

    private static int size(Change change) {
        return change instanceof Change.Returned(Answer answer)
                ? CHANGE_BYTES + answer.content().size()
                : CHANGE_BYTES;
    }

    private static Problem stopping() {
        return new Problem.Unavailable("Saltern is stopping", "jobs", "Try again after the start.");
    }

    /** What callers are told while the database is away. */
    static Problem away() {
        return new Problem.Unavailable(
                "The database does not answer",
                "database",
                "Jobs can be started again as soon as it is back; look at the log for the reason.");
    }
}
