package org.saltern.sls.jinja.values;

/** A double-precision number. */
public record Float(double value) implements Value {
    @Override
    public String typeName() {
        return "float";
    }

    @Override
    public boolean truth() {
        return value != 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Value v && Compare.numbersEqual(this, v);
    }

    /** That of the equal whole number, when there is one. */
    @Override
    public int hashCode() {
        if (value == Math.rint(value) && Math.abs(value) < 0x1p63) {
            return Long.hashCode((long) value);
        }
        return Double.hashCode(value);
    }
}
