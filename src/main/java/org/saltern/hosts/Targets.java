package org.saltern.hosts;

import java.util.List;
import org.saltern.base.HostId;

/** Resolves target expressions against the accepted hosts, their grains and groups. Thread-safe. */
public final class Targets {
    /**
     * The outcome of resolving.
     *
     * @param matched accepted hosts that match, by name
     * @param missing ids a list target names that are not accepted hosts
     * @param uncertain matched although no grains are known yet (upstream is greedy there); a subset of {@code matched}
     */
    public record Resolved(List<HostId> matched, List<String> missing, List<HostId> uncertain) {}

    /**
     * @throws org.saltern.base.Problem.BadInput the expression does not parse; says at which character
     * @throws org.saltern.base.Problem.NotFound no group of that name
     */
    public Resolved resolve(Target target) {
        throw new UnsupportedOperationException();
    }

    /** As {@link #resolve}, leaving out hosts whose grains are unknown, and matching pillar by equality: for mine and peer calls. */
    public Resolved resolveStrictly(Target target) {
        throw new UnsupportedOperationException();
    }
}
