package org.saltern.sls.template;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.values.Errors;

/**
 * Python's regular expressions on Java's engine: the syntax is translated, and a text can be looked at only so often, so that an
 * expression which would take exponential time ends with an error.
 */
final class Regexes {
    private static final int LONGEST = 10_000;

    private final String source;
    private final StringBuilder out = new StringBuilder();
    private final Map<String, Integer> names = new HashMap<>();
    private final java.util.ArrayDeque<Integer> open = new java.util.ArrayDeque<>();
    private int at;
    private int groups;

    private Regexes(String source) {
        this.source = source;
    }

    /**
     * An expression that was read.
     *
     * @param names the numbers of named groups
     */
    record Compiled(Pattern pattern, Map<String, Integer> names) {}

    /** Reads an expression; Python's {@code re.error} when it is none. */
    static Compiled compile(String expression, boolean ignoreCase, boolean multiline) {
        if (expression.length() > LONGEST) {
            throw Errors.limit("a regular expression of more than " + LONGEST + " characters");
        }
        var regexes = new Regexes(expression);
        String translated = regexes.translated();
        int flags = Pattern.UNIX_LINES | Pattern.UNICODE_CHARACTER_CLASS;
        flags |= ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
        flags |= multiline ? Pattern.MULTILINE : 0;
        try {
            return new Compiled(Pattern.compile(translated, flags), regexes.names);
        } catch (PatternSyntaxException e) {
            throw new JinjaError(
                    "error", e.getDescription() + " at position " + Math.max(0, e.getIndex()), e);
        }
    }

    private JinjaError bad(String message, int position) {
        return new JinjaError("error", message + " at position " + position);
    }

    private String translated() {
        boolean repeatable = false;
        while (at < source.length()) {
            char c = source.charAt(at);
            boolean repeats = c == '*' || c == '+' || c == '?';
            if (repeats && !repeatable) {
                throw bad("nothing to repeat", at);
            }
            switch (c) {
                case '\\' -> escape();
                case '[' -> set();
                case '(' -> group();
                case ')' -> {
                    if (open.isEmpty()) {
                        throw bad("unbalanced parenthesis", at);
                    }
                    open.pop();
                    out.append(c);
                    at++;
                }
                case '{' -> braces();
                default -> {
                    out.append(c);
                    at++;
                }
            }
            repeatable =
                    c == '('
                            ? out.length() > 0 && out.charAt(out.length() - 1) == ')'
                            : c != '|' && c != '^';
        }
        if (!open.isEmpty()) {
            throw bad("missing ), unterminated subpattern", open.peek());
        }
        return out.toString();
    }

    /** A bracket that begins no repeat stands for itself. */
    private void braces() {
        int end = source.indexOf('}', at);
        String inner = end < 0 ? "" : source.substring(at + 1, end);
        if (inner.matches("\\d+(,\\d*)?")) {
            out.append(source, at, end + 1);
            at = end + 1;
        } else if (inner.matches(",\\d+")) {
            out.append("{0").append(inner).append('}');
            at = end + 1;
        } else {
            out.append("\\{");
            at++;
        }
    }

    private void escape() {
        if (at + 1 >= source.length()) {
            throw bad("bad escape (end of pattern)", at);
        }
        char c = source.charAt(at + 1);
        switch (c) {
            case 'Z' -> out.append("\\z");
            case 'A', 'b', 'B', 'd', 'D', 's', 'S', 'w', 'W', 'n', 'r', 't', 'f', 'a', 'u', 'x' ->
                    out.append('\\').append(c);
            case 'v' -> out.append("\\x0b");
            default -> {
                if (c > '0' && c <= '9' && c - '0' > groups) {
                    throw bad("invalid group reference " + c, at + 1);
                } else if (c >= '0' && c <= '9') {
                    out.append(c == '0' ? "\\00" : "\\" + c);
                } else if (c < 128 && Character.isLetter(c)) {
                    throw bad("bad escape \\" + c, at);
                } else {
                    out.append('\\').append(c);
                }
            }
        }
        at += 2;
    }

    private void set() {
        int start = at;
        out.append(source.charAt(at++));
        if (at < source.length() && source.charAt(at) == '^') {
            out.append(source.charAt(at++));
        }
        boolean first = true;
        while (at < source.length() && (first || source.charAt(at) != ']')) {
            char c = source.charAt(at);
            if (c == '\\') {
                if (source.startsWith("\\b", at)) {
                    out.append("\\x08");
                    at += 2;
                } else {
                    escape();
                }
            } else {
                out.append(
                        c == '[' || c == '&' || c == ']' || c == '^'
                                ? "\\" + c
                                : String.valueOf(c));
                at++;
            }
            first = false;
        }
        if (at >= source.length()) {
            throw bad("unterminated character set", start);
        }
        out.append(']');
        at++;
    }

    private void group() {
        open.push(at);
        if (source.startsWith("(?P<", at) || source.startsWith("(?P=", at)) {
            boolean reference = source.charAt(at + 3) == '=';
            int end = source.indexOf(reference ? ')' : '>', at);
            if (end < 0) {
                throw bad("missing " + (reference ? ")" : ">") + ", unterminated name", at + 4);
            }
            String name = source.substring(at + 4, end);
            if (reference) {
                Integer number = names.get(name);
                if (number == null) {
                    throw bad("unknown group name '" + name + "'", at + 4);
                }
                open.pop();
                out.append("(?:\\").append(number).append(')');
            } else {
                Integer before = names.put(name, ++groups);
                if (before != null) {
                    throw bad(
                            "redefinition of group name '"
                                    + name
                                    + "' as group "
                                    + groups
                                    + "; was group "
                                    + before,
                            at + 4);
                }
                out.append('(');
            }
            at = end + 1;
        } else if (source.startsWith("(?#", at)) {
            int end = source.indexOf(')', at);
            open.pop();
            at = end < 0 ? source.length() : end + 1;
        } else if (source.startsWith("(?", at)) {
            out.append("(?");
            at += 2;
            while (at < source.length() && "aiLmsux".indexOf(source.charAt(at)) >= 0) {
                char flag = source.charAt(at++);
                out.append("aLu".indexOf(flag) >= 0 ? "" : flag);
            }
            for (String look : new String[] {"<=", "<!", ":", "=", "!", ">", "-"}) {
                if (source.startsWith(look, at)) {
                    out.append(look);
                    at += look.length();
                    break;
                }
            }
        } else {
            groups++;
            out.append('(');
            at++;
        }
    }

    /** Python's {@code fnmatch} as an expression: {@code *}, {@code ?}, {@code [set]}, {@code [!set]}. */
    static Pattern glob(String glob) {
        var out = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            int end = c == '[' ? glob.indexOf(']', i + 2) : -1;
            if (c == '*') {
                out.append(".*");
            } else if (c == '?') {
                out.append('.');
            } else if (end > 0) {
                String set =
                        glob.substring(i + 1, end)
                                .replace("\\", "\\\\")
                                .replace("[", "\\[")
                                .replace("&", "\\&");
                out.append('[')
                        .append(set.startsWith("!") ? "^" + set.substring(1) : set)
                        .append(']');
                i = end;
            } else {
                out.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(out.toString(), Pattern.DOTALL);
    }
}
