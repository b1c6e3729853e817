package org.saltern.rest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.saltern.access.Actor;
import org.saltern.base.Jid;
import org.saltern.base.Problem;
import org.saltern.events.Event;
import org.saltern.events.Events;
import org.saltern.jobs.HostRun;
import org.saltern.jobs.Job;
import org.saltern.jobs.Jobs;

/** Reads whole ledgers, and waits for one to change: woken by events, never by asking again and again. Thread-safe. */
final class Ledger {
    private static final int PAGE = 1000;

    private final Jobs jobs;
    private final Events events;

    Ledger(Jobs jobs, Events events) {
        this.jobs = jobs;
        this.events = events;
    }

    /** All rows of a job, by hostname. */
    List<HostRun> all(Actor actor, Jid jid) {
        List<HostRun> rows = new ArrayList<>();
        List<HostRun> page;
        do {
            page = jobs.ledger(actor, jid, null, rows.size(), PAGE);
            rows.addAll(page);
        } while (page.size() == PAGE);
        return rows;
    }

    /**
     * Waits until every host of the job has answered, been given up, or has to connect first.
     *
     * @throws Refusal 504 it takes longer than {@code patience}; the job goes on
     */
    Job awaitEnd(Actor actor, Jid jid, Duration patience) {
        boolean ended = await(jid, patience, () -> hasEnded(find(actor, jid)));
        if (!ended) {
            throw Refusal.timeout(
                    "The job " + jid + " is still running; look it up with jobs.lookup_jid later");
        }
        return find(actor, jid);
    }

    /** Waits until rows newer than {@code seq} exist or the job has ended but for parked hosts; false when the time is up first. */
    boolean awaitChange(Actor actor, Jid jid, long seq, Duration patience) {
        return await(
                jid,
                patience,
                () ->
                        !jobs.changedSince(actor, jid, seq, 1).isEmpty()
                                || hasEnded(find(actor, jid)));
    }

    private static boolean hasEnded(Job job) {
        return job.isFinished() || job.awaitsParkedOnly();
    }

    /** @throws Problem.NotFound there is no such job */
    Job find(Actor actor, Jid jid) {
        return jobs.find(actor, jid)
                .orElseThrow(
                        () ->
                                new Problem.NotFound(
                                        "No job has the id " + jid,
                                        "jid",
                                        "Look in the job list for the right one."));
    }

    private boolean await(Jid jid, Duration patience, BooleanSupplier done) {
        var reached = new CompletableFuture<Void>();
        Runnable look =
                () -> {
                    try {
                        if (done.getAsBoolean()) {
                            reached.complete(null);
                        }
                    } catch (RuntimeException e) {
                        reached.completeExceptionally(e);
                    }
                };
        try (var listening = new Listening(events.onChange(e -> isAbout(e, jid), look))) {
            look.run();
            reached.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem.Unavailable(
                    "The server is stopping", "job " + jid, "Look the job up once it is back.", e);
        }
    }

    private static boolean isAbout(Event event, Jid jid) {
        return event.tag().startsWith("salt/job/" + jid + "/")
                || event.tag().startsWith("saltern/job/" + jid + "/");
    }

    /** An open listening whose closing cannot fail. */
    private record Listening(AutoCloseable inner) implements AutoCloseable {
        @Override
        public void close() {
            try {
                inner.close();
            } catch (Exception e) {
                throw new IllegalStateException("A listener could not be closed", e);
            }
        }
    }
}
