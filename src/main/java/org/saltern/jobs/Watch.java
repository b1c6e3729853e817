package org.saltern.jobs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.base.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after jobs whose hosts are silent: once a job's timeout is over they are asked whether they still run it, and asked
 * again as long as they say so. Those that know nothing of it are sent it once more, and then are lost. Also sends jobs to hosts
 * that connect later, and lets go of what is old. A thread of its own looks once a second at what is due.
 */
final class Watch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final Set<HostState> WAITING = EnumSet.of(HostState.PARKED, HostState.LOST);
    private static final Set<HostState> OPEN = EnumSet.of(HostState.PUBLISHED, HostState.RUNNING);
    private static final Duration AGAIN = Duration.ofSeconds(15);
    private static final Duration CLOSE = Duration.ofSeconds(2);
    private static final Duration SWEEP = Duration.ofSeconds(5);

    private final Stores stores;
    private final LedgerWriter writer;
    private final Questions questions;
    private final Parking parking;
    private final Resender resender;
    private final ProgressPieces pieces;
    private final Supplier<Set<HostId>> connected;
    private final InstantSource clock;
    private final JobSettings settings;
    private final Map<Jid, Due> jobs = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private Instant nextSweep = Instant.MIN;
    private Thread thread;

    /** When to ask about a job, and whether that was done before. */
    private record Due(Instant at, Duration timeout, boolean wasAsked) {}

    Watch(
            Stores stores,
            LedgerWriter writer,
            Questions questions,
            Resender resender,
            ProgressPieces pieces,
            Supplier<Set<HostId>> connected,
            InstantSource clock,
            JobSettings settings) {
        this.stores = stores;
        this.writer = writer;
        this.questions = questions;
        this.resender = resender;
        this.parking = new Parking(stores, writer, resender);
        this.pieces = pieces;
        this.connected = connected;
        this.clock = clock;
        this.settings = settings;
    }

    /** Begins to look, also after the jobs that were open when the process ended. */
    void start() {
        stores.jobs().open().forEach(this::add);
        thread = Thread.ofVirtual().name("job-watch").start(this::run);
    }

    /** Asks about this job when its timeout is over from now. */
    void add(Job job) {
        parking.add(job);
        Duration timeout = job.timeout();
        jobs.put(job.jid(), new Due(clock.instant().plus(timeout), timeout, false));
    }

    /** Does what is due by the clock; returns once it is committed. */
    synchronized void look() {
        Instant now = clock.instant();
        var connectedNow = connected.get();
        questions.due().forEach(result -> settle(result, connectedNow));
        parking.look(connectedNow, now).forEach(job -> await(job, now));
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

    /**
     * Sees to it that the job goes out to nobody any more, and ends it for hosts that are parked.
     *
     * @return the hosts that may have it, and are to be asked
     */
    synchronized Set<HostId> end(Jid jid, Set<HostState> mayRun) {
        writer.submit(new Change.EndAsked(jid)).join();
        return stores.ledger().hosts(jid, mayRun);
    }

    /**
     * Ends the job for those of these hosts that were never there to be sent it.
     *
     * @return those of the hosts that may have it, and are to be asked
     */
    synchronized Set<HostId> end(Jid jid, Set<HostId> hosts, Set<HostState> mayRun) {
        Set<HostId> never =
                stores.ledger().open(jid, WAITING).stream()
                        .filter(one -> one.sent() == 0 && hosts.contains(one.host()))
                        .map(LedgerStore.Open::host)
                        .collect(Collectors.toSet());
        if (!never.isEmpty()) {
            writer.submit(
                            new Change.Moved(
                                    jid, never, HostState.KILLED, Reasons.NEVER_SENT, WAITING))
                    .join();
        }
        Set<HostId> asked = stores.ledger().hosts(jid, mayRun);
        asked.retainAll(hosts);
        return asked;
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

    /** Hosts that know nothing of the job are sent it again or are lost; those that do not even say so are lost. */
    private void settle(Questions.Result result, Set<HostId> connectedNow) {
        Optional<Job> job = stores.jobs().find(result.about());
        if (job.isEmpty()) {
            return;
        }
        Set<HostId> missed = resender.missed(job.get(), result.notRunning());
        resender.send(job.get(), missed, Reasons.SENT_AGAIN);
        var here = new HashSet<>(result.silent());
        here.retainAll(connectedNow);
        lose(result, minus(result.notRunning(), missed), Reasons.NOT_RUNNING);
        lose(result, here, Reasons.NO_ANSWER);
        lose(result, minus(result.silent(), here), Reasons.NOT_CONNECTED);
    }

    private static Set<HostId> minus(Set<HostId> all, Set<HostId> some) {
        var rest = new HashSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    private void lose(Questions.Result result, Set<HostId> hosts, Problem.Text why) {
        if (!hosts.isEmpty()) {
            Jid jid = result.about();
            writer.submit(
                            new Change.Moved(
                                    jid, hosts, HostState.LOST, why, OPEN, null, result.asked()))
                    .join();
        }
    }

    /** Looks after hosts that the job just went out to. */
    private void await(Job job, Instant now) {
        Duration timeout = job.timeout();
        jobs.putIfAbsent(job.jid(), new Due(now.plus(timeout), timeout, true));
    }

    private void ask(Jid jid, Due due, Set<HostId> connectedNow) {
        Instant now = clock.instant();
        List<LedgerStore.Open> open = stores.ledger().open(jid, OPEN);
        var asked = new HashSet<HostId>();
        Instant next = Instant.MAX;
        for (LedgerStore.Open host : open) {
            Instant patience = host.changed().plus(due.timeout());
            if (host.state() == HostState.RUNNING || !patience.isAfter(now)) {
                asked.add(host.host());
            } else if (patience.isBefore(next)) {
                next = patience;
            }
        }
        if (!due.wasAsked()) { // who was not connected at first may be by now, and run it
            stores.ledger().hosts(jid, EnumSet.of(HostState.LOST)).stream()
                    .filter(connectedNow::contains)
                    .forEach(asked::add);
        }
        if (asked.isEmpty()) {
            if (open.isEmpty()) {
                jobs.remove(jid, due);
            } else {
                jobs.put(jid, new Due(next, due.timeout(), true));
            }
            return;
        }
        try {
            questions.ask(Questions.Kind.FIND, jid, 0, asked);
            jobs.put(jid, new Due(now.plus(settings.gather()).plus(AGAIN), due.timeout(), true));
        } catch (Problem.Unavailable e) {
            LOG.warn("Nobody could be asked about job {}: {}", jid, e.what());
        } catch (RuntimeException e) {
            LOG.error("Nobody could be asked about job {}", jid, e);
        }
    }
}
