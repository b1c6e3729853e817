package org.saltern.jobs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.base.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after jobs whose hosts are silent: once a job's timeout is over they are asked whether they still run it, and asked
 * again as long as they say so. Also lets go of what is old. A thread of its own looks once a second at what is due.
 */
final class Watch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final Set<HostState> OPEN =
            EnumSet.of(HostState.PARKED, HostState.PUBLISHED, HostState.RUNNING);
    private static final Duration AGAIN = Duration.ofSeconds(15);
    private static final Duration CLOSE = Duration.ofSeconds(2);
    private static final Duration SWEEP = Duration.ofSeconds(5);

    private final Stores stores;
    private final LedgerWriter writer;
    private final Questions questions;
    private final ProgressPieces pieces;
    private final Supplier<Set<HostId>> connected;
    private final InstantSource clock;
    private final JobSettings settings;
    private final Map<Jid, Due> jobs = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private Instant nextSweep = Instant.MIN;
    private Thread thread;

    /** When to ask about a job, and whether that was done before. */
    private record Due(Instant at, boolean wasAsked) {}

    Watch(
            Stores stores,
            LedgerWriter writer,
            Questions questions,
            ProgressPieces pieces,
            Supplier<Set<HostId>> connected,
            InstantSource clock,
            JobSettings settings) {
        this.stores = stores;
        this.writer = writer;
        this.questions = questions;
        this.pieces = pieces;
        this.connected = connected;
        this.clock = clock;
        this.settings = settings;
    }

    /** Begins to look, also after the jobs that were open when the process ended. */
    void start() {
        stores.jobs().open().forEach(job -> add(job.jid(), job.timeout()));
        thread = Thread.ofVirtual().name("job-watch").start(this::run);
    }

    /** Asks about this job when its timeout is over from now. */
    void add(Jid jid, Duration timeout) {
        jobs.put(jid, new Due(clock.instant().plus(timeout), false));
    }

    /** Does what is due by the clock; returns once it is committed. */
    synchronized void look() {
        Instant now = clock.instant();
        var connectedNow = connected.get();
        questions.due(connectedNow).stream().map(writer::submit).toList().forEach(f -> f.join());
        jobs.forEach(
                (jid, due) -> {
                    if (!due.at().isAfter(now)) {
                        ask(jid, due, connectedNow);
                    }
                });
        pieces.forget();
        if (!nextSweep.isAfter(now)) {
            nextSweep = now.plus(SWEEP);
            writer.submit(new Change.Forgotten(now.minus(settings.keep()))).join();
        }
    }

    /** Waits a moment for a look under way. Interrupts nothing: that would close the file of an embedded database. */
    @Override
    public void close() {
        closing.countDown();
        try {
            if (thread != null && !thread.join(CLOSE)) {
                LOG.info("The watch still waits for the database");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closing.await(1, TimeUnit.SECONDS)) {
                try {
                    look();
                } catch (RuntimeException e) {
                    LOG.warn("Looking after silent hosts failed; trying again", e);
                }
            }
        } catch (InterruptedException e) {
            LOG.warn("The watch was interrupted; silent hosts are not asked any more", e);
        }
    }

    private void ask(Jid jid, Due due, Set<HostId> connectedNow) {
        Set<HostId> silent = stores.ledger().hosts(jid, OPEN);
        var asked = new HashSet<>(silent);
        if (!due.wasAsked()) { // who was not connected at first may be by now, and run it
            stores.ledger().hosts(jid, EnumSet.of(HostState.LOST)).stream()
                    .filter(connectedNow::contains)
                    .forEach(asked::add);
        }
        if (asked.isEmpty()) {
            jobs.remove(jid, due);
            return;
        }
        try {
            questions.ask(Questions.Kind.FIND, jid, 0, asked);
            jobs.put(jid, new Due(clock.instant().plus(settings.gather()).plus(AGAIN), true));
        } catch (Problem.Unavailable e) {
            LOG.warn("Nobody could be asked about job {}: {}", jid, e.what());
        } catch (RuntimeException e) {
            LOG.error("Nobody could be asked about job {}", jid, e);
        }
    }
}
