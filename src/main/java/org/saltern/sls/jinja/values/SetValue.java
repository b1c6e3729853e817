package org.saltern.sls.jinja.values;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** A set, or a frozen one. Iterates as CPython does when that does not depend on its hash seed ({@link SetOrder}). */
public final class SetValue implements Value {
    private final LinkedHashSet<Value> items = new LinkedHashSet<>();
    private final boolean frozen;

    public SetValue(Collection<? extends Value> items, boolean frozen) {
        this.frozen = frozen;
        items.forEach(item -> this.items.add(Hashing.checked(item)));
    }

    public SetValue(Collection<? extends Value> items) {
        this(items, false);
    }

    /** The items themselves, not a copy, in order of insertion. */
    public Set<Value> items() {
        return items;
    }

    /** The items in the order of iteration. */
    public Collection<Value> ordered() {
        return SetOrder.of(items);
    }

    public boolean isFrozen() {
        return frozen;
    }

    @Override
    public String typeName() {
        return frozen ? "frozenset" : "set";
    }

    @Override
    public boolean truth() {
        return !items.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof SetValue s && items.equals(s.items);
    }

    @Override
    public int hashCode() {
        if (!frozen) {
            throw Errors.type("unhashable type: 'set'");
        }
        return items.hashCode();
    }
}
