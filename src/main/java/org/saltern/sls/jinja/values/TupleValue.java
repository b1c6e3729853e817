package org.saltern.sls.jinja.values;

import java.util.List;

/** A tuple; a named one, such as {@code groupby} makes, has names for its items. */
public final class TupleValue implements Value {
    public static final TupleValue EMPTY = new TupleValue(List.of());

    private final List<Value> items;
    private final List<String> names;

    /** Computed once: tuples in tuples would otherwise take exponential time. 0 until then. */
    private int hash;

    public TupleValue(List<Value> items, List<String> names) {
        this.items = List.copyOf(items);
        this.names = List.copyOf(names);
    }

    public TupleValue(List<Value> items) {
        this(items, List.of());
    }

    public static TupleValue of(Value... items) {
        return new TupleValue(List.of(items));
    }

    public List<Value> items() {
        return items;
    }

    /** The names of the items; empty for a plain tuple. */
    public List<String> names() {
        return names;
    }

    @Override
    public String typeName() {
        return names.isEmpty() ? "tuple" : "_GroupTuple";
    }

    @Override
    public boolean truth() {
        return !items.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof TupleValue t && Compare.sameItems(items, t.items);
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            hash = items.hashCode();
        }
        return hash;
    }
}
