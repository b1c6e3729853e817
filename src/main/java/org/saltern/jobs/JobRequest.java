package org.saltern.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.saltern.base.Jid;
import org.saltern.hosts.Target;

/**
 * What somebody wants to run where.
 *
 * @param calls one, or several for a multi-function job
 * @param timeout how long a silent host is given before it is asked, and then is lost
 * @param returners upstream's {@code ret}, comma list, empty for none
 * @param metadata an object copied to each return, or null
 * @param jid an id the caller chose, or null
 */
public record JobRequest(
        Target target,
        List<Call> calls,
        Duration timeout,
        String returners,
        ObjectNode metadata,
        Jid jid) {
    /** How long a silent host is given when nothing else is said. */
    public static final Duration TIMEOUT = Duration.ofSeconds(15);

    public JobRequest {
        calls = List.copyOf(calls);
    }

    public static JobRequest of(Target target, Call call) {
        return new JobRequest(target, List.of(call), TIMEOUT, "", null, null);
    }
}
