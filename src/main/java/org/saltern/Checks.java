package org.saltern;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.saltern.base.Problem;
import org.saltern.health.Health;
import org.saltern.health.Part;
import org.saltern.jobs.Jobs;
import org.saltern.jobs.LedgerFigures;
import org.saltern.store.Database;
import org.saltern.store.Space;
import org.saltern.wire.PublishPort;
import org.saltern.wire.RequestPort;
import org.saltern.wire.zmtp.Watchdog;

/** What {@code /health} looks at. */
final class Checks {
    private static final long NOTICED_NANOS = Duration.ofMinutes(10).toNanos();
    private static final Duration JUMP = Duration.ofSeconds(5);
    private static final double NEARLY_FULL = 0.95;

    private Checks() {}

    static void addTo(
            Health health,
            Database database,
            Jobs jobs,
            PublishPort publishing,
            RequestPort requests,
            Watchdog watchdog,
            InstantSource clock) {
        health.add("database", () -> database(database));
        health.add("disk", () -> disk(database.space()));
        health.add("ledger", () -> ledger(jobs));
        health.add("ports", () -> ports(publishing, requests, watchdog));
        health.add("clock", new Clock(clock)::look);
        health.add("memory", Checks::memory);
    }

    private static Part database(Database database) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("address", database.shown());
        Database.Pool pool = database.pool();
        facts.put("connectionsInUse", pool.active());
        facts.put("connectionsMost", pool.most());
        facts.put("connectionsAwaited", pool.waiting());
        return Part.of("database", database.away().orElse(null), facts);
    }

    private static Part disk(Space space) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("folder", space.folder());
        facts.put("freeMebibytes", space.free() >> 20);
        facts.put("neededForUploadsMebibytes", space.limits().uploads() >> 20);
        facts.put("neededForJobsMebibytes", space.limits().jobs() >> 20);
        facts.put("neededForReturnsMebibytes", space.limits().returns() >> 20);
        Problem shortage = space.shortage().orElse(null);
        boolean isBad = shortage != null && space.free() < space.limits().jobs();
        Part.Status status =
                shortage == null ? Part.Status.OK : isBad ? Part.Status.BAD : Part.Status.WARNING;
        return new Part("disk", status, shortage, facts);
    }

    private static Part ledger(Jobs jobs) {
        LedgerFigures now = jobs.figures();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("committedChanges", now.changes());
        facts.put("waitingBytes", now.waitingBytes());
        facts.put("spilledBytes", now.spilledBytes());
        Problem problem =
                now.down()
                        ? new Problem.Unavailable(
                                "Returns of minions are not in the database yet",
                                "ledger",
                                "They are kept and stored by themselves once the database takes"
                                        + " them.")
                        : null;
        return Part.of("ledger", problem, facts);
    }

    private static Part ports(PublishPort publishing, RequestPort requests, Watchdog watchdog) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("publishAddress", publishing.address());
        facts.put("requestAddress", requests.address());
        facts.put(
                "subscribers",
                publishing.peers().values().stream().mapToInt(Integer::intValue).sum());
        facts.put("requestConnections", requests.figures().connections());
        facts.put("timesReopened", publishing.figures().reopened() + requests.figures().reopened());
        Problem problem =
                watchdog.isWell()
                        ? null
                        : new Problem.Unavailable(
                                "A port for minions does not answer",
                                "ports",
                                "It is opened again by itself; if that does not help, Saltern ends"
                                        + " with status 70 and has to be started again.");
        return Part.of("ports", problem, facts);
    }

    private static Part memory() {
        Runtime jvm = Runtime.getRuntime();
        long used = jvm.totalMemory() - jvm.freeMemory();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("heapUsedMebibytes", used >> 20);
        facts.put("heapMostMebibytes", jvm.maxMemory() >> 20);
        boolean isFull = used > NEARLY_FULL * jvm.maxMemory();
        Problem problem =
                isFull
                        ? new Problem.Unavailable(
                                "The memory is nearly full",
                                "memory",
                                "Give the JVM more with SALTERN_JAVA_OPTIONS=-Xmx…, for example"
                                        + " -Xmx2g.")
                        : null;
        return new Part("memory", isFull ? Part.Status.WARNING : Part.Status.OK, problem, facts);
    }

    /** Compares the clock with the time that has passed: jobs, sessions and sign-ins of minions depend on it. */
    private static final class Clock {
        private final InstantSource clock;
        private Instant lastInstant;
        private long lastNanos;
        private Duration jump = Duration.ZERO;
        private long jumped;

        Clock(InstantSource clock) {
            this.clock = clock;
            this.lastInstant = clock.instant();
            this.lastNanos = System.nanoTime();
        }

        synchronized Part look() {
            Instant instant = clock.instant();
            long nanos = System.nanoTime();
            Duration off = Duration.between(lastInstant.plusNanos(nanos - lastNanos), instant);
            if (off.abs().compareTo(JUMP) > 0) {
                jump = off;
                jumped = nanos;
            }
            lastInstant = instant;
            lastNanos = nanos;
            boolean isRecent = !jump.isZero() && nanos - jumped < NOTICED_NANOS;
            Problem problem =
                    isRecent
                            ? new Problem.Unavailable(
                                    Problem.text(
                                            "The clock of this machine jumped by {0} s",
                                            jump.toSeconds()),
                                    "clock",
                                    Problem.text(
                                            "Let a time service keep it; minions whose clocks"
                                                    + " differ by more than five minutes are refused."))
                            : null;
            return new Part(
                    "clock",
                    isRecent ? Part.Status.WARNING : Part.Status.OK,
                    problem,
                    Map.of("now", instant.toString()));
        }
    }
}
