package org.saltern.sls.jinja.methods;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.values.Bool;
import org.saltern.sls.jinja.values.Bound;
import org.saltern.sls.jinja.values.DictView;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Hashing;
import org.saltern.sls.jinja.values.None;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.SetValue;
import org.saltern.sls.jinja.values.Value;

/** The methods of sets, frozen sets and views of dicts. */
final class SetMethods {
    static final MethodTable VIEW =
            new MethodTable()
                    .add(
                            "isdisjoint(self, other, /)",
                            (run, a) ->
                                    Bool.of(
                                            run.list(a.get(1)).stream()
                                                    .noneMatch(items(a)::contains)));

    static final MethodTable FROZEN =
            new MethodTable()
                    .addAll(VIEW)
                    .add("copy(self, /)", (run, a) -> made(a, items(a)))
                    .add("union(self, /, *others)", (run, a) -> made(a, union(run, a)))
                    .add(
                            "intersection(self, /, *others)",
                            (run, a) -> made(a, intersection(run, a)))
                    .add("difference(self, /, *others)", (run, a) -> made(a, difference(run, a)))
                    .add(
                            "symmetric_difference(self, other, /)",
                            (run, a) -> made(a, symmetric(run, a)))
                    .add(
                            "issubset(self, other, /)",
                            (run, a) ->
                                    Bool.of(
                                            new LinkedHashSet<>(run.list(a.get(1)))
                                                    .containsAll(items(a))))
                    .add(
                            "issuperset(self, other, /)",
                            (run, a) -> Bool.of(items(a).containsAll(run.list(a.get(1)))));

    static final MethodTable SET =
            new MethodTable()
                    .addAll(FROZEN)
                    .add(
                            "add(self, item, /)",
                            (run, a) -> {
                                run.makesItems(1);
                                items(a).add(Hashing.checked(a.get(1)));
                                return None.NONE;
                            })
                    .add(
                            "clear(self, /)",
                            (run, a) -> {
                                items(a).clear();
                                return None.NONE;
                            })
                    .add(
                            "discard(self, item, /)",
                            (run, a) -> {
                                items(a).remove(Hashing.checked(a.get(1)));
                                return None.NONE;
                            })
                    .add(
                            "remove(self, item, /)",
                            (run, a) -> {
                                if (!items(a).remove(Hashing.checked(a.get(1)))) {
                                    throw Errors.key(a.get(1));
                                }
                                return None.NONE;
                            })
                    .add("pop(self, /)", (run, a) -> pop(a))
                    .add("update(self, /, *others)", (run, a) -> become(a, union(run, a)))
                    .add(
                            "intersection_update(self, /, *others)",
                            (run, a) -> become(a, intersection(run, a)))
                    .add(
                            "difference_update(self, /, *others)",
                            (run, a) -> become(a, difference(run, a)))
                    .add(
                            "symmetric_difference_update(self, other, /)",
                            (run, a) -> become(a, symmetric(run, a)));

    private SetMethods() {}

    private static Set<Value> items(Bound a) {
        return switch (a.get(0)) {
            case SetValue s -> s.items();
            case DictView v -> new LinkedHashSet<>(v.now());
            default -> throw Errors.type("descriptor requires a 'set' object");
        };
    }

    private static Value made(Bound a, Collection<Value> items) {
        return new SetValue(items, a.get(0) instanceof SetValue s && s.isFrozen());
    }

    private static Value become(Bound a, Collection<Value> items) {
        var now = List.copyOf(items);
        items(a).clear();
        items(a).addAll(now);
        return None.NONE;
    }

    private static Value pop(Bound a) {
        var all = ((SetValue) a.get(0)).ordered().iterator();
        if (!all.hasNext()) {
            throw new JinjaError("KeyError", "'pop from an empty set'");
        }
        Value first = all.next();
        items(a).remove(first);
        return first;
    }

    private static Set<Value> union(Run run, Bound a) {
        var all = new LinkedHashSet<>(items(a));
        a.rest().forEach(other -> all.addAll(run.list(other)));
        return all;
    }

    private static Set<Value> intersection(Run run, Bound a) {
        var all = new LinkedHashSet<>(items(a));
        a.rest().forEach(other -> all.retainAll(new LinkedHashSet<>(run.list(other))));
        return all;
    }

    private static Set<Value> difference(Run run, Bound a) {
        var all = new LinkedHashSet<>(items(a));
        a.rest().forEach(other -> run.list(other).forEach(all::remove));
        return all;
    }

    private static Set<Value> symmetric(Run run, Bound a) {
        var all = new LinkedHashSet<>(items(a));
        for (Value each : new LinkedHashSet<>(run.list(a.get(1)))) {
            if (!all.remove(each)) {
                all.add(each);
            }
        }
        return all;
    }
}
