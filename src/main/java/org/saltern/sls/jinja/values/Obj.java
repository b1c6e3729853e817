package org.saltern.sls.jinja.values;

import java.util.Iterator;
import java.util.Set;

/**
 * Any other object: functions, iterators, loops, namespaces, modules, dates. Each says by itself what a template may do with it;
 * by default it has no attribute, no item, no length and cannot be called.
 */
public abstract non-sealed class Obj implements Value {
    /** The type's name with its module, as in {@code jinja2.runtime.Macro}. */
    public String qualifiedTypeName() {
        return typeName();
    }

    /** An attribute; null when there is none. */
    public Value attribute(Run run, String name) {
        return null;
    }

    /** Attributes that exist but that no template may reach, besides the {@code __…__} of every object. */
    public Set<String> hidden() {
        return Set.of();
    }

    /** An item; fails with Python's error when there is none. */
    public Value item(Run run, Value key) {
        throw Errors.type("'" + typeName() + "' object is not subscriptable");
    }

    /** Whether the object can be iterated. */
    public boolean isIterable() {
        return false;
    }

    /** A new pass over the items, or the rest of the only one. */
    public Iterator<Value> iterate(Run run) {
        throw Errors.type("'" + typeName() + "' object is not iterable");
    }

    /** The number of items; -1 when the object has no length. */
    public long length() {
        return -1;
    }

    /** Whether the item is in it. */
    public boolean contains(Run run, Value item) {
        if (!isIterable()) {
            throw Errors.type("argument of type '" + typeName() + "' is not iterable");
        }
        for (Iterator<Value> all = iterate(run); all.hasNext(); ) {
            if (Compare.same(item, all.next())) {
                return true;
            }
        }
        return false;
    }

    /** Whether the object can be called. */
    public boolean isCallable() {
        return false;
    }

    /** Calls the object. */
    public Value call(Run run, Args args) {
        throw Errors.type("'" + typeName() + "' object is not callable");
    }

    /** Python's {@code repr}. */
    public String repr() {
        return "<" + qualifiedTypeName() + " object>";
    }

    /** Python's {@code str}. */
    public String text() {
        return repr();
    }

    @Override
    public boolean truth() {
        return length() != 0;
    }
}
