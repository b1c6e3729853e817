package org.saltern.sls.template;

/** A failed function, with the class name of the exception that Salt would raise, for example {@code CommandExecutionError}. */
public final class SaltCallError extends Exception {
    private static final long serialVersionUID = 1;

    private final String type;

    public SaltCallError(String type, String message) {
        super(message);
        this.type = type;
    }

    public SaltCallError(String type, String message, Throwable cause) {
        super(message, cause);
        this.type = type;
    }

    /** The exception's Python class name. */
    public String type() {
        return type;
    }
}
