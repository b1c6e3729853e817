package org.saltern.jobs;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.saltern.base.HostId;
import org.saltern.hosts.Hosts;
import org.saltern.hosts.Target;
import org.saltern.hosts.Targets;

/**
 * What jobs need to know of hosts.
 *
 * @param resolve which hosts an expression means now; throws what {@link Targets#resolve} throws
 * @param connected which hosts have a live connection now
 * @param accepted since when a host's key is accepted; empty while it is not
 * @param signedIn when a host last signed in; empty when not since this process started
 */
public record Fleet(
        Function<Target, Targets.Resolved> resolve,
        Supplier<Set<HostId>> connected,
        Function<HostId, Optional<Instant>> accepted,
        Function<HostId, Optional<Instant>> signedIn) {
    public static Fleet of(Targets targets, Hosts hosts) {
        return new Fleet(targets::resolve, hosts::connected, hosts::accepted, hosts::signedIn);
    }
}
