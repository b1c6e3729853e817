package org.saltern.sls.jinja.values;

import java.util.Iterator;

/** A generator or another iterator: it can be passed over once. */
public final class Gen extends Obj {
    private final String typeName;
    private final Iterator<Value> items;

    public Gen(String typeName, Iterator<Value> items) {
        this.typeName = typeName;
        this.items = items;
    }

    /** A generator, as lazy filters give. */
    public static Gen of(Iterator<Value> items) {
        return new Gen("generator", items);
    }

    @Override
    public String typeName() {
        return typeName;
    }

    @Override
    public boolean isIterable() {
        return true;
    }

    @Override
    public Iterator<Value> iterate(Run run) {
        return items;
    }

    @Override
    public java.util.Set<String> hidden() {
        return typeName.equals("generator")
                ? java.util.Set.of("gi_frame", "gi_code")
                : java.util.Set.of();
    }

    @Override
    public String repr() {
        return typeName.equals("generator") ? "<generator object>" : "<" + typeName + " object>";
    }
}
