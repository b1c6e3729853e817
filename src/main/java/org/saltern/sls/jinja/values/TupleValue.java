package org.saltern.sls.jinja.values;

import java.util.List;

/**
 * A tuple.
 *
 * @param names names of the items for a named tuple such as {@code groupby} makes; empty for a plain one
 */
public record TupleValue(List<Value> items, List<String> names) implements Value {
    public static final TupleValue EMPTY = new TupleValue(List.of());

    public TupleValue {
        items = List.copyOf(items);
        names = List.copyOf(names);
    }

    public TupleValue(List<Value> items) {
        this(items, List.of());
    }

    public static TupleValue of(Value... items) {
        return new TupleValue(List.of(items));
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
        return items.hashCode();
    }
}
