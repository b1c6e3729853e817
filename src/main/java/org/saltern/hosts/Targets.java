package org.saltern.hosts;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.saltern.base.HostId;
import org.saltern.targets.Expression;
import org.saltern.targets.Truth;

/**
 * Resolves target expressions against the accepted hosts, their grains and groups. Thread-safe; answers from memory.
 *
 * <p>Where an expression asks for grains that a host has not sent yet, the host may or may not be meant: it is
 * <em>uncertain</em>, also below {@code not}. Pillar is not known to the master yet, so every host is uncertain for {@code
 * pillar}, {@code pillar_pcre}, {@code pillar_exact}, {@code I@} and {@code J@}. Ranges are refused.
 */
public final class Targets {
    private final Memory memory;
    private final Matching matching;

    public Targets(Hosts hosts) {
        this.memory = hosts.memory();
        this.matching = new Matching(memory);
    }

    /**
     * The outcome of resolving.
     *
     * @param matched accepted hosts that match, by name
     * @param missing ids a list target names that are not accepted hosts
     * @param uncertain matched although no grains are known yet (upstream is greedy there); a subset of {@code matched}. A job
     *     must not address these by name: it would run on a host that may not be meant
     */
    public record Resolved(List<HostId> matched, List<String> missing, List<HostId> uncertain) {}

    /**
     * @throws org.saltern.base.Problem.BadInput the expression does not parse, or a regular expression takes too many steps;
     *     says at which word
     * @throws org.saltern.base.Problem.NotFound no group of that name
     */
    public Resolved resolve(Target target) {
        Expression expression = matching.parse(target);
        TreeMap<HostId, Truth> found = matching.accepted(expression);
        return new Resolved(
                List.copyOf(found.keySet()), missing(expression), only(found, Truth.UNKNOWN));
    }

    /** As {@link #resolve}, leaving out hosts that are uncertain: for mine and peer calls, and what else must not leak. */
    public Resolved resolveStrictly(Target target) {
        Expression expression = matching.parse(target);
        TreeMap<HostId, Truth> found = matching.accepted(expression);
        return new Resolved(only(found, Truth.YES), missing(expression), List.of());
    }

    /**
     * The target as minions understand it: groups, which only the master knows, are written out as a compound expression. Any
     * other target stays as it is.
     */
    public Target published(Target target) {
        boolean groups =
                target.type() == TargetType.NODEGROUP
                        || target.type() == TargetType.COMPOUND
                                && target.expression().contains("N@");
        return groups ? Target.of(matching.parse(target).words(), TargetType.COMPOUND) : target;
    }

    private List<String> missing(Expression expression) {
        return expression instanceof Expression.ByName list
                ? list.ids().stream().filter(id -> !isAccepted(id)).toList()
                : List.of();
    }

    private boolean isAccepted(String id) {
        return HostIds.of(id).filter(memory::isAccepted).isPresent();
    }

    private static List<HostId> only(TreeMap<HostId, Truth> found, Truth truth) {
        return found.entrySet().stream()
                .filter(entry -> entry.getValue() == truth)
                .map(Map.Entry::getKey)
                .toList();
    }
}
