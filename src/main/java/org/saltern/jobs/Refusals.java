package org.saltern.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.saltern.access.Actor;
import org.saltern.access.Audit;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.events.Event;
import org.saltern.events.Events;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of returns that belong to no job of the host that sent them: an event and a line of the log each, a line of the audit at
 * most once a minute and host, so that a hostile host cannot fill it.
 */
final class Refusals implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final String TAG = "saltern/job/refused";

    private final Events events;
    private final Audit audit;
    private final InstantSource clock;
    private final Map<HostId, Instant> audited = new HashMap<>();
    private final ExecutorService writing = Executors.newVirtualThreadPerTaskExecutor();

    Refusals(Events events, Audit audit, InstantSource clock) {
        this.events = events;
        this.audit = audit;
        this.clock = clock;
    }

    /** Does not block: the audit is written on another thread. */
    void tell(Answer answer) {
        if (Questions.isQuestion(answer.function())) {
            LOG.debug("Late answer of {} to a question about a job", answer.host());
            return;
        }
        LOG.warn(
                "Refused a return of {} for job {}, which did not target it",
                Problem.shown(answer.host().value()),
                answer.jid());
        ObjectNode data =
                Json.object()
                        .put("jid", answer.jid().value())
                        .put("id", answer.host().value())
                        .put("fun", answer.function());
        events.publish(new Event(TAG, data, clock.instant()));
        if (isDue(answer.host())) {
            writing.execute(() -> write(answer));
        }
    }

    /** Waits until the last line is written. */
    @Override
    public void close() {
        writing.close();
    }

    private void write(Answer answer) {
        try {
            audit.write(
                    Actor.system(),
                    "job.refuse",
                    answer.jid().value(),
                    "a return of " + answer.host() + ", which the job did not target");
        } catch (RuntimeException e) {
            LOG.error("A refused return could not be audited", e);
        }
    }

    private synchronized boolean isDue(HostId host) {
        Instant now = clock.instant();
        audited.values().removeIf(at -> !at.plus(QUIET).isAfter(now));
        return audited.putIfAbsent(host, now) == null;
    }
}
