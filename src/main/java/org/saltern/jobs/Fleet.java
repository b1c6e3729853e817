package org.saltern.jobs;

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
 */
public record Fleet(Function<Target, Targets.Resolved> resolve, Supplier<Set<HostId>> connected) {
    public static Fleet of(Targets targets, Hosts hosts) {
        return new Fleet(targets::resolve, hosts::connected);
    }
}
