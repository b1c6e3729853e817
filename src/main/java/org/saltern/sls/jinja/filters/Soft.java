package org.saltern.sls.jinja.filters;

import org.saltern.sls.jinja.methods.Attributes;
import org.saltern.sls.jinja.values.Args;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Repr;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.Undefined;
import org.saltern.sls.jinja.values.Value;

/** Small conversions that many filters begin with. */
public final class Soft {
    private Soft() {}

    /** A text as it is, markup included; anything else as {@code str} prints it. */
    public static Str str(Value value) {
        return value instanceof Str s ? s : Str.of(Repr.str(value));
    }

    /** The text itself; an {@code AttributeError} or {@code TypeError}-like failure when the value is no text. */
    public static Str text(Value value) {
        if (value instanceof Undefined u) {
            throw u.failure();
        } else if (value instanceof Str s) {
            return s;
        }
        throw Errors.type("expected string or bytes-like object, got '" + value.typeName() + "'");
    }

    /** A method of a value called by name, as Python code does: without the sandbox's detours. */
    public static Value method(Run run, Value value, String name, Value... args) {
        if (value instanceof Undefined u) {
            throw u.failure();
        }
        Value method = Attributes.plain(run, value, name);
        if (method instanceof Undefined) {
            throw Errors.attribute(value, name);
        }
        return run.call(method, Args.of(args));
    }
}
