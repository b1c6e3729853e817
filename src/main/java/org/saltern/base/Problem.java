package org.saltern.base;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Something an operator, author or caller can put right. Says what failed, where, and what to do about it; each door turns
 * the kind into its own status (HTTP 422, 404, 409, 403, 503). Anything that is not a Problem is a bug.
 *
 * <p>The sentences are written in English, as a {@link Text} with holes for values, so that a door may say them in its
 * reader's language. A sentence without values may be given as a plain string.
 */
public abstract sealed class Problem extends RuntimeException {
    private static final int LONGEST_SHOWN = 200;

    private final Text what;
    private final String where;
    private final Text fix;

    private Problem(Text what, String where, Text fix, Throwable cause) {
        super(what.toString(), cause);
        this.what = what;
        this.where = where;
        this.fix = fix;
    }

    /**
     * A sentence, or a part of one, in English: with holes for values, so that it can be translated before they are filled in.
     *
     * @param pattern the English words; {@code {0}} to {@code {9}} stand for the values, all else for itself
     * @param values strings, and texts that are translated in turn
     */
    public record Text(String pattern, List<Object> values) {
        private static final Pattern HOLE = Pattern.compile("\\{([0-9])}");

        public Text {
            values = List.copyOf(values);
        }

        /** The words in another language. A value is never looked into for holes. */
        public String in(UnaryOperator<String> language) {
            var out = new StringBuilder();
            String words = language.apply(pattern);
            int done = 0;
            for (var hole = HOLE.matcher(words); hole.find(); done = hole.end()) {
                int index = Integer.parseInt(hole.group(1));
                out.append(words, done, hole.start())
                        .append(index < values.size() ? filled(index, language) : hole.group());
            }
            return out.append(words, done, words.length()).toString();
        }

        private String filled(int index, UnaryOperator<String> language) {
            return values.get(index) instanceof Text text
                    ? text.in(language)
                    : values.get(index).toString();
        }

        public boolean isEmpty() {
            return pattern.isEmpty();
        }

        /** The English sentence. */
        @Override
        public String toString() {
            return in(UnaryOperator.identity());
        }
    }

    /**
     * A sentence with values.
     *
     * @param values written as {@link String#valueOf(Object)} does, but for a {@link Text}, which is translated with the whole;
     *     foreign ones through {@link #shown}
     */
    public static Text text(String pattern, Object... values) {
        return new Text(
                pattern,
                Arrays.stream(values).map(v -> v instanceof Text ? v : String.valueOf(v)).toList());
    }

    /** What failed, one English sentence; the same as {@link #getMessage()}. */
    public String what() {
        return getMessage();
    }

    /** What failed, for a door that speaks other languages. */
    public Text whatText() {
        return what;
    }

    /** The field, setting, subject or {@code path:line:column} concerned. */
    public String where() {
        return where;
    }

    /** What the reader can do about it, one English sentence; may be empty. */
    public String fix() {
        return fix.toString();
    }

    /** What the reader can do about it, for a door that speaks other languages. */
    public Text fixText() {
        return fix;
    }

    /** Foreign text made safe for a message or a log line: control characters escaped, cut at 200 characters. */
    public static String shown(String text) {
        return shown(text, LONGEST_SHOWN);
    }

    /** The same, cut at another length. */
    public static String shown(String text, int longest) {
        var out = new StringBuilder();
        text.codePoints()
                .limit(longest)
                .forEach(
                        c -> {
                            if (Character.isISOControl(c)
                                    || Character.getType(c) == Character.FORMAT) {
                                out.append(String.format("\\u%04x", c));
                            } else {
                                out.appendCodePoint(c);
                            }
                        });
        return text.codePointCount(0, text.length()) > longest ? out + "…" : out.toString();
    }

    /** The input itself is wrong. */
    public static final class BadInput extends Problem {
        public BadInput(String what, String where, String fix) {
            this(text(what), where, text(fix));
        }

        public BadInput(Text what, String where, Text fix) {
            super(what, where, fix, null);
        }

        public BadInput(String what, String where, String fix, Throwable cause) {
            this(text(what), where, text(fix), cause);
        }

        public BadInput(Text what, String where, Text fix, Throwable cause) {
            super(what, where, fix, cause);
        }
    }

    /** The thing named does not exist. */
    public static final class NotFound extends Problem {
        public NotFound(String what, String where, String fix) {
            this(text(what), where, text(fix));
        }

        public NotFound(Text what, String where, Text fix) {
            super(what, where, fix, null);
        }
    }

    /** The thing changed since the caller looked at it. */
    public static final class Conflict extends Problem {
        public Conflict(String what, String where, String fix) {
            this(text(what), where, text(fix));
        }

        public Conflict(Text what, String where, Text fix) {
            super(what, where, fix, null);
        }
    }

    /** The actor may not do this. */
    public static final class Forbidden extends Problem {
        public Forbidden(String what, String where, String fix) {
            this(text(what), where, text(fix));
        }

        public Forbidden(Text what, String where, Text fix) {
            super(what, where, fix, null);
        }
    }

    /** Saltern cannot do it now: a port, a disk, a database, a limit. */
    public static final class Unavailable extends Problem {
        private final Duration retryAfter;

        public Unavailable(String what, String where, String fix) {
            this(text(what), where, text(fix));
        }

        public Unavailable(Text what, String where, Text fix) {
            this(what, where, fix, null, null);
        }

        public Unavailable(String what, String where, String fix, Throwable cause) {
            this(text(what), where, text(fix), cause);
        }

        public Unavailable(Text what, String where, Text fix, Throwable cause) {
            this(what, where, fix, null, cause);
        }

        /** A limit was reached that ends by itself after this time. */
        public Unavailable(String what, String where, String fix, Duration retryAfter) {
            this(text(what), where, text(fix), retryAfter);
        }

        /** A limit was reached that ends by itself after this time. */
        public Unavailable(Text what, String where, Text fix, Duration retryAfter) {
            this(what, where, fix, retryAfter, null);
        }

        private Unavailable(
                Text what, String where, Text fix, Duration retryAfter, Throwable cause) {
            super(what, where, fix, cause);
            this.retryAfter = retryAfter;
        }

        /** How long to wait before the next try, for HTTP's Retry-After; null when nobody knows. */
        public Duration retryAfter() {
            return retryAfter;
        }
    }
}
