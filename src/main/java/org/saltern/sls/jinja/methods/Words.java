package org.saltern.sls.jinja.methods;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.saltern.sls.jinja.values.Numbers;

/** Cutting and turning texts as Python's {@code str} does. */
final class Words {
    private Words() {}

    /** Splits at runs of white space; the rest after {@code most} cuts stays whole. */
    static List<String> bySpace(String text, long most) {
        var out = new ArrayList<String>();
        int at = skip(text, 0);
        while (at < text.length()) {
            if (most >= 0 && out.size() >= most) {
                out.add(text.substring(at));
                break;
            }
            int end = at;
            while (end < text.length() && !Numbers.isSpace(text.charAt(end))) {
                end++;
            }
            out.add(text.substring(at, end));
            at = skip(text, end);
        }
        return out;
    }

    private static int skip(String text, int from) {
        int at = from;
        while (at < text.length() && Numbers.isSpace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** The same from the right. */
    static List<String> bySpaceFromRight(String text, long most) {
        String turned = new StringBuilder(text).reverse().toString();
        var out = new ArrayList<String>();
        for (String part : bySpace(turned, most)) {
            out.add(0, new StringBuilder(part).reverse().toString());
        }
        return out;
    }

    static List<String> by(String text, String separator, long most) {
        var out = new ArrayList<String>();
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0 && (most < 0 || out.size() < most); ) {
            out.add(text.substring(from, at));
            from = at + separator.length();
            at = text.indexOf(separator, from);
        }
        out.add(text.substring(from));
        return out;
    }

    static List<String> byFromRight(String text, String separator, long most) {
        var out = new ArrayList<String>();
        int end = text.length();
        while (most < 0 || out.size() < most) {
            int at =
                    end - separator.length() < 0
                            ? -1
                            : text.lastIndexOf(separator, end - separator.length());
            if (at < 0) {
                break;
            }
            out.add(0, text.substring(at + separator.length(), end));
            end = at;
        }
        out.add(0, text.substring(0, end));
        return out;
    }

    /** The lines, cut where {@code str.splitlines} cuts. */
    static List<String> lines(String text, boolean keepEnds) {
        var out = new ArrayList<String>();
        int from = 0;
        for (int at = 0; at < text.length(); ) {
            char c = text.charAt(at);
            if (!isLineEnd(c)) {
                at++;
                continue;
            }
            int end = at + (c == '\r' && text.startsWith("\n", at + 1) ? 2 : 1);
            out.add(text.substring(from, keepEnds ? end : at));
            from = end;
            at = end;
        }
        if (from < text.length()) {
            out.add(text.substring(from));
        }
        return out;
    }

    private static boolean isLineEnd(char c) {
        return c >= '\n' && c <= '\r'
                || c >= 0x1c && c <= 0x1e
                || c == 0x85
                || c == 0x2028
                || c == 0x2029;
    }

    /** Without the characters at the ends for which the test holds. */
    static String stripped(String text, IntPredicate away, boolean left, boolean right) {
        int from = 0;
        int to = text.length();
        while (left && from < to && away.test(text.codePointAt(from))) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (right && to > from && away.test(text.codePointBefore(to))) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return text.substring(from, to);
    }

    static String replaced(String text, String old, String by, long most) {
        if (most < 0 && !old.isEmpty()) {
            return text.replace(old, by);
        }
        var out = new StringBuilder();
        int from = 0;
        long left = most < 0 ? Long.MAX_VALUE : most;
        if (old.isEmpty()) {
            int at = 0;
            while (left-- > 0 && at <= text.length()) {
                out.append(by);
                if (at < text.length()) {
                    int next = at + Character.charCount(text.codePointAt(at));
                    out.append(text, at, next);
                    from = next;
                    at = next;
                } else {
                    at++;
                }
            }
            return out.append(text.substring(from)).toString();
        }
        for (int at = text.indexOf(old); at >= 0 && left-- > 0; at = text.indexOf(old, from)) {
            out.append(text, from, at).append(by);
            from = at + old.length();
        }
        return out.append(text.substring(from)).toString();
    }

    static boolean isCased(int c) {
        return Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c);
    }

    static String title(String text) {
        var out = new StringBuilder();
        boolean inside = false;
        for (int c : text.codePoints().toArray()) {
            out.append(inside ? lower(c) : titled(c));
            inside = isCased(c);
        }
        return out.toString();
    }

    private static String lower(int c) {
        return Character.toString(c).toLowerCase(java.util.Locale.ROOT);
    }

    private static String titled(int c) {
        int title = Character.toTitleCase(c);
        String upper = Character.toString(c).toUpperCase(java.util.Locale.ROOT);
        int first = Character.charCount(upper.codePointAt(0));
        if (title != c || upper.length() == first) {
            return Character.toString(title);
        }
        // A letter whose capital is several: only the first of them is one, if it is a letter with
        // cases at all.
        return isCased(upper.codePointAt(0))
                ? upper.substring(0, first)
                        + upper.substring(first).toLowerCase(java.util.Locale.ROOT)
                : upper;
    }

    static String capitalized(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = text.codePointAt(0);
        return titled(first)
                + text.substring(Character.charCount(first)).toLowerCase(java.util.Locale.ROOT);
    }

    static String swapped(String text) {
        var out = new StringBuilder();
        text.codePoints()
                .forEach(
                        c -> {
                            String one = Character.toString(c);
                            out.append(
                                    Character.isUpperCase(c)
                                            ? one.toLowerCase(java.util.Locale.ROOT)
                                            : Character.isLowerCase(c)
                                                    ? one.toUpperCase(java.util.Locale.ROOT)
                                                    : one);
                        });
        return out.toString();
    }

    static boolean isTitle(String text) {
        boolean cased = false;
        boolean inside = false;
        for (int c : text.codePoints().toArray()) {
            if (Character.isUpperCase(c) || Character.isTitleCase(c)) {
                if (inside) {
                    return false;
                }
                inside = true;
                cased = true;
            } else if (Character.isLowerCase(c)) {
                if (!inside) {
                    return false;
                }
                cased = true;
            } else {
                inside = false;
            }
        }
        return cased;
    }

    static String expandedTabs(String text, int size) {
        var out = new StringBuilder();
        int column = 0;
        for (int c : text.codePoints().toArray()) {
            if (c == '\t') {
                int more = size > 0 ? size - column % size : 0;
                out.append(" ".repeat(more));
                column += more;
            } else {
                out.appendCodePoint(c);
                column = c == '\n' || c == '\r' ? 0 : column + 1;
            }
        }
        return out.toString();
    }
}
