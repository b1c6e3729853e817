package org.saltern.modules;

/** A function that could not do what it was asked; each kind has its own words in the answer, as upstream has. */
public abstract sealed class ModuleError extends RuntimeException {
    private ModuleError(String message, Throwable cause) {
        super(message, cause);
    }

    /** It was tried and failed. Answered as {@code ERROR: message}. */
    public static final class Failed extends ModuleError {
        public Failed(String message) {
            super(message, null);
        }

        public Failed(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** A program it needs is not on this machine. Answered as {@code Command required for 'f' not found: message}. */
    public static final class Missing extends ModuleError {
        public Missing(String program) {
            super(program, null);
        }
    }

    /** It was asked for something that makes no sense. Answered as {@code ERROR executing 'f': message}. */
    public static final class BadRequest extends ModuleError {
        public BadRequest(String message) {
            super(message, null);
        }
    }

    /** The arguments do not fit. Answered as {@code Passed invalid arguments to f: message} and the documentation. */
    public static final class BadArguments extends ModuleError {
        public BadArguments(String message) {
            super(message, null);
        }
    }
}
