package org.saltern.sls.template;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.saltern.sls.jinja.filters.FilterTable;
import org.saltern.sls.jinja.values.Bound;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Gen;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.TupleValue;
import org.saltern.sls.jinja.values.Value;

/** Python's {@code itertools} that Salt offers as filters. */
final class IterFilters {
    static final FilterTable TABLE =
            new FilterTable()
                    .add(
                            "combinations(iterable, r)",
                            (run, a) -> chosen("combinations", run, a, Kind.COMBINATIONS))
                    .add(
                            "combinations_with_replacement(iterable, r)",
                            (run, a) ->
                                    chosen("combinations_with_replacement", run, a, Kind.REPLACED))
                    .add(
                            "permutations(iterable, r=None)",
                            (run, a) -> chosen("permutations", run, a, Kind.PERMUTATIONS))
                    .add("product(*args, repeat=1)", IterFilters::product)
                    .add("compress(data, selectors)", IterFilters::compress)
                    .add("zip(*args, strict=False)", (run, a) -> zip(run, a, false))
                    .add("zip_longest(*args, fillvalue=None)", (run, a) -> zip(run, a, true));

    private enum Kind {
        COMBINATIONS,
        REPLACED,
        PERMUTATIONS
    }

    private IterFilters() {}

    private static Value chosen(String name, Run run, Bound a, Kind kind) {
        List<Value> pool = run.list(a.get(0));
        long size = a.isNone(1) ? pool.size() : a.longNumber(1);
        if (size < 0) {
            throw Errors.value("r must be non-negative");
        }
        boolean none = size > pool.size() && (kind != Kind.REPLACED || pool.isEmpty());
        return new Gen(
                "itertools." + name,
                new Choices(run, pool, (int) Math.min(size, 10_000), kind, none));
    }

    /** Ways to choose from a pool, in the order of positions. */
    private static final class Choices implements Iterator<Value> {
        private final Run run;
        private final List<Value> pool;
        private final int[] at;
        private final Kind kind;
        private boolean done;

        Choices(Run run, List<Value> pool, int size, Kind kind, boolean done) {
            this.run = run;
            this.pool = pool;
            this.at = new int[size];
            this.kind = kind;
            this.done = done;
            for (int i = 0; i < size && kind != Kind.REPLACED; i++) {
                at[i] = i;
            }
        }

        @Override
        public boolean hasNext() {
            return !done;
        }

        @Override
        public Value next() {
            if (done) {
                throw new NoSuchElementException();
            }
            run.step();
            var chosen = new ArrayList<Value>(at.length);
            for (int index : at) {
                chosen.add(pool.get(index));
            }
            advance();
            return new TupleValue(chosen);
        }

        private void advance() {
            for (int i = at.length - 1; i >= 0; i--) {
                int next = at[i] + 1;
                while (kind == Kind.PERMUTATIONS && next < pool.size() && isUsed(next, i)) {
                    next++;
                }
                int most =
                        kind == Kind.COMBINATIONS ? pool.size() - at.length + i : pool.size() - 1;
                if (next <= most) {
                    at[i] = next;
                    refill(i + 1);
                    return;
                }
            }
            done = true;
        }

        private boolean isUsed(int index, int before) {
            for (int i = 0; i < before; i++) {
                if (at[i] == index) {
                    return true;
                }
            }
            return false;
        }

        private void refill(int from) {
            for (int i = from; i < at.length; i++) {
                switch (kind) {
                    case COMBINATIONS -> at[i] = at[i - 1] + 1;
                    case REPLACED -> at[i] = at[i - 1];
                    case PERMUTATIONS -> {
                        int index = 0;
                        while (isUsed(index, i)) {
                            index++;
                        }
                        at[i] = index;
                    }
                }
            }
        }
    }

    private static Value product(Run run, Bound a) {
        List<List<Value>> pools = new ArrayList<>();
        List<List<Value>> once = a.rest().stream().map(run::list).toList();
        long times = a.longNumber(0);
        if (times < 0) {
            throw Errors.value("repeat argument cannot be negative");
        }
        run.makesItems(times * once.size());
        for (long i = 0; i < times; i++) {
            pools.addAll(once);
        }
        boolean none = pools.stream().anyMatch(List::isEmpty);
        int[] at = new int[pools.size()];
        return new Gen(
                "itertools.product",
                new Iterator<>() {
                    private boolean done = none;

                    @Override
                    public boolean hasNext() {
                        return !done;
                    }

                    @Override
                    public Value next() {
                        run.step();
                        var row = new ArrayList<Value>();
                        for (int i = 0; i < at.length; i++) {
                            row.add(pools.get(i).get(at[i]));
                        }
                        int i = at.length - 1;
                        while (i >= 0 && ++at[i] == pools.get(i).size()) {
                            at[i--] = 0;
                        }
                        done = i < 0;
                        return new TupleValue(row);
                    }
                });
    }

    private static Value compress(Run run, Bound a) {
        Iterator<Value> data = run.each(a.get(0));
        Iterator<Value> selectors = run.each(a.get(1));
        var out = new ArrayList<Value>();
        while (data.hasNext() && selectors.hasNext()) {
            Value value = data.next();
            if (selectors.next().truth()) {
                out.add(value);
            }
        }
        return new Gen("itertools.compress", out.iterator());
    }

    private static Value zip(Run run, Bound a, boolean longest) {
        List<Iterator<Value>> all = a.rest().stream().map(run::each).toList();
        var out = new ArrayList<Value>();
        while (longest
                ? all.stream().anyMatch(Iterator::hasNext)
                : !all.isEmpty() && all.stream().allMatch(Iterator::hasNext)) {
            out.add(
                    new TupleValue(
                            all.stream()
                                    .map(each -> each.hasNext() ? each.next() : a.get(0))
                                    .toList()));
        }
        if (!longest && a.truth(0) && all.stream().anyMatch(Iterator::hasNext)) {
            throw Errors.value("zip() argument 2 is longer than argument 1");
        }
        return new Gen(longest ? "itertools.zip_longest" : "zip", out.iterator());
    }
}
