package org.saltern.sls.jinja.values;

import org.saltern.sls.jinja.JinjaError;

/** The exceptions of Python that operations on values end with. */
public final class Errors {
    private Errors() {}

    public static JinjaError type(String message) {
        return new JinjaError("TypeError", message);
    }

    public static JinjaError value(String message) {
        return new JinjaError("ValueError", message);
    }

    public static JinjaError index(String message) {
        return new JinjaError("IndexError", message);
    }

    /** A key that is not there; Python's message is the printed key. */
    public static JinjaError key(Value key) {
        return new JinjaError("KeyError", Repr.repr(key));
    }

    public static JinjaError attribute(Value owner, String name) {
        return new JinjaError(
                "AttributeError",
                "'" + owner.typeName() + "' object has no attribute '" + name + "'");
    }

    public static JinjaError overflow(String message) {
        return new JinjaError("OverflowError", message);
    }

    public static JinjaError zeroDivision(String message) {
        return new JinjaError("ZeroDivisionError", message);
    }

    public static JinjaError filterArgument(String message) {
        return new JinjaError("FilterArgumentError", message);
    }

    public static JinjaError runtime(String message) {
        return new JinjaError("TemplateRuntimeError", message);
    }

    /** A limit of this engine, named so that it cannot be taken for an exception of Jinja2. */
    public static JinjaError limit(String message) {
        return new JinjaError("TemplateLimitError", message);
    }

    /** Whether Python counts the error as a {@code LookupError}. */
    public static boolean isLookup(JinjaError error) {
        return switch (error.type()) {
            case "LookupError", "KeyError", "IndexError" -> true;
            default -> error.isNotFound();
        };
    }
}
