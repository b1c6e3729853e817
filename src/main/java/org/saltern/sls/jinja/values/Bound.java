package org.saltern.sls.jinja.values;

import java.util.List;
import java.util.Map;

/** Arguments bound to a {@link Signature}: one for each parameter, defaults filled in. */
public final class Bound {
    private final Value[] values;
    private final List<Value> rest;
    private final Map<String, Value> named;

    Bound(Value[] values, List<Value> rest, Map<String, Value> named) {
        this.values = values;
        this.rest = rest;
        this.named = named;
    }

    public Value get(int index) {
        return values[index];
    }

    /** What {@code *args} took. */
    public List<Value> rest() {
        return rest;
    }

    /** What {@code **kwargs} took. */
    public Map<String, Value> named() {
        return named;
    }

    public boolean isNone(int index) {
        return values[index] == None.NONE;
    }

    public boolean truth(int index) {
        return values[index].truth();
    }

    /** The argument as a text; a {@code TypeError} when it is none. */
    public String text(int index) {
        if (values[index] instanceof Str s) {
            return s.text();
        }
        if (values[index] instanceof Undefined u) {
            throw u.failure();
        }
        throw Errors.type("expected str instance, " + values[index].typeName() + " found");
    }

    /** The argument as a whole number within {@code int}; a {@code TypeError} when it is none. */
    public int number(int index) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, longNumber(index)));
    }

    /** The argument as a whole number within {@code long}. */
    public long longNumber(int index) {
        return Numbers.index(values[index]);
    }
}
