package org.saltern.jobs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.base.Problem;

/**
 * Hosts that were not connected when their job started: the job goes out to them when they connect while it is open, and parked
 * ones expire when their time is over. Used by the {@link Watch}, under its monitor; only {@link #add} comes from elsewhere.
 */
final class Parking {
    private final Stores stores;
    private final LedgerWriter writer;
    private final Resender resender;

    /** When the parked hosts of a job expire. */
    private final Map<Jid, Instant> ends = new ConcurrentHashMap<>();

    /** Jobs whose hosts may have connected between the look at who is there and the writing of the ledger. */
    private final Queue<Jid> fresh = new ConcurrentLinkedQueue<>();

    private Set<HostId> seen = Set.of();

    Parking(Stores stores, LedgerWriter writer, Resender resender) {
        this.stores = stores;
        this.writer = writer;
        this.resender = resender;
    }

    /** A job that is open. */
    void add(Job job) {
        if (job.count(HostState.PARKED) > 0) {
            ends.put(job.jid(), job.parkUntil());
        }
        if (job.count(HostState.PARKED) + job.count(HostState.LOST) > 0 && !job.isFinished()) {
            fresh.add(job.jid());
        }
    }

    /**
     * Ends the waiting that is over, and sends jobs to hosts that connected.
     *
     * @return the jobs that went out to more hosts
     */
    List<Job> look(Set<HostId> connected, Instant now) {
        ends.forEach(
                (jid, end) -> {
                    if (!end.isAfter(now)) {
                        expire(jid, stores.ledger().hosts(jid, Set.of(HostState.PARKED)));
                    }
                });
        var sent = new ArrayList<Job>();
        came(connected)
                .forEach(
                        (jid, hosts) ->
                                stores.jobs().find(jid).ifPresent(job -> out(job, hosts, sent)));
        seen = connected; // last, so that all is tried again when the database was away
        return sent;
    }

    private Map<Jid, Set<HostId>> came(Set<HostId> connected) {
        var news = new HashSet<>(connected);
        news.removeAll(seen);
        Map<Jid, Set<HostId>> came =
                news.isEmpty() ? new HashMap<>() : stores.ledger().awaiting(news);
        for (Jid jid = fresh.peek(); jid != null; jid = fresh.peek()) {
            var hosts = new HashSet<>(stores.ledger().awaiting(jid));
            hosts.retainAll(connected);
            if (!hosts.isEmpty()) {
                came.put(jid, hosts);
            }
            fresh.remove();
        }
        return came;
    }

    private void out(Job job, Set<HostId> hosts, List<Job> sent) {
        var meant = new HashSet<>(hosts);
        meant.removeIf(host -> !resender.isStillMeant(job, host));
        var others = new HashSet<>(hosts);
        others.removeAll(meant);
        end(job.jid(), others, Reasons.KEY_CHANGED);
        if (!meant.isEmpty()) {
            resender.send(job, meant, Reasons.CAME_BACK);
            sent.add(job);
        }
    }

    private void expire(Jid jid, Set<HostId> hosts) {
        end(jid, hosts, Reasons.NOT_BACK);
        ends.remove(jid);
    }

    private void end(Jid jid, Set<HostId> hosts, Problem.Text why) {
        if (!hosts.isEmpty()) {
            var from = Set.of(HostState.PARKED);
            writer.submit(new Change.Moved(jid, hosts, HostState.EXPIRED, why, from)).join();
        }
    }
}
