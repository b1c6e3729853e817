package org.saltern.sls.template;

/** A template that did not render, in Salt's words ({@code SaltRenderError}). */
public final class RenderError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String reason;
    private final String type;
    private final int line;

    /**
     * @param reason the message before the place is added, for example {@code Jinja variable 'x' is undefined}
     * @param text the whole message: reason, {@code ; line N} and the excerpt
     * @param type the Python class name of the cause
     * @param line the line in the template that was rendered; 0 when the place is in another file
     */
    public RenderError(String reason, String text, String type, int line, Throwable cause) {
        super(text, cause);
        this.reason = reason;
        this.type = type;
        this.line = line;
    }

    /** The message before the place is added. */
    public String reason() {
        return reason;
    }

    /** The Python class name of the cause, for example {@code UndefinedError}. */
    public String type() {
        return type;
    }

    /** The line in the template; 0 when the place is in another file, which the reason then shows. */
    public int line() {
        return line;
    }
}
