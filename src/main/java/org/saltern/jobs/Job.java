package org.saltern.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.saltern.base.Jid;
import org.saltern.base.Problem;
import org.saltern.hosts.Target;

/**
 * A job as stored.
 *
 * @param user who asked for it; a host's own id for what it ran by itself (schedule, {@code salt-call})
 * @param target as typed; the pinned hosts are the rows of the ledger
 * @param returners upstream's {@code ret}, comma list, empty for none
 * @param metadata an object copied to each return, or null
 * @param total how many hosts were pinned when it started
 * @param counts how many of them are in each state now; every state has an entry, in the order of {@link HostState}, and
 *     they add up to {@code total}
 * @param finished when the last host became final, null while some are open
 * @param parkUntil how long hosts that were not connected are waited for; null when they were not
 * @param problem why it was not published, null when it was
 */
public record Job(
        Jid jid,
        String user,
        Target target,
        List<Call> calls,
        Duration timeout,
        String returners,
        ObjectNode metadata,
        Instant started,
        Instant finished,
        Instant parkUntil,
        Problem.Text problem,
        int total,
        Map<HostState, Integer> counts) {
    public Job {
        calls = List.copyOf(calls);
        var inOrder = new EnumMap<HostState, Integer>(HostState.class);
        inOrder.putAll(counts);
        counts = Collections.unmodifiableMap(inOrder);
    }

    public boolean isFinished() {
        return finished != null;
    }

    /** How many of its hosts are in this state now. */
    public int count(HostState state) {
        return counts.getOrDefault(state, 0);
    }

    /** Whether hosts that have to connect first are all that is left to wait for. */
    public boolean awaitsParkedOnly() {
        return count(HostState.PARKED) > 0
                && count(HostState.PUBLISHED) == 0
                && count(HostState.RUNNING) == 0;
    }
}
