package org.saltern.sls.jinja.filters;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.saltern.sls.jinja.UndefinedKind;
import org.saltern.sls.jinja.methods.Sorting;
import org.saltern.sls.jinja.values.Arith;
import org.saltern.sls.jinja.values.Bound;
import org.saltern.sls.jinja.values.Compare;
import org.saltern.sls.jinja.values.DictValue;
import org.saltern.sls.jinja.values.DictView;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Gen;
import org.saltern.sls.jinja.values.Hashing;
import org.saltern.sls.jinja.values.Int;
import org.saltern.sls.jinja.values.Items;
import org.saltern.sls.jinja.values.Iter;
import org.saltern.sls.jinja.values.ListValue;
import org.saltern.sls.jinja.values.None;
import org.saltern.sls.jinja.values.RangeValue;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.SliceValue;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.TupleValue;
import org.saltern.sls.jinja.values.Undefined;
import org.saltern.sls.jinja.values.Value;

/** Jinja2's filters on sequences and mappings. */
final class ListFilters {
    static final FilterTable TABLE =
            new FilterTable()
                    .add("length(obj, /)", (run, a) -> length(a.get(0)))
                    .alias("count", "length")
                    .add("list(value)", (run, a) -> new ListValue(run.list(a.get(0))))
                    .add(
                            "first(seq)",
                            (run, a) ->
                                    first(
                                            run,
                                            run.each(a.get(0)),
                                            "No first item, sequence was empty."))
                    .add(
                            "last(seq)",
                            (run, a) ->
                                    first(
                                            run,
                                            reversed(run, a.get(0)).iterator(),
                                            "No last item, sequence was empty."))
                    .add("random(seq)", (run, a) -> random(run, a.get(0)))
                    .add("reverse(value)", ListFilters::reverse)
                    .add(
                            "default(value, default_value='', boolean=False)",
                            (run, a) ->
                                    a.get(0) instanceof Undefined || a.truth(2) && !a.truth(0)
                                            ? a.get(1)
                                            : a.get(0))
                    .alias("d", "default")
                    .add(
                            "batch(value, linecount, fill_with=None)",
                            (run, a) -> Lazy.of(() -> batch(run, a)))
                    .add(
                            "slice(value, slices, fill_with=None)",
                            (run, a) -> Lazy.of(() -> slice(run, a)))
                    .add(
                            "sort(value, reverse=False, case_sensitive=False, attribute=None)",
                            (run, a) ->
                                    new ListValue(
                                            Sorting.sorted(
                                                    run,
                                                    run.list(a.get(0)),
                                                    Getter.several(run, a.get(3), !a.truth(2))
                                                            ::apply,
                                                    a.truth(1))))
                    .add(
                            "dictsort(value, case_sensitive=False, by='key', reverse=False)",
                            ListFilters::dictsort)
                    .add(
                            "unique(value, case_sensitive=False, attribute=None)",
                            (run, a) -> Lazy.of(() -> unique(run, a)))
                    .add(
                            "min(value, case_sensitive=False, attribute=None)",
                            (run, a) -> extreme(run, a, "<"))
                    .add(
                            "max(value, case_sensitive=False, attribute=None)",
                            (run, a) -> extreme(run, a, ">"))
                    .add("sum(iterable, attribute=None, start=0)", ListFilters::sum)
                    .add(
                            "groupby(value, attribute, default=None, case_sensitive=False)",
                            ListFilters::groupby)
                    .add("items(value)", (run, a) -> Lazy.of(() -> items(a.get(0))));

    private ListFilters() {}

    private static Value length(Value value) {
        long length = Iter.length(value);
        if (length < 0) {
            throw Errors.type("object of type '" + value.typeName() + "' has no len()");
        }
        return Int.of(length);
    }

    private static Value first(Run run, Iterator<Value> items, String missing) {
        return items.hasNext() ? items.next() : run.undefined(missing);
    }

    /** The items backwards; a {@code TypeError} when Python's {@code reversed} does not take the value. */
    private static List<Value> reversed(Run run, Value value) {
        boolean can =
                switch (value) {
                    case Str ignored -> true;
                    case ListValue ignored -> true;
                    case TupleValue ignored -> true;
                    case DictValue ignored -> true;
                    case DictView ignored -> true;
                    case RangeValue ignored -> true;
                    case org.saltern.sls.jinja.values.Bytes ignored -> true;
                    case Undefined u -> {
                        u.use();
                        yield true;
                    }
                    default -> false;
                };
        if (!can) {
            throw Errors.type("'" + value.typeName() + "' object is not reversible");
        }
        var all = new ArrayList<>(run.list(value));
        Collections.reverse(all);
        return all;
    }

    private static Value random(Run run, Value value) {
        long length = Iter.length(value);
        if (length < 0) {
            throw Errors.type("object of type '" + value.typeName() + "' has no len()");
        }
        return length == 0
                ? run.undefined("No random item, sequence was empty.")
                : Items.get(run, value, Int.of(ThreadLocalRandom.current().nextLong(length)));
    }

    private static Value reverse(Run run, Bound a) {
        if (a.get(0) instanceof Str text) {
            return Items.get(run, text, new SliceValue(None.NONE, None.NONE, Int.of(-1)));
        }
        if (a.get(0) instanceof Undefined u && u.kind() == UndefinedKind.STRICT) {
            throw u.failure();
        }
        if (!Iter.isIterable(a.get(0))) {
            throw Errors.filterArgument("argument must be iterable");
        }
        if (a.get(0) instanceof Gen || a.get(0) instanceof org.saltern.sls.jinja.values.SetValue) {
            var all = new ArrayList<>(run.list(a.get(0)));
            Collections.reverse(all);
            return new ListValue(all);
        }
        String type = a.get(0) instanceof ListValue ? "list_reverseiterator" : "reversed";
        return new Gen(type, reversed(run, a.get(0)).iterator());
    }

    private static Iterator<Value> batch(Run run, Bound a) {
        List<Value> rows = new ArrayList<>();
        ListValue row = new ListValue();
        for (Iterator<Value> each = run.each(a.get(0)); each.hasNext(); ) {
            Value item = each.next();
            if (Compare.equal(Int.of(row.items().size()), a.get(1))) {
                rows.add(row);
                row = new ListValue();
            }
            row.items().add(item);
        }
        if (row.truth()) {
            if (!a.isNone(2)) {
                long missing = a.longNumber(1) - row.items().size();
                run.makesItems(Math.max(0, missing));
                for (long i = 0; i < missing; i++) {
                    row.items().add(a.get(2));
                }
            }
            rows.add(row);
        }
        return rows.iterator();
    }

    private static Iterator<Value> slice(Run run, Bound a) {
        List<Value> all = run.list(a.get(0));
        long slices = a.longNumber(1);
        if (slices == 0) {
            throw Errors.zeroDivision("integer division or modulo by zero");
        }
        run.makesItems(Math.max(0, slices));
        List<Value> columns = new ArrayList<>();
        int each = (int) Math.floorDiv(all.size(), slices);
        int longer = (int) Math.floorMod(all.size(), slices);
        int offset = 0;
        for (int i = 0; i < slices; i++) {
            int start = offset + i * each;
            if (i < longer) {
                offset++;
            }
            var column = new ListValue(all.subList(start, offset + (i + 1) * each));
            if (!a.isNone(2) && i >= longer) {
                column.items().add(a.get(2));
            }
            columns.add(column);
        }
        return columns.iterator();
    }

    private static Value dictsort(Run run, Bound a) {
        String by = a.get(2) instanceof Str s ? s.text() : "";
        if (!by.equals("key") && !by.equals("value")) {
            throw Errors.filterArgument("You can only sort by either \"key\" or \"value\"");
        }
        int part = by.equals("key") ? 0 : 1;
        List<Value> items = run.list(Soft.method(run, a.get(0), "items"));
        return new ListValue(
                Sorting.sorted(
                        run,
                        items,
                        item -> {
                            Value key = ((TupleValue) item).items().get(part);
                            return a.truth(1) ? key : Getter.folded(key);
                        },
                        a.truth(3)));
    }

    private static Iterator<Value> unique(Run run, Bound a) {
        var seen = new HashSet<Value>();
        var getter = new Getter(run, a.get(2), None.NONE, !a.truth(1));
        return Lazy.filtered(
                run, Iter.of(run, a.get(0)), item -> seen.add(Hashing.checked(getter.of(item))));
    }

    private static Value extreme(Run run, Bound a, String sign) {
        Iterator<Value> items = run.each(a.get(0));
        if (!items.hasNext()) {
            return run.undefined("No aggregated item, sequence was empty.");
        }
        var getter = new Getter(run, a.get(2), None.NONE, !a.truth(1));
        Value best = items.next();
        Value bestKey = getter.of(best);
        while (items.hasNext()) {
            Value item = items.next();
            Value key = getter.of(item);
            if (Compare.order(key, bestKey, sign)) {
                best = item;
                bestKey = key;
            }
        }
        return best;
    }

    private static Value sum(Run run, Bound a) {
        Value sum = a.get(2);
        if (sum instanceof Str) {
            throw Errors.type("sum() can't sum strings [use ''.join(seq) instead]");
        }
        Getter getter = a.isNone(1) ? null : new Getter(run, a.get(1), None.NONE, false);
        for (Iterator<Value> items = run.each(a.get(0)); items.hasNext(); ) {
            Value item = items.next();
            sum = Arith.binary(run, "+", sum, getter == null ? item : getter.of(item));
        }
        return sum;
    }

    private static Value groupby(Run run, Bound a) {
        var by = new Getter(run, a.get(1), a.get(2), !a.truth(3));
        var shown = new Getter(run, a.get(1), a.get(2), false);
        var groups = new ListValue();
        ListValue group = null;
        Value key = null;
        for (Value item : Sorting.sorted(run, run.list(a.get(0)), by::of, false)) {
            Value own = by.of(item);
            if (key == null || !Compare.equal(own, key)) {
                key = own;
                group = new ListValue();
                Value grouper = a.truth(3) ? own : shown.of(item);
                groups.items()
                        .add(new TupleValue(List.of(grouper, group), List.of("grouper", "list")));
            }
            group.items().add(item);
        }
        return groups;
    }

    private static Iterator<Value> items(Value value) {
        if (value instanceof Undefined) {
            return Collections.emptyIterator();
        } else if (!(value instanceof DictValue dict)) {
            throw Errors.type("Can only get item pairs from a mapping.");
        } else {
            return Iter.entries(dict, e -> TupleValue.of(e.getKey(), e.getValue()));
        }
    }
}
