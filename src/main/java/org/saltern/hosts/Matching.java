package org.saltern.hosts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.targets.Expression;
import org.saltern.targets.Expressions;
import org.saltern.targets.GroupRule;
import org.saltern.targets.Ranges;
import org.saltern.targets.Subject;
import org.saltern.targets.Truth;

/** Holds expressions against what is in memory. Thread-safe. */
final class Matching {
    /** What every host has until pillar is compiled here: nothing. Pillar targets match none then, as with Salt. */
    private static final ObjectNode NO_PILLAR = Json.object();

    private final Memory memory;
    private final Ranges ranges;

    /** Without a range server. */
    Matching(Memory memory) {
        this(memory, Ranges.NONE);
    }

    Matching(Memory memory, Ranges ranges) {
        this.memory = memory;
        this.ranges = ranges;
    }

    Expression parse(Target target) {
        return parse(target, this::rule, ranges);
    }

    /** Parses with one group as it would be after a change. Ranges are not looked up: whether they are known may change, too. */
    Expression parseWith(Group changed, Target target) {
        return parse(
                target,
                name -> name.equals(changed.name()) ? Optional.of(rule(changed)) : rule(name),
                ranges == Ranges.NONE ? ranges : Ranges.UNASKED);
    }

    private static Expression parse(
            Target target, Function<String, Optional<GroupRule>> groups, Ranges ranges) {
        return Expressions.parse(
                target.type().wireName(), target.expression(), target.delimiter(), groups, ranges);
    }

    private Optional<GroupRule> rule(String name) {
        return Optional.ofNullable(memory.groups().get(name)).map(Matching::rule);
    }

    private static GroupRule rule(Group group) {
        return new GroupRule(group.members().stream().map(HostId::value).toList(), group.rule());
    }

    /** The accepted hosts that match or may match, by name. */
    TreeMap<HostId, Truth> accepted(Expression expression) {
        return among(memory.accepted(), expression);
    }

    private TreeMap<HostId, Truth> among(Collection<HostId> hosts, Expression expression) {
        var found = new TreeMap<HostId, Truth>();
        for (HostId host : hosts) {
            Truth truth = test(expression, host);
            if (truth != Truth.NO) {
                found.put(host, truth);
            }
        }
        return found;
    }

    Truth test(Expression expression, HostId host) {
        ObjectNode grains = memory.grains(host);
        return expression.test(new Subject(host.value(), grains, NO_PILLAR));
    }
}
