package org.saltern.jobs;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.saltern.base.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes ledgers. It takes what waits, a thousand changes at most, and commits it together: one commit
 * serves many hosts, and the order of commits is the order of seq. A change that comes alone is committed at once; while many
 * come, a commit waits up to 2 ms for more.
 *
 * <p>While the database is away, returns go to the spill file and are acknowledged from there, because a Salt minion gives up after
 * half a minute; all else, and returns that the file cannot take, waits in memory and is not acknowledged. When the database is back
 * the spilled returns are committed first, then what waits, then what comes.
 */
final class LedgerWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);
    private static final int MOST_CHANGES = 1_000;
    private static final int MOST_BYTES = 16 << 20;
    private static final int CHANGE_BYTES = 200;
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long RETRY_MILLIS = 500;
    private static final Duration CLOSE = Duration.ofSeconds(10);

    private static final class Item {
        private final Change change;
        private final int size;
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        /** Whether it is committed, kept on disk or refused; known to the writer's thread alone. */
        private boolean isSettled;

        private boolean isRefused;

        Item(Change change, int size) {
            this.change = change;
            this.size = size;
        }
    }

    /** The database is away. */
    private static final class Away extends Exception {
        private static final long serialVersionUID = 1L;

        Away(Throwable cause) {
            super(cause);
        }
    }

    /** Ends the waiting for more when the writer is to stop. */
    private static final Item WAKE = new Item(null, 0);

    private final Function<List<Change>, LedgerBatch.Outcome> commit;
    private final BooleanSupplier isDatabaseAnswering;
    private final Consumer<LedgerBatch.Outcome> committed;
    private final SpilledReturns spill;
    private final int room;
    private final Duration patience;
    private final Semaphore free;
    private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>();
    private final Deque<Item> held = new ArrayDeque<>();
    private final ExecutorService telling = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean ended;
    private volatile boolean down;
    private boolean isSpillFailing;
    private boolean areManyComing;
    private final LongAdder changes = new LongAdder();
    private final LongAdder commits = new LongAdder();
    private final LongAdder commitNanos = new LongAdder();

    /**
     * @param commit applies changes in one transaction, all or none
     * @param isDatabaseAnswering tells a database that is away from a change that cannot be stored
     * @param committed hears what was committed, on the writer's thread; must not block
     * @param spill takes returns while the database is away; null for none. Closed with this writer
     * @param room bytes that may wait in memory
     * @param patience how long a caller waits for room before its change is refused
     */
    LedgerWriter(
            Function<List<Change>, LedgerBatch.Outcome> commit,
            BooleanSupplier isDatabaseAnswering,
            Consumer<LedgerBatch.Outcome> committed,
            SpilledReturns spill,
            int room,
            Duration patience) {
        this.commit = commit;
        this.isDatabaseAnswering = isDatabaseAnswering;
        this.committed = committed;
        this.spill = spill;
        this.room = room;
        this.patience = patience;
        this.free = new Semaphore(room, true);
        this.thread = Thread.ofPlatform().name("ledger-writer").daemon().start(this::run);
    }

    /**
     * Puts a change into the queue; while the queue is full it waits, not without end. The future completes once the change is durable,
     * on a thread where its followers may take their time, or exceptionally when it was not stored.
     */
    CompletableFuture<Void> submit(Change change) {
        var item = new Item(change, Math.min(room, size(change)));
        if (closing.getCount() == 0) {
            return CompletableFuture.failedFuture(stopping());
        }
        try {
            if (!free.tryAcquire(item.size, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return CompletableFuture.failedFuture(full());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CompletableFuture.failedFuture(stopping());
        }
        queue.add(item);
        if (ended && queue.remove(item)) {
            item.done.completeExceptionally(stopping());
        }
        return item.done;
    }

    /** Whether the last attempt to commit found no database. */
    boolean isDown() {
        return down;
    }

    LedgerFigures figures() {
        return new LedgerFigures(
                down,
                Math.max(0, room - free.availablePermits()),
                spill == null ? 0 : spill.bytes(),
                changes.sum(),
                commits.sum(),
                commitNanos.sum());
    }

    /** Commits what waits, for at most 10 s, and refuses the rest. */
    @Override
    public void close() {
        if (ended) {
            return;
        }
        closing.countDown();
        queue.add(WAKE);
        boolean isDone = false;
        try {
            // not interrupted: that would close the file of an embedded database
            isDone = thread.join(CLOSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ended = true;
        if (!isDone) {
            LOG.warn("The database is too slow to take what waits");
        } else if (spill != null) {
            spill.close();
        }
        var rest = new ArrayList<Item>();
        queue.drainTo(rest);
        fail(rest, stopping());
        free.release(room);
        telling.shutdown();
    }

    private void run() {
        try {
            while (closing.getCount() > 0 || !queue.isEmpty()) {
                boolean isBehind = isBehind() && !catchUp();
                List<Item> batch = next(isBehind);
                if (isBehind) {
                    hold(batch);
                } else if (!batch.isEmpty()) {
                    write(batch);
                }
            }
            if (isBehind() && !catchUp()) {
                fail(List.copyOf(held), away());
            }
        } catch (InterruptedException e) {
            LOG.error("The ledger writer was interrupted before all was written", e);
        }
    }

    private boolean isBehind() {
        return !held.isEmpty() || (spill != null && !spill.isEmpty());
    }

    /** What waits; when the writer is behind it comes back soon, to try again. */
    private List<Item> next(boolean isBehind) throws InterruptedException {
        var batch = new ArrayList<Item>();
        Item item = isBehind ? queue.poll(RETRY_MILLIS, TimeUnit.MILLISECONDS) : queue.take();
        long end = System.nanoTime() + (areManyComing ? LINGER_NANOS : 0);
        int bytes = 0;
        while (item != null && item != WAKE) {
            batch.add(item);
            bytes += item.size;
            boolean full = batch.size() >= MOST_CHANGES || bytes >= MOST_BYTES;
            item = full ? null : queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
        areManyComing = batch.size() > 1;
        return batch;
    }

    private void write(List<Item> batch) {
        try {
            commitAll(batch);
        } catch (Away e) {
            goDown(e.getCause());
            hold(batch.stream().filter(item -> !item.isSettled).toList());
        }
    }

    /** Commits together, or one by one what cannot be committed together; a change that cannot be stored at all is refused. */
    private void commitAll(List<Item> batch) throws Away {
        Throwable why = attempt(batch);
        if (why == null) {
            finish(batch);
        } else if (batch.size() > 1) {
            LOG.warn("A batch of {} changes failed; trying each alone", batch.size(), why);
            for (Item item : batch) {
                commitAll(List.of(item));
            }
        } else {
            Throwable again = attempt(batch); // another transaction may have been in the way
            if (again == null) {
                finish(batch);
            } else {
                LOG.error("A change of a ledger could not be stored", again);
                fail(batch, again);
            }
        }
    }

    /** Null when it is committed, else why not. */
    private Throwable attempt(List<Item> batch) throws Away {
        long begin = System.nanoTime();
        try {
            LedgerBatch.Outcome outcome =
                    commit.apply(batch.stream().map(item -> item.change).toList());
            commitNanos.add(System.nanoTime() - begin);
            commits.increment();
            changes.add(batch.size());
            tell(outcome);
            return null;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            if (!isDatabaseAnswering.getAsBoolean()) {
                throw new Away(e);
            }
            return e;
        }
    }

    private void goDown(Throwable why) {
        if (!down) {
            LOG.error("The database is away: new jobs are refused, returns are kept", why);
        }
        down = true;
    }

    /** Puts returns on disk, and the rest aside. */
    private void hold(List<Item> items) {
        List<Item> returns =
                items.stream().filter(item -> item.change instanceof Change.Returned).toList();
        boolean isSpilled = !returns.isEmpty() && spilled(returns);
        if (isSpilled) {
            finish(returns);
        }
        items.stream()
                .filter(item -> !(isSpilled && item.change instanceof Change.Returned))
                .forEach(held::add);
    }

    private boolean spilled(List<Item> returns) {
        if (spill == null) {
            return false;
        }
        try {
            spill.add(returns.stream().map(item -> (Change.Returned) item.change).toList());
            isSpillFailing = false;
            return true;
        } catch (IOException | RuntimeException e) {
            if (!isSpillFailing) {
                LOG.error("Returns cannot be kept on disk: they wait in memory, unacknowledged", e);
            }
            isSpillFailing = true;
            return false;
        }
    }

    /** Commits what was kept while the database was away; false when it still is. */
    private boolean catchUp() {
        if (!isDatabaseAnswering.getAsBoolean()) {
            down = true;
            return false;
        }
        try {
            catchUpSpilled();
            while (!held.isEmpty()) {
                List<Item> batch = held.stream().limit(MOST_CHANGES).toList();
                commitAll(batch);
                batch.forEach(item -> held.removeFirst());
            }
            if (down) {
                LOG.info("The database is back, and everything kept meanwhile is in it");
            }
            down = false;
            return true;
        } catch (Away e) {
            held.removeIf(item -> item.isSettled);
            goDown(e.getCause());
            return false;
        } catch (IOException | RuntimeException e) {
            LOG.error("The returns kept on disk cannot be read: the file is put aside", e);
            spill.abandon();
            return false;
        }
    }

    private void catchUpSpilled() throws Away, IOException {
        while (spill != null && !spill.isEmpty()) {
            List<SpilledReturns.Waiting> oldest = spill.oldest(MOST_CHANGES, MOST_BYTES);
            List<Item> items = oldest.stream().map(one -> new Item(one.change(), 0)).toList();
            commitAll(items);
            for (int i = 0; i < items.size(); i++) {
                if (items.get(i).isRefused) { // it was acknowledged, so it is not thrown away
                    spill.setAside(oldest.get(i));
                }
            }
            spill.done(oldest.getLast());
        }
    }

    private void finish(List<Item> items) {
        items.forEach(item -> item.isSettled = true);
        release(items);
        telling.execute(() -> items.forEach(item -> item.done.complete(null)));
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
        items.forEach(
                item -> {
                    item.isSettled = true;
                    item.isRefused = true;
                });
        release(items);
        telling.execute(() -> items.forEach(item -> item.done.completeExceptionally(why)));
    }

    private void release(List<Item> items) {
        free.release(items.stream().mapToInt(item -> item.size).sum());
    }

    private static int size(Change change) {
        return change instanceof Change.Returned(Answer answer)
                ? CHANGE_BYTES + answer.content().size()
                : CHANGE_BYTES;
    }

    private static Problem stopping() {
        return new Problem.Unavailable("Saltern is stopping", "jobs", "Try again after the start.");
    }

    private static Problem full() {
        return new Problem.Unavailable(
                "Too much waits for the database",
                "jobs",
                "Look whether the database or its disk is slow; the minion sends again.");
    }

    /** What callers are told while the database is away. */
    static Problem away() {
        return new Problem.Unavailable(
                "The database does not answer",
                "database",
                "Jobs can be started again as soon as it is back; look at the log for the reason.");
    }
}
