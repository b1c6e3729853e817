package org.saltern.sls.jinja.methods;

import java.util.ArrayList;
import java.util.List;
import org.saltern.sls.jinja.values.Compare;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.Value;

/** Python's stable sort by {@code <}. A merge, because items need not have a total order. */
public final class Sorting {
    /** What an item is sorted by. */
    public interface Key {
        Value of(Value item);
    }

    private record Keyed(Value key, Value item) {}

    private Sorting() {}

    /** The items in order; those with equal keys stay as they were, also when the order is reversed. */
    public static List<Value> sorted(Run run, List<Value> items, Key key, boolean reverse) {
        var keyed = new ArrayList<Keyed>(items.size());
        for (Value item : items) {
            run.step();
            keyed.add(new Keyed(key.of(item), item));
        }
        Keyed[] array = keyed.toArray(Keyed[]::new);
        sort(run, array, array.clone(), 0, array.length, reverse);
        var out = new ArrayList<Value>(array.length);
        for (Keyed each : array) {
            out.add(each.item);
        }
        return out;
    }

    private static void sort(
            Run run, Keyed[] to, Keyed[] from, int start, int end, boolean reverse) {
        if (end - start < 2) {
            return;
        }
        int middle = (start + end) >>> 1;
        sort(run, from, to, start, middle, reverse);
        sort(run, from, to, middle, end, reverse);
        int left = start;
        int right = middle;
        for (int i = start; i < end; i++) {
            boolean takeRight =
                    left >= middle
                            || right < end && before(from[right].key, from[left].key, reverse);
            to[i] = takeRight ? from[right++] : from[left++];
        }
    }

    private static boolean before(Value a, Value b, boolean reverse) {
        return reverse ? Compare.less(b, a) : Compare.less(a, b);
    }
}
