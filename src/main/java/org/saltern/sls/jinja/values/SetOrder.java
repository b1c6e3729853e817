package org.saltern.sls.jinja.values;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The order in which CPython 3.11 iterates a set that was filled one by one: that of its open-addressed table
 * ({@code Objects/setobject.c}: nine linear probes, then a perturbed jump; grows fourfold at three fifths full). Only whole
 * numbers have hashes that do not vary from run to run; sets with anything else keep the order of insertion.
 */
final class SetOrder {
    private static final int PROBES = 9;

    private SetOrder() {}

    static Collection<Value> of(Set<Value> items) {
        for (Value item : items) {
            if (!(item instanceof Int i && i.isSmall()) && !(item instanceof Bool)) {
                return items;
            }
        }
        Value[] table = new Value[8];
        int used = 0;
        for (Value item : items) {
            insert(table, item);
            used++;
            if (used * 5 >= (table.length - 1) * 3) {
                table = grown(table, used);
            }
        }
        List<Value> order = new ArrayList<>(items.size());
        Arrays.stream(table).filter(Objects::nonNull).forEach(order::add);
        return order;
    }

    private static Value[] grown(Value[] table, int used) {
        int size = 8;
        while (size <= used * 4) {
            size *= 2;
        }
        Value[] larger = new Value[size];
        for (Value item : table) {
            if (item != null) {
                insert(larger, item);
            }
        }
        return larger;
    }

    private static void insert(Value[] table, Value item) {
        int mask = table.length - 1;
        long hash = hash(item);
        long perturb = hash;
        int at = (int) (hash & mask);
        while (true) {
            int last = at + PROBES <= mask ? at + PROBES : at;
            for (int i = at; i <= last; i++) {
                if (table[i] == null) {
                    table[i] = item;
                    return;
                }
            }
            perturb >>>= 5;
            at = (int) ((at * 5L + 1 + perturb) & mask);
        }
    }

    /** CPython's hash of a whole number: the number modulo 2^61 - 1, with -2 in the place of -1. */
    private static long hash(Value item) {
        long value = item instanceof Bool b ? (b.value() ? 1 : 0) : ((Int) item).small();
        long hash = value % ((1L << 61) - 1);
        return hash == -1 ? -2 : hash;
    }
}
