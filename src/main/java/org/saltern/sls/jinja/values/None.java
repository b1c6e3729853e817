package org.saltern.sls.jinja.values;

/** Python's {@code None}. */
public enum None implements Value {
    NONE;

    @Override
    public String typeName() {
        return "NoneType";
    }

    @Override
    public boolean truth() {
        return false;
    }
}
