package org.saltern.jobs;

import java.util.List;
import org.saltern.base.HostId;

/** Carries a job to its hosts: agents by publishing, agentless hosts by SSH. Both end in {@link Jobs#record}. */
public interface Dispatch {
    /**
     * Sends the job out; returns once it is on its way.
     *
     * @param hosts the pinned hosts
     * @throws org.saltern.base.Problem.Unavailable it cannot be sent now
     */
    void send(Job job, List<HostId> hosts);

    /**
     * Sends a question or signal that is no job of its own in the history ({@code saltutil.find_job} and the like).
     *
     * @param job its jid is known to {@link Jobs}, its returns are not stored
     */
    void ask(Job job, List<HostId> hosts);
}
