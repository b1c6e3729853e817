package org.saltern;

import java.util.function.ToIntFunction;
import org.saltern.health.Health;
import org.saltern.health.Metrics;
import org.saltern.hosts.Hosts;
import org.saltern.jobs.Jobs;
import org.saltern.master.MasterDoor;
import org.saltern.store.Database;
import org.saltern.wire.PublishPort;

/** What {@code /metrics} tells about Saltern itself; see docs/health.md. */
final class Gauges {
    private Gauges() {}

    static void addTo(
            Metrics metrics,
            Health health,
            Database database,
            Jobs jobs,
            Hosts hosts,
            PublishPort publishing,
            MasterDoor minions) {
        metrics.gauge(
                "health", "0 well, 1 warning, 2 bad", () -> Health.worst(health.look()).ordinal());
        metrics.gauge(
                "database.up",
                "Whether the database answers",
                () -> database.away().isPresent() ? 0 : 1);
        pool(metrics, database, "active", Database.Pool::active);
        pool(metrics, database, "idle", Database.Pool::idle);
        pool(metrics, database, "waiting", Database.Pool::waiting);
        pool(metrics, database, "most", Database.Pool::most);
        metrics.gauge(
                "disk.free.bytes", "Bytes free where the data is", () -> database.space().free());
        metrics.gauge(
                "ledger.waiting.bytes",
                "Changes in memory that are not committed",
                () -> jobs.figures().waitingBytes());
        metrics.gauge(
                "ledger.spilled.bytes",
                "Returns on disk that are not in the database",
                () -> jobs.figures().spilledBytes());
        metrics.counter(
                "ledger.changes",
                "Changes of ledgers committed, most of them returns",
                () -> jobs.figures().changes());
        metrics.timer(
                "ledger.commit",
                "Commits of groups of changes",
                () -> jobs.figures().commits(),
                () -> jobs.figures().commitNanos());
        metrics.gauge(
                "hosts.connected",
                "Accepted hosts that are connected",
                () -> hosts.connected().size());
        metrics.gauge(
                "subscribers",
                "Connections at the publish port",
                () -> publishing.peers().values().stream().mapToInt(Integer::intValue).sum());
        metrics.timer(
                "requests",
                "Requests of minions, from arrival to answer",
                () -> minions.figures().answered(),
                () -> minions.figures().nanos());
        metrics.gauge(
                "requests.open",
                "Requests of minions that are not answered yet",
                () -> minions.figures().taken() - minions.figures().answered());
        metrics.counter(
                "requests.failed",
                "Requests of minions that were answered with a failure or not in time",
                () -> minions.figures().failed());
    }

    private static void pool(
            Metrics metrics, Database database, String state, ToIntFunction<Database.Pool> of) {
        metrics.gauge(
                "database.connections",
                "Connections of the pool; waiting: threads that wait for one",
                () -> of.applyAsInt(database.pool()),
                "state",
                state);
    }
}
