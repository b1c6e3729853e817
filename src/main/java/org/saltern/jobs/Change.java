package org.saltern.jobs;

import java.time.Instant;
import java.util.Set;
import org.saltern.base.HostId;
import org.saltern.base.Jid;

/** A change of jobs that exist. All go through the one {@link LedgerWriter}, so that their order is the order of commits. */
sealed interface Change {
    /** A host returned. */
    record Returned(Answer answer) implements Change {}

    /**
     * Hosts came into a state without a return.
     *
     * @param from hosts in another state than these are left alone
     * @param failedSince hosts that failed before this are left alone; null for none
     */
    record Moved(
            Jid jid,
            Set<HostId> hosts,
            HostState to,
            String reason,
            Set<HostState> from,
            Instant failedSince)
            implements Change {
        public Moved {
            hosts = Set.copyOf(hosts);
            from = Set.copyOf(from);
        }

        boolean concerns(Row row) {
            boolean old = failedSince != null && row.changed.isBefore(failedSince);
            return from.contains(row.state) && !(old && row.state == HostState.FAILED);
        }
    }

    /** The job is on its way, or is not, because of the problem; then its hosts have failed. */
    record Sent(Jid jid, String problem) implements Change {}

    /** Finished jobs that started before this may go; some of them at a time. */
    record Forgotten(Instant before) implements Change {}
}
