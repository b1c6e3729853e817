package org.saltern.modules.exec;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.saltern.modules.ModuleError;

/** Regular expressions as authors of Salt calls write them (Python's dialect, nearly Java's). */
public final class Patterns {
    private static final int IGNORE_CASE = 2;
    private static final int MULTILINE = 8;
    private static final int DOTALL = 16;

    private Patterns() {}

    /** @throws ModuleError.BadRequest not a regular expression */
    public static Pattern compile(String expression) {
        return compile(expression, 0);
    }

    /** @param flags Python's numbers: 2 ignore case, 8 multi-line, 16 dot matches all */
    public static Pattern compile(String expression, int flags) {
        int java =
                ((flags & IGNORE_CASE) != 0 ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0)
                        | ((flags & MULTILINE) != 0 ? Pattern.MULTILINE : 0)
                        | ((flags & DOTALL) != 0 ? Pattern.DOTALL : 0)
                        | Pattern.UNIX_LINES;
        try {
            return Pattern.compile(
                    expression.replace("(?P<", "(?<").replaceAll("\\(\\?P=(\\w+)\\)", "\\\\k<$1>"),
                    java);
        } catch (PatternSyntaxException e) {
            throw new ModuleError.BadRequest(
                    "Not a regular expression: " + expression + " (" + e.getDescription() + ")");
        }
    }

    /** Flags as a number, or as names such as {@code IGNORECASE}. */
    public static int flags(com.fasterxml.jackson.databind.JsonNode given) {
        if (given.isNumber()) {
            return given.intValue();
        }
        int flags = 0;
        for (String name : org.saltern.modules.Call.texts(given)) {
            flags |=
                    switch (name.toUpperCase(java.util.Locale.ROOT)) {
                        case "I", "IGNORECASE" -> IGNORE_CASE;
                        case "M", "MULTILINE" -> MULTILINE;
                        case "S", "DOTALL" -> DOTALL;
                        case "U", "UNICODE" -> 0;
                        default ->
                                throw new ModuleError.BadRequest("Invalid re flag given: " + name);
                    };
        }
        return flags;
    }

    /** A replacement in Python's notation ({@code \1}, {@code \g<name>}) in Java's. */
    public static String replacement(String python) {
        return python.replace("$", "\\$")
                .replaceAll("\\\\(\\d)", "\\$$1")
                .replaceAll("\\\\g<(\\d+)>", "\\$$1")
                .replaceAll("\\\\g<(\\w+)>", "\\${$1}")
                .replace("\\n", "\n")
                .replace("\\t", "\t");
    }

    /** The expression that matches this text and nothing else. */
    public static String escape(String text) {
        return text.replaceAll("[^\\w\\s]", "\\\\$0");
    }
}
