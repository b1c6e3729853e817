package org.saltern.sls.jinja.values;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A list; shared by reference and changeable, as in Python. */
public final class ListValue implements Value {
    private final ArrayList<Value> items;

    public ListValue() {
        this.items = new ArrayList<>();
    }

    public ListValue(Collection<? extends Value> items) {
        this.items = new ArrayList<>(items);
    }

    public static ListValue of(Value... items) {
        return new ListValue(List.of(items));
    }

    /** The items themselves, not a copy. */
    public List<Value> items() {
        return items;
    }

    @Override
    public String typeName() {
        return "list";
    }

    @Override
    public boolean truth() {
        return !items.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof ListValue l && Compare.sameItems(items, l.items);
    }

    @Override
    public int hashCode() {
        throw Errors.type("unhashable type: 'list'");
    }
}
