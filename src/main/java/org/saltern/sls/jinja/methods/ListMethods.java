package org.saltern.sls.jinja.methods;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.saltern.sls.jinja.values.Bound;
import org.saltern.sls.jinja.values.Compare;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Int;
import org.saltern.sls.jinja.values.ListValue;
import org.saltern.sls.jinja.values.None;
import org.saltern.sls.jinja.values.Repr;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.TupleValue;
import org.saltern.sls.jinja.values.Value;

/** The methods of lists and tuples. */
final class ListMethods {
    static final MethodTable TUPLE =
            new MethodTable()
                    .add("count(self, value, /)", (run, a) -> count(items(a), a.get(1)))
                    .add(
                            "index(self, value, start=0, stop=9223372036854775807, /)",
                            (run, a) -> index(a));

    static final MethodTable LIST =
            new MethodTable()
                    .addAll(TUPLE)
                    .add(
                            "append(self, object, /)",
                            (run, a) -> {
                                run.makesItems(1);
                                items(a).add(a.get(1));
                                return None.NONE;
                            })
                    .add(
                            "clear(self, /)",
                            (run, a) -> {
                                items(a).clear();
                                return None.NONE;
                            })
                    .add(
                            "copy(self, /)",
                            (run, a) -> {
                                run.makesItems(items(a).size());
                                return new ListValue(items(a));
                            })
                    .add(
                            "extend(self, iterable, /)",
                            (run, a) -> {
                                items(a).addAll(run.list(a.get(1)));
                                run.makesItems(items(a).size());
                                return None.NONE;
                            })
                    .add(
                            "insert(self, index, object, /)",
                            (run, a) -> {
                                int size = items(a).size();
                                long at = a.longNumber(1);
                                items(a).add(
                                                (int)
                                                        Math.max(
                                                                0,
                                                                Math.min(
                                                                        size,
                                                                        at < 0 ? at + size : at)),
                                                a.get(2));
                                return None.NONE;
                            })
                    .add("pop(self, index=-1, /)", (run, a) -> pop(items(a), a.longNumber(1)))
                    .add("remove(self, value, /)", (run, a) -> remove(items(a), a.get(1)))
                    .add(
                            "reverse(self, /)",
                            (run, a) -> {
                                Collections.reverse(items(a));
                                return None.NONE;
                            })
                    .add("sort(self, *, key=None, reverse=False)", ListMethods::sort);

    private ListMethods() {}

    private static List<Value> items(Bound a) {
        return switch (a.get(0)) {
            case ListValue l -> l.items();
            case TupleValue t -> t.items();
            default -> throw Errors.type("descriptor requires a 'list' object");
        };
    }

    private static Value count(List<Value> items, Value wanted) {
        return Int.of(items.stream().filter(item -> Compare.same(item, wanted)).count());
    }

    private static Value index(Bound a) {
        List<Value> items = items(a);
        long start =
                a.longNumber(2) < 0 ? Math.max(0, a.longNumber(2) + items.size()) : a.longNumber(2);
        long stop =
                a.longNumber(3) < 0
                        ? a.longNumber(3) + items.size()
                        : Math.min(a.longNumber(3), items.size());
        for (long i = start; i < stop; i++) {
            if (Compare.same(items.get((int) i), a.get(1))) {
                return Int.of(i);
            }
        }
        throw Errors.value(
                a.get(0) instanceof ListValue
                        ? Repr.repr(a.get(1)) + " is not in list"
                        : "tuple.index(x): x not in tuple");
    }

    private static Value pop(List<Value> items, long index) {
        if (items.isEmpty()) {
            throw Errors.index("pop from empty list");
        }
        long at = index < 0 ? index + items.size() : index;
        if (at < 0 || at >= items.size()) {
            throw Errors.index("pop index out of range");
        }
        return items.remove((int) at);
    }

    private static Value remove(List<Value> items, Value wanted) {
        for (int i = 0; i < items.size(); i++) {
            if (Compare.same(items.get(i), wanted)) {
                items.remove(i);
                return None.NONE;
            }
        }
        throw Errors.value("list.remove(x): x not in list");
    }

    private static Value sort(Run run, Bound a) {
        List<Value> items = items(a);
        Sorting.Key key =
                a.isNone(1)
                        ? value -> value
                        : value -> run.call(a.get(1), org.saltern.sls.jinja.values.Args.of(value));
        List<Value> sorted = Sorting.sorted(run, new ArrayList<>(items), key, a.truth(2));
        items.clear();
        items.addAll(sorted);
        return None.NONE;
    }
}
