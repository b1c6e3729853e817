package org.saltern.jobs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.saltern.access.Actor;
import org.saltern.base.Problem;

/** How many jobs may be started: so many in a second by one user, so many unfinished in all. Thread-safe. */
final class StartLimits {
    private final int perSecond;
    private final int running;
    private final InstantSource clock;

    /** Starts of each user in the second that begins at {@link #second}. */
    private final Map<String, Integer> starts = new HashMap<>();

    private Instant second = Instant.MIN;

    StartLimits(JobSettings settings, InstantSource clock) {
        this.perSecond = settings.startsPerSecond();
        this.running = settings.running();
        this.clock = clock;
    }

    /** @throws Problem.Unavailable a limit is reached; names it */
    synchronized void require(Actor actor, int runningNow) {
        if (runningNow >= running) {
            throw new Problem.Unavailable(
                    Problem.text("{0} jobs are running, which is the most there may be", running),
                    "jobs",
                    Problem.text("Wait until some end, or kill those that hang."));
        }
        Instant now = clock.instant();
        if (Duration.between(second, now).abs().compareTo(Duration.ofSeconds(1)) >= 0) {
            second = now;
            starts.clear();
        }
        if (starts.merge(actor.name(), 1, Integer::sum) > perSecond) {
            throw new Problem.Unavailable(
                    Problem.text(
                            "{0} started {1} jobs in a second, which is the most",
                            actor.name(), perSecond),
                    "jobs",
                    Problem.text("Wait a second; one job can have many hosts."));
        }
    }
}
