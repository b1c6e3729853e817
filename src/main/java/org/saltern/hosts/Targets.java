package org.saltern.hosts;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.saltern.base.HostId;
import org.saltern.targets.Expression;
import org.saltern.targets.Ranges;
import org.saltern.targets.Truth;

/**
 * Resolves target expressions against the accepted hosts, their grains and groups. Thread-safe; answers from memory.
 *
 * <p>Where an expression asks for grains that a host has not sent yet, the host may or may not be meant: it is
 * <em>uncertain</em>, also below {@code not}. Every host's pillar is empty yet, so {@code pillar}, {@code pillar_pcre}, {@code
 * pillar_exact}, {@code I@} and {@code J@} match none and {@code not I@…} matches all, as with Salt. Ranges are looked up at a
 * range server; a name it gives is a host's when it is the host's id.
 */
public final class Targets {
    private static final Pattern PILLAR_WORD = Pattern.compile("(^|\\s)[IJ][^\\s@]?@");

    private final Memory memory;
    private final Matching matching;

    /** Without a range server: ranges are refused. */
    public Targets(Hosts hosts) {
        this(hosts, Ranges.NONE);
    }

    /** @param ranges where ranges are looked up, each time an expression with one is resolved */
    public Targets(Hosts hosts, Ranges ranges) {
        this.memory = hosts.memory();
        this.matching = new Matching(memory, ranges);
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
     *     says at which word; a range is not understood or no range server is set
     * @throws org.saltern.base.Problem.NotFound no group of that name
     * @throws org.saltern.base.Problem.Unavailable the range server does not answer
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
     * The target as minions understand it: groups and ranges, which only the master knows, are written out as a compound
     * expression. Any other target stays as it is.
     */
    public Target published(Target target) {
        return isForMasterOnly(target)
                ? Target.of(matching.parse(target).words(), TargetType.COMPOUND)
                : target;
    }

    /** Whether only the master can say what it means: it names groups or ranges. */
    public static boolean isForMasterOnly(Target target) {
        return switch (target.type()) {
            case NODEGROUP, RANGE -> true;
            case COMPOUND ->
                    target.expression().contains("N@") || target.expression().contains("R@");
            default -> false;
        };
    }

    /** Whether pillar is asked for. Hosts have none yet, which an operator who finds nobody should know. */
    public static boolean asksForPillar(Target target) {
        return switch (target.type()) {
            case PILLAR, PILLAR_PCRE, PILLAR_EXACT -> true;
            case COMPOUND -> PILLAR_WORD.matcher(target.expression()).find();
            default -> false;
        };
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
