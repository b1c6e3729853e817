package org.saltern.jobs;

import java.time.Instant;
import org.saltern.base.HostId;

/**
 * A page of jobs, newest first.
 *
 * @param search part of function, target, user or jid, in any case; empty for all
 * @param host only jobs that targeted this host; null for all
 * @param running only unfinished (true), only finished (false), or both (null)
 * @param failed only those with a host FAILED, LOST or EXPIRED (true), only those with none (false), or both (null)
 * @param parked only those with a host PARKED (true), or all (false)
 * @param since only those started then or later; null for all
 * @param offset first row, from 0
 * @param limit rows at most
 */
public record JobQuery(
        String search,
        HostId host,
        Boolean running,
        Boolean failed,
        boolean parked,
        Instant since,
        int offset,
        int limit) {
    /** Whether or not hosts are waited for. */
    public JobQuery(
            String search,
            HostId host,
            Boolean running,
            Boolean failed,
            Instant since,
            int offset,
            int limit) {
        this(search, host, running, failed, false, since, offset, limit);
    }

    /** The newest jobs of all. */
    public static JobQuery newest(int limit) {
        return new JobQuery("", null, null, null, null, 0, limit);
    }
}
