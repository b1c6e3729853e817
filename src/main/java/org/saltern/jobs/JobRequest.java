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
 * @param park how long hosts that are not connected are waited for; zero when they are lost at once
 */
public record JobRequest(
        Target target,
        List<Call> calls,
        Duration timeout,
        String returners,
        ObjectNode metadata,
        Jid jid,
        Duration park) {
    /** How long a silent host is given when nothing else is said. */
    public static final Duration TIMEOUT = Duration.ofSeconds(15);

    public JobRequest {
        calls = List.copyOf(calls);
    }

    /** A request that waits for nobody: hosts that are not connected are lost at once. */
    public JobRequest(
            Target target,
            List<Call> calls,
            Duration timeout,
            String returners,
            ObjectNode metadata,
            Jid jid) {
        this(target, calls, timeout, returners, metadata, jid, Duration.ZERO);
    }

    /** The same with hosts that are not connected waited for so long. */
    public JobRequest parking(Duration time) {
        return new JobRequest(target, calls, timeout, returners, metadata, jid, time);
    }

    public static JobRequest of(Target target, Call call) {
        return new JobRequest(target, List.of(call), TIMEOUT, "", null, null);
    }
}
