package org.saltern.sls.jinja.methods;

import java.util.ArrayList;
import java.util.List;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.values.Args;
import org.saltern.sls.jinja.values.Bound;
import org.saltern.sls.jinja.values.DictValue;
import org.saltern.sls.jinja.values.DictView;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Hashing;
import org.saltern.sls.jinja.values.None;
import org.saltern.sls.jinja.values.Repr;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.TupleValue;
import org.saltern.sls.jinja.values.Value;

/** The methods of dicts, and how one is made from other values. */
public final class DictMethods {
    private static final MethodTable TABLE =
            new MethodTable()
                    .add(
                            "get(self, key, default=None, /)",
                            (run, a) -> {
                                Value found = dict(a).entries().get(Hashing.checked(a.get(1)));
                                return found != null ? found : a.get(2);
                            })
                    .add("items(self, /)", (run, a) -> new DictView(dict(a), DictView.Part.ITEMS))
                    .add("keys(self, /)", (run, a) -> new DictView(dict(a), DictView.Part.KEYS))
                    .add("values(self, /)", (run, a) -> new DictView(dict(a), DictView.Part.VALUES))
                    .add(
                            "clear(self, /)",
                            (run, a) -> {
                                dict(a).entries().clear();
                                return None.NONE;
                            })
                    .add(
                            "copy(self, /)",
                            (run, a) -> {
                                run.makesItems(dict(a).entries().size());
                                DictValue copy = dict(a).emptyCopy();
                                copy.entries().putAll(dict(a).entries());
                                return copy;
                            })
                    .add("pop(self, key, *default)", (run, a) -> pop(a))
                    .add("popitem(self, last=True, /)", (run, a) -> popitem(dict(a)))
                    .add(
                            "setdefault(self, key, default=None, /)",
                            (run, a) -> {
                                Value old =
                                        dict(a).entries()
                                                .putIfAbsent(Hashing.checked(a.get(1)), a.get(2));
                                return old != null ? old : a.get(2);
                            })
                    .add(
                            "update(self, /, *args, **kwargs)",
                            (run, a) -> {
                                fill(run, dict(a), "update", new Args(a.rest(), a.named()));
                                return None.NONE;
                            })
                    .add(
                            "fromkeys(self, iterable, value=None, /)",
                            (run, a) -> {
                                var made = new DictValue();
                                run.each(a.get(1)).forEachRemaining(key -> made.put(key, a.get(2)));
                                return made;
                            });

    private static final MethodTable ORDERED =
            new MethodTable().add("move_to_end(self, key, last=True)", (run, a) -> moveToEnd(a));

    private DictMethods() {}

    static Value attribute(DictValue dict, String name) {
        Value own = TABLE.bound(dict, name);
        return own != null || dict.kind() == DictValue.Kind.DICT ? own : ORDERED.bound(dict, name);
    }

    private static DictValue dict(Bound a) {
        if (a.get(0) instanceof DictValue dict) {
            return dict;
        }
        throw Errors.type("descriptor requires a 'dict' object");
    }

    private static Value pop(Bound a) {
        if (a.rest().size() > 1) {
            throw Errors.type("pop expected at most 2 arguments, got " + (a.rest().size() + 1));
        }
        Value found = dict(a).entries().remove(Hashing.checked(a.get(1)));
        if (found == null && a.rest().isEmpty()) {
            throw Errors.key(a.get(1));
        }
        return found != null ? found : a.rest().get(0);
    }

    private static Value popitem(DictValue dict) {
        if (dict.entries().isEmpty()) {
            throw new JinjaError("KeyError", "'popitem(): dictionary is empty'");
        }
        var keys = new ArrayList<>(dict.entries().keySet());
        Value key = keys.get(keys.size() - 1);
        return TupleValue.of(key, dict.entries().remove(key));
    }

    private static Value moveToEnd(Bound a) {
        DictValue dict = dict(a);
        Value value = dict.entries().remove(a.get(1));
        if (value == null) {
            throw new JinjaError("KeyError", Repr.repr(a.get(1)));
        }
        if (!a.truth(2)) {
            var rest =
                    new ArrayList<>(
                            dict.entries().entrySet().stream()
                                    .map(e -> List.of(e.getKey(), e.getValue()))
                                    .toList());
            dict.entries().clear();
            dict.entries().put(a.get(1), value);
            rest.forEach(e -> dict.entries().put(e.get(0), e.get(1)));
        } else {
            dict.entries().put(a.get(1), value);
        }
        return None.NONE;
    }

    /** Fills a dict as {@code dict(…)} and {@code dict.update(…)} do: from a mapping or pairs, and from named arguments. */
    public static DictValue fill(Run run, DictValue dict, String function, Args args) {
        if (args.count() > 1) {
            throw Errors.type(function + " expected at most 1 argument, got " + args.count());
        }
        if (args.count() == 1 && args.get(0) instanceof DictValue other) {
            run.makesItems(other.entries().size());
            dict.entries().putAll(other.entries());
        } else if (args.count() == 1) {
            int at = 0;
            for (var pairs = run.each(args.get(0)); pairs.hasNext(); at++) {
                Value pair = pairs.next();
                if (!org.saltern.sls.jinja.values.Iter.isIterable(pair)) {
                    throw Errors.type(
                            "cannot convert dictionary update sequence element #"
                                    + at
                                    + " to a sequence");
                }
                List<Value> both = run.list(pair);
                if (both.size() != 2) {
                    throw Errors.value(
                            "dictionary update sequence element #"
                                    + at
                                    + " has length "
                                    + both.size()
                                    + "; 2 is required");
                }
                dict.put(both.get(0), both.get(1));
            }
        }
        args.named().forEach(dict::put);
        return dict;
    }
}
