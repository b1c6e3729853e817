package org.saltern.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.hosts.Target;

/**
 * A job to be written.
 *
 * @param hosts the pinned hosts
 * @param absent those of them that are not connected
 * @param park how long the absent ones are waited for; zero when they are lost at once
 * @param published when nothing is left to publish, null when that is still to come
 */
record NewJob(
        Jid jid,
        String user,
        Target target,
        List<Call> calls,
        Duration timeout,
        String returners,
        ObjectNode metadata,
        Instant started,
        Instant published,
        List<HostId> hosts,
        Set<HostId> absent,
        Duration park) {
    NewJob {
        calls = List.copyOf(calls);
        hosts = List.copyOf(hosts);
        absent = Set.copyOf(absent);
    }

    NewJob as(Jid other) {
        return new NewJob(
                other, user, target, calls, timeout, returners, metadata, started, published, hosts,
                absent, park);
    }

    HostState stateOf(HostId host) {
        if (!absent.contains(host)) {
            return HostState.PUBLISHED;
        }
        return park.isZero() ? HostState.LOST : HostState.PARKED;
    }

    /** How many hosts start in which state; every state has an entry. */
    Map<HostState, Integer> counts() {
        var counts = new EnumMap<HostState, Integer>(HostState.class);
        for (HostState state : HostState.values()) {
            counts.put(state, 0);
        }
        hosts.forEach(host -> counts.merge(stateOf(host), 1, Integer::sum));
        return counts;
    }

    /** When every host is final from the beginning: now; otherwise null. */
    Instant finished() {
        return absent.size() == hosts.size() && park.isZero() ? started : null;
    }

    /** Until when absent hosts are waited for; null when nobody is. */
    Instant parkUntil() {
        return park.isZero() || absent.isEmpty() ? null : started.plus(park);
    }

    /** The job as it is right after it was written. */
    Job asJob() {
        return new Job(
                jid,
                user,
                target,
                calls,
                timeout,
                returners,
                metadata,
                started,
                finished(),
                parkUntil(),
                null,
                hosts.size(),
                counts());
    }
}
