package org.saltern.base;

import java.time.Duration;

/**
 * Something an operator, author or caller can put right. Says what failed, where, and what to do about it; each door turns
 * the kind into its own status (HTTP 422, 404, 409, 403, 503). Anything that is not a Problem is a bug.
 */
public abstract sealed class Problem extends RuntimeException {
    private static final int LONGEST_SHOWN = 200;

    private final String where;
    private final String fix;

    private Problem(String what, String where, String fix, Throwable cause) {
        super(what, cause);
        this.where = where;
        this.fix = fix;
    }

    /** What failed, one sentence; the same as {@link #getMessage()}. */
    public String what() {
        return getMessage();
    }

    /** The field, setting, subject or {@code path:line:column} concerned. */
    public String where() {
        return where;
    }

    /** What the reader can do about it, one sentence. */
    public String fix() {
        return fix;
    }

    /** Foreign text made safe for a message or a log line: control characters escaped, cut at 200 characters. */
    public static String shown(String text) {
        var out = new StringBuilder();
        text.codePoints()
                .limit(LONGEST_SHOWN)
                .forEach(
                        c -> {
                            if (Character.isISOControl(c)
                                    || Character.getType(c) == Character.FORMAT) {
                                out.append(String.format("\\u%04x", c));
                            } else {
                                out.appendCodePoint(c);
                            }
                        });
        return text.codePointCount(0, text.length()) > LONGEST_SHOWN ? out + "…" : out.toString();
    }

    /** The input itself is wrong. */
    public static final class BadInput extends Problem {
        public BadInput(String what, String where, String fix) {
            super(what, where, fix, null);
        }

        public BadInput(String what, String where, String fix, Throwable cause) {
            super(what, where, fix, cause);
        }
    }

    /** The thing named does not exist. */
    public static final class NotFound extends Problem {
        public NotFound(String what, String where, String fix) {
            super(what, where, fix, null);
        }
    }

    /** The thing changed since the caller looked at it. */
    public static final class Conflict extends Problem {
        public Conflict(String what, String where, String fix) {
            super(what, where, fix, null);
        }
    }

    /** The actor may not do this. */
    public static final class Forbidden extends Problem {
        public Forbidden(String what, String where, String fix) {
            super(what, where, fix, null);
        }
    }

    /** Saltern cannot do it now: a port, a disk, a database, a limit. */
    public static final class Unavailable extends Problem {
        private final Duration retryAfter;

        public Unavailable(String what, String where, String fix) {
            this(what, where, fix, null, null);
        }

        public Unavailable(String what, String where, String fix, Throwable cause) {
            this(what, where, fix, null, cause);
        }

        /** A limit was reached that ends by itself after this time. */
        public Unavailable(String what, String where, String fix, Duration retryAfter) {
            this(what, where, fix, retryAfter, null);
        }

        private Unavailable(
                String what, String where, String fix, Duration retryAfter, Throwable cause) {
            super(what, where, fix, cause);
            this.retryAfter = retryAfter;
        }

        /** How long to wait before the next try, for HTTP's Retry-After; null when nobody knows. */
        public Duration retryAfter() {
            return retryAfter;
        }
    }
}
