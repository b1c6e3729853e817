package org.saltern.web;

import java.time.Instant;
import org.saltern.base.HostId;
import org.saltern.jobs.JobQuery;

/** Questions to the history of jobs, as the pages ask them. */
final class Queries {
    private static final int RECENT = 10;

    private Queries() {}

    static JobQuery jobs(JobPages.Filters filters, Instant since, int offset, int limit) {
        Boolean running =
                filters.state().matches("running|finished")
                        ? filters.state().equals("running")
                        : null;
        Boolean failed = filters.state().equals("failed") ? true : null;
        boolean parked = filters.state().equals("parked");
        HostId host = filters.host().isEmpty() ? null : new HostId(filters.host());
        return new JobQuery(filters.search(), host, running, failed, parked, since, offset, limit);
    }

    /** The newest jobs of one host. */
    static JobQuery jobsOf(HostId host) {
        return new JobQuery("", host, null, null, null, 0, RECENT);
    }

    /** The newest jobs of all. */
    static JobQuery newest() {
        return new JobQuery("", null, null, null, null, 0, RECENT);
    }

    /** Jobs that run now; only their number is of interest. */
    static JobQuery running() {
        return new JobQuery("", null, true, null, null, 0, 1);
    }

    /** Jobs that wait for hosts to connect; only their number is of interest. */
    static JobQuery parked() {
        return new JobQuery("", null, null, null, true, null, 0, 1);
    }

    static JobQuery failedSince(Instant since) {
        return new JobQuery("", null, null, true, since, 0, 1);
    }
}
