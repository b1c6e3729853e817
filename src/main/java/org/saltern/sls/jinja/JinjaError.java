package org.saltern.sls.jinja;

/**
 * A template that cannot be read or rendered. Carries the class name of the exception that Jinja2 or Python would raise
 * ({@code UndefinedError}, {@code TypeError}, …), because Salt's wording and callers' decisions depend on it.
 */
public final class JinjaError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String type;
    private String file;
    private int line;
    private boolean located;

    /** An error whose place is not known yet; the template frame in which it ends adds it. */
    public JinjaError(String type, String message) {
        super(message, null, false, true);
        this.type = type;
    }

    /** An error with its place. */
    public JinjaError(String type, String message, String file, int line) {
        this(type, message);
        at(file, line);
    }

    /** An error that has a cause outside the template, such as a failed function. */
    public JinjaError(String type, String message, Throwable cause) {
        super(message, cause, false, true);
        this.type = type;
    }

    /** The Python class name, without module, for example {@code TemplateSyntaxError}. */
    public String type() {
        return type;
    }

    /** The name of the file where it happened; null in a template without a name. */
    public String file() {
        return file;
    }

    /** The line where it happened, from 1; 0 when unknown. */
    public int line() {
        return line;
    }

    /** Adds the place, unless an inner frame has already. Returns this error. */
    public JinjaError at(String where, int lineNumber) {
        if (!located) {
            file = where;
            line = lineNumber;
            located = true;
        }
        return this;
    }

    /** Whether the place is known. */
    public boolean isLocated() {
        return located;
    }

    /** Whether the type is Jinja2's {@code TemplateNotFound} or a kind of it. */
    public boolean isNotFound() {
        return type.equals("TemplateNotFound") || type.equals("TemplatesNotFound");
    }
}
