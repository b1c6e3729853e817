package org.saltern.sls.jinja.values;

/**
 * A value as Python has it. {@link #equals} is Python's {@code ==} and {@link #hashCode} agrees with it, so that values are keys
 * of ordinary maps: {@code 1}, {@code 1.0} and {@code True} are one key. Lists, dicts and sets can change; all else cannot.
 */
public sealed interface Value
        permits None,
                Bool,
                Int,
                Float,
                Str,
                Bytes,
                ListValue,
                TupleValue,
                DictValue,
                SetValue,
                Undefined,
                Obj {
    /** The name of the Python class, for example {@code str}; messages show it. */
    String typeName();

    /** Python's truth: empty, zero, none and undefined are false. */
    boolean truth();
}
