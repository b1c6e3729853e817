package org.saltern.jobs;

import java.util.List;
import org.saltern.base.HostId;
import org.saltern.base.Problem;

/**
 * Hosts of one job that stand alike: they gave the same answer, where durations, start times, process ids and run numbers do not
 * count; or they gave none, for the same reason.
 *
 * @param answer names the answer within its job, as {@link HostRun#answer()}; null while nothing returned
 * @param retcode see {@link HostRun#retcode()}
 * @param reason see {@link HostRun#reason()}
 * @param hosts by name, at least one
 */
public record AnswerGroup(
        String answer, HostState state, Integer retcode, Problem.Text reason, List<HostId> hosts) {
    public AnswerGroup {
        hosts = List.copyOf(hosts);
    }
}
