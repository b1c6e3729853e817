package org.saltern.sls.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.filters.FilterTable;
import org.saltern.sls.jinja.filters.Soft;
import org.saltern.sls.jinja.methods.Sorting;
import org.saltern.sls.jinja.text.Looks;
import org.saltern.sls.jinja.values.Arith;
import org.saltern.sls.jinja.values.Bool;
import org.saltern.sls.jinja.values.Bound;
import org.saltern.sls.jinja.values.Bytes;
import org.saltern.sls.jinja.values.Compare;
import org.saltern.sls.jinja.values.DictValue;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Float;
import org.saltern.sls.jinja.values.Hashing;
import org.saltern.sls.jinja.values.Int;
import org.saltern.sls.jinja.values.Iter;
import org.saltern.sls.jinja.values.ListValue;
import org.saltern.sls.jinja.values.None;
import org.saltern.sls.jinja.values.Numbers;
import org.saltern.sls.jinja.values.Repr;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.SetValue;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.Undefined;
import org.saltern.sls.jinja.values.Value;

/** Salt's filters on lists and sets. */
final class ListFilters {
    static final FilterTable TABLE =
            new FilterTable()
                    .add(
                            "unique(values)",
                            (run, a) ->
                                    Hashing.isHashable(a.get(0))
                                            ? new SetValue(run.list(a.get(0)))
                                            : distinct(run, run.list(a.get(0))))
                    .add("min(obj)", (run, a) -> extreme(run, a.get(0), "<", "min"))
                    .add("max(obj)", (run, a) -> extreme(run, a.get(0), ">", "max"))
                    .add("avg(lst)", ListFilters::average)
                    .add(
                            "union(lst1, lst2)",
                            (run, a) ->
                                    areSets(a)
                                            ? set(
                                                    run,
                                                    a,
                                                    (x, y) -> {
                                                        x.addAll(y);
                                                        return x;
                                                    })
                                            : distinct(
                                                    run,
                                                    run.list(
                                                            Arith.binary(
                                                                    run, "+", a.get(0), a.get(1)))))
                    .add(
                            "intersect(lst1, lst2)",
                            (run, a) ->
                                    areSets(a)
                                            ? set(
                                                    run,
                                                    a,
                                                    (x, y) -> {
                                                        x.retainAll(y);
                                                        return x;
                                                    })
                                            : distinct(run, kept(run, a.get(0), a.get(1), true)))
                    .add(
                            "difference(lst1, lst2)",
                            (run, a) ->
                                    areSets(a)
                                            ? set(
                                                    run,
                                                    a,
                                                    (x, y) -> {
                                                        x.removeAll(y);
                                                        return x;
                                                    })
                                            : distinct(run, kept(run, a.get(0), a.get(1), false)))
                    .add("symmetric_difference(lst1, lst2)", ListFilters::symmetric)
                    .add("compare_lists(old=None, new=None)", ListFilters::compare)
                    .add(
                            "exactly_n_true(iterable, amount=1)",
                            (run, a) -> exactly(run, a.get(0), a.longNumber(1)))
                    .add("exactly_one_true(iterable)", (run, a) -> exactly(run, a.get(0), 1))
                    .add(
                            "substring_in_list(string_to_search_for, list_to_search)",
                            (run, a) ->
                                    Bool.of(
                                            run.list(a.get(1)).stream()
                                                    .anyMatch(
                                                            each ->
                                                                    Compare.contains(
                                                                            run, each, a.get(0)))))
                    .add(
                            "sorted_ignorecase(to_sort)",
                            (run, a) ->
                                    new ListValue(
                                            Sorting.sorted(
                                                    run,
                                                    run.list(a.get(0)),
                                                    each -> Soft.method(run, each, "lower"),
                                                    false)))
                    .add(
                            "flatten(data, levels=None, preserve_nulls=False, _ids=None)",
                            (run, a) ->
                                    new ListValue(
                                            flat(
                                                    run,
                                                    a.get(0),
                                                    a.isNone(1) ? Long.MAX_VALUE : a.longNumber(1),
                                                    a.truth(2),
                                                    Collections.newSetFromMap(
                                                            new IdentityHashMap<>()))))
                    .add(
                            "check_whitelist_blacklist(value, whitelist=None, blacklist=None)",
                            ListFilters::allowed)
                    .add(
                            "random_sample(value, size, seed=None)",
                            (run, a) -> sample(run, a.get(0), a.longNumber(1), a.get(2)))
                    .add(
                            "random_shuffle(value, seed=None)",
                            (run, a) -> sample(run, a.get(0), Iter.length(a.get(0)), a.get(1)));

    private ListFilters() {}

    private interface Sets {
        Set<Value> of(Set<Value> a, Set<Value> b);
    }

    private static boolean areSets(Bound a) {
        return Hashing.isHashable(a.get(0)) && Hashing.isHashable(a.get(1));
    }

    private static Value set(Run run, Bound a, Sets how) {
        var left = new LinkedHashSet<>(run.list(a.get(0)));
        var right = new LinkedHashSet<>(run.list(a.get(1)));
        left.forEach(Hashing::checked);
        right.forEach(Hashing::checked);
        return new SetValue(how.of(left, right));
    }

    private static ListValue distinct(Run run, List<Value> values) {
        var out = new ListValue();
        for (Value value : values) {
            run.step();
            if (!Compare.contains(run, out, value)) {
                out.items().add(value);
            }
        }
        return out;
    }

    private static List<Value> kept(Run run, Value from, Value in, boolean wanted) {
        var out = new ArrayList<Value>();
        for (Iterator<Value> all = run.each(from); all.hasNext(); ) {
            Value value = all.next();
            if (Compare.contains(run, in, value) == wanted) {
                out.add(value);
            }
        }
        return out;
    }

    private static Value symmetric(Run run, Bound a) {
        if (areSets(a)) {
            return set(
                    run,
                    a,
                    (x, y) -> {
                        var both = new LinkedHashSet<>(x);
                        both.retainAll(y);
                        x.addAll(y);
                        x.removeAll(both);
                        return x;
                    });
        }
        List<Value> union =
                distinct(run, run.list(Arith.binary(run, "+", a.get(0), a.get(1)))).items();
        var common = distinct(run, kept(run, a.get(0), a.get(1), true));
        return distinct(run, kept(run, new ListValue(union), common, false));
    }

    private static Value extreme(Run run, Value value, String sign, String name) {
        Iterator<Value> all = run.each(value);
        if (!all.hasNext()) {
            throw Errors.value(name + "() arg is an empty sequence");
        }
        Value best = all.next();
        while (all.hasNext()) {
            Value each = all.next();
            best = Compare.order(each, best, sign) ? each : best;
        }
        return best;
    }

    private static Value average(Run run, Bound a) {
        Value value = a.get(0);
        if (!Hashing.isHashable(value)) {
            Value sum = Int.of(0);
            for (Value each : run.list(value)) {
                sum = Arith.binary(run, "+", sum, each);
            }
            return new Float(
                    Numbers.asDouble(Arith.binary(run, "/", sum, Int.of(Iter.length(value)))));
        }
        if (value instanceof Str s) {
            Double number = Numbers.parseFloat(s.text());
            if (number == null) {
                throw Errors.value("could not convert string to float: " + Repr.repr(s));
            }
            return new Float(number);
        }
        if (value instanceof Undefined u) {
            throw u.failure();
        } else if (!Compare.isNumber(value)) {
            throw Errors.type(
                    "float() argument must be a string or a real number, not '"
                            + value.typeName()
                            + "'");
        }
        return new Float(Numbers.asDouble(value));
    }

    private static Value compare(Run run, Bound a) {
        var out = new DictValue();
        List<Value> added = kept(run, a.get(1), a.get(0), false);
        List<Value> gone = kept(run, a.get(0), a.get(1), false);
        if (!added.isEmpty()) {
            out.put("new", new ListValue(added));
        }
        if (!gone.isEmpty()) {
            out.put("old", new ListValue(gone));
        }
        return out;
    }

    private static Value exactly(Run run, Value values, long amount) {
        return Bool.of(run.list(values).stream().filter(Value::truth).count() == amount);
    }

    private static List<Value> flat(
            Run run, Value data, long levels, boolean nulls, Set<Value> seen) {
        if (!seen.add(data)) {
            throw new JinjaError("RecursionError", "Reference cycle detected. Check input list.");
        }
        var out = new ArrayList<Value>();
        for (Value each : run.list(data)) {
            boolean isNull =
                    each == None.NONE
                            || each instanceof Str s
                                    && (s.text().equals("None") || s.text().equals("null"));
            if (isNull && !nulls) {
                continue;
            } else if (!(each instanceof Str) && Iter.isIterable(each) && levels >= 1) {
                out.addAll(
                        flat(
                                run,
                                each,
                                levels == Long.MAX_VALUE ? levels : levels - 1,
                                nulls,
                                seen));
            } else {
                out.add(each);
            }
        }
        return out;
    }

    private static Value allowed(Run run, Bound a) {
        List<Value> white = patterns(run, a.get(1), "whitelist");
        List<Value> black = patterns(run, a.get(2), "blacklist");
        boolean in = white.stream().anyMatch(pattern -> fits(a.get(0), pattern));
        boolean out = black.stream().anyMatch(pattern -> fits(a.get(0), pattern));
        return Bool.of((white.isEmpty() || in) && !out);
    }

    private static List<Value> patterns(Run run, Value given, String name) {
        if (!given.truth()) {
            return List.of();
        } else if (given instanceof Str) {
            return List.of(given);
        } else if (!Iter.isIterable(given)) {
            throw Errors.type(
                    "Expecting iterable "
                            + name
                            + ", but got "
                            + given.typeName()
                            + " ("
                            + Repr.str(given)
                            + ")");
        }
        return run.list(given);
    }

    private static boolean fits(Value value, Value pattern) {
        if (!(value instanceof Str text) || !(pattern instanceof Str rule)) {
            return false;
        }
        if (Regexes.glob(rule.text()).matcher(Looks.limited(text.text())).matches()) {
            return true;
        }
        try {
            return Regexes.compile("\\A" + rule.text() + "\\Z", false, false)
                    .pattern()
                    .matcher(Looks.limited(text.text()))
                    .lookingAt();
        } catch (JinjaError e) {
            if (!e.type().equals("error")) {
                throw e;
            }
            return false;
        }
    }

    private static Value sample(Run run, Value values, long size, Value seed) {
        if (values instanceof SetValue || values instanceof DictValue) {
            throw Errors.type("Population must be a sequence.  For dicts or sets, use sorted(d).");
        }
        var all = new ArrayList<>(run.list(values));
        if (seed != None.NONE && !(seed instanceof Str) && !(seed instanceof Bytes)) {
            throw Errors.type("object supporting the buffer API required");
        } else if (size < 0 || size > all.size()) {
            throw Errors.value("Sample larger than population or is negative");
        }
        if (seed instanceof Str || seed instanceof Bytes) {
            return new ListValue(
                    MersenneTwister.seeded(ConvertFilters.bytes(seed)).sample(all, (int) size));
        }
        Collections.shuffle(all, ThreadLocalRandom.current());
        return new ListValue(all.subList(0, (int) size));
    }
}
