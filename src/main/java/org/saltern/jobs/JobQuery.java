package org.saltern.jobs;

import org.saltern.base.HostId;

/**
 * A page of jobs, newest first.
 *
 * @param search part of function, target, user or jid; empty for all
 * @param host only jobs that targeted this host; null for all
 * @param running only unfinished (true), only finished (false), or both (null)
 */
public record JobQuery(String search, HostId host, Boolean running, int offset, int limit) {
    public static JobQuery newest(int limit) {
        return new JobQuery("", null, null, 0, limit);
    }
}
