package org.saltern.sls.jinja.values;

import java.util.LinkedHashMap;
import java.util.Map;

/** A dict: keeps the order of insertion; shared by reference and changeable. */
public final class DictValue implements Value {
    /** The Python classes whose printed forms differ. */
    public enum Kind {
        DICT("dict"),
        ORDERED("OrderedDict"),
        /** What Salt turns printed dicts into. */
        PRINTABLE("PrintableDict"),
        DEFAULTDICT("defaultdict"),
        /** What Salt's loader makes of pillar. */
        NAMESPACED("salt.utils.context.NamespacedDictWrapper");

        private final String typeName;

        Kind(String typeName) {
            this.typeName = typeName;
        }
    }

    private final LinkedHashMap<Value, Value> entries;
    private final Kind kind;

    public DictValue() {
        this(Kind.DICT);
    }

    public DictValue(Kind kind) {
        this.kind = kind;
        this.entries = new LinkedHashMap<>();
    }

    public DictValue(Map<? extends Value, ? extends Value> entries) {
        this(Kind.DICT);
        this.entries.putAll(entries);
    }

    /** The entries themselves, not a copy. */
    public Map<Value, Value> entries() {
        return entries;
    }

    public Kind kind() {
        return kind;
    }

    /** The value of a key; null when there is none. */
    public Value get(String key) {
        return entries.get(Str.of(key));
    }

    /** Sets a key; returns this. */
    public DictValue put(String key, Value value) {
        entries.put(Str.of(key), value);
        return this;
    }

    /** Sets a key; one that equals it keeps its place and its old form. */
    public void put(Value key, Value value) {
        entries.put(Hashing.checked(key), value);
    }

    /** The values of the same kind, without the entries. */
    public DictValue emptyCopy() {
        return new DictValue(kind);
    }

    @Override
    public String typeName() {
        return kind.typeName;
    }

    @Override
    public boolean truth() {
        return !entries.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof DictValue d && Compare.sameEntries(this, d);
    }

    @Override
    public int hashCode() {
        throw Errors.type("unhashable type: '" + typeName() + "'");
    }
}
