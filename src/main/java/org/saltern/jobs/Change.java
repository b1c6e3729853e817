package org.saltern.jobs;

import java.time.Instant;
import java.util.Set;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.base.Problem;

/** A change of jobs that exist. All go through the one {@link LedgerWriter}, so that their order is the order of commits. */
sealed interface Change {
    /** A host returned. */
    record Returned(Answer answer) implements Change {}

    /**
     * Hosts came into a state without a return.
     *
     * @param from hosts in another state than these are left alone
     * @param failedSince hosts that failed before this are left alone; null for none
     * @param unchangedSince hosts that changed after this are left alone, for they showed signs of life; null for none
     */
    record Moved(
            Jid jid,
            Set<HostId> hosts,
            HostState to,
            Problem.Text reason,
            Set<HostState> from,
            Instant failedSince,
            Instant unchangedSince)
            implements Change {
        public Moved {
            hosts = Set.copyOf(hosts);
            from = Set.copyOf(from);
        }

        Moved(Jid jid, Set<HostId> hosts, HostState to, Problem.Text reason, Set<HostState> from) {
            this(jid, hosts, to, reason, from, null, null);
        }

        boolean concerns(Row row) {
            boolean old = failedSince != null && row.changed.isBefore(failedSince);
            boolean moved = unchangedSince != null && row.changed.isAfter(unchangedSince);
            return from.contains(row.state) && !moved && !(old && row.state == HostState.FAILED);
        }
    }

    /** The job is on its way, or is not, because of the problem; then its hosts have failed. */
    record Sent(Jid jid, Problem.Text problem) implements Change {}

    /** The job goes out to these hosts now; those that are parked, published or lost are PUBLISHED then. */
    record SentAgain(Jid jid, Set<HostId> hosts, Problem.Text reason) implements Change {
        public SentAgain {
            hosts = Set.copyOf(hosts);
        }
    }

    /** Somebody wants the job to end: parked hosts are KILLED, and it goes out to nobody any more. */
    record EndAsked(Jid jid) implements Change {}

    /** Jobs that finished before this may go; some of them at a time. */
    record Forgotten(Instant before) implements Change {}
}
