package org.saltern.sls.jinja.values;

/** {@code True} or {@code False}; numerically 1 or 0. */
public record Bool(boolean value) implements Value {
    public static final Bool TRUE = new Bool(true);
    public static final Bool FALSE = new Bool(false);

    public static Bool of(boolean value) {
        return value ? TRUE : FALSE;
    }

    @Override
    public String typeName() {
        return "bool";
    }

    @Override
    public boolean truth() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Value v && Compare.numbersEqual(this, v);
    }

    @Override
    public int hashCode() {
        return value ? 1 : 0;
    }
}
