package org.saltern.sls.jinja.methods;

import java.util.List;
import java.util.function.IntPredicate;
import org.saltern.sls.jinja.values.Bool;
import org.saltern.sls.jinja.values.Bound;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Int;
import org.saltern.sls.jinja.values.None;
import org.saltern.sls.jinja.values.Numbers;
import org.saltern.sls.jinja.values.Repr;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.TupleValue;
import org.saltern.sls.jinja.values.Value;

/** The methods of {@code str} that find and ask. */
final class StrTests {
    static final MethodTable TABLE =
            new MethodTable()
                    .add(
                            "startswith(self, prefix, start=None, end=None, /)",
                            (run, a) -> edge(a, true))
                    .add(
                            "endswith(self, suffix, start=None, end=None, /)",
                            (run, a) -> edge(a, false))
                    .add(
                            "find(self, sub, start=None, end=None, /)",
                            (run, a) -> Int.of(find(a, false)))
                    .add(
                            "rfind(self, sub, start=None, end=None, /)",
                            (run, a) -> Int.of(find(a, true)))
                    .add("index(self, sub, start=None, end=None, /)", (run, a) -> index(a, false))
                    .add("rindex(self, sub, start=None, end=None, /)", (run, a) -> index(a, true))
                    .add("count(self, sub, start=None, end=None, /)", (run, a) -> count(a))
                    .add(
                            "isalnum(self, /)",
                            (run, a) -> all(a, c -> Character.isLetter(c) || isNumeric(c)))
                    .add("isalpha(self, /)", (run, a) -> all(a, Character::isLetter))
                    .add(
                            "isascii(self, /)",
                            (run, a) -> Bool.of(a.text(0).chars().allMatch(c -> c < 128)))
                    .add("isdecimal(self, /)", (run, a) -> all(a, Character::isDigit))
                    .add("isdigit(self, /)", (run, a) -> all(a, StrTests::isDigit))
                    .add("isnumeric(self, /)", (run, a) -> all(a, StrTests::isNumeric))
                    .add("isidentifier(self, /)", (run, a) -> Bool.of(isIdentifier(a.text(0))))
                    .add(
                            "isprintable(self, /)",
                            (run, a) -> Bool.of(a.text(0).codePoints().allMatch(Repr::isPrintable)))
                    .add("isspace(self, /)", (run, a) -> all(a, Numbers::isSpace))
                    .add("istitle(self, /)", (run, a) -> Bool.of(Words.isTitle(a.text(0))))
                    .add("islower(self, /)", (run, a) -> cased(a, false))
                    .add("isupper(self, /)", (run, a) -> cased(a, true));

    private StrTests() {}

    private static Value all(Bound a, IntPredicate test) {
        return Bool.of(!a.text(0).isEmpty() && a.text(0).codePoints().allMatch(test));
    }

    private static boolean isDigit(int c) {
        return Character.isDigit(c)
                || "²³¹⁰⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉".indexOf(c) >= 0
                || c >= 0x2460 && c <= 0x2468;
    }

    private static boolean isNumeric(int c) {
        return switch (Character.getType(c)) {
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
                    true;
            default -> "一二三四五六七八九十百千万億零〇".indexOf(c) >= 0;
        };
    }

    private static boolean isIdentifier(String text) {
        return !text.isEmpty()
                && (text.charAt(0) == '_'
                        || Character.isUnicodeIdentifierStart(text.codePointAt(0)))
                && text.codePoints()
                        .allMatch(
                                c ->
                                        Character.isUnicodeIdentifierPart(c)
                                                && !Character.isIdentifierIgnorable(c));
    }

    private static Value cased(Bound a, boolean upper) {
        boolean found = false;
        for (int c : a.text(0).codePoints().toArray()) {
            boolean isUpper = Character.isUpperCase(c);
            if (Words.isCased(c) && isUpper != upper) {
                return Bool.FALSE;
            }
            found |= upper ? isUpper : Character.isLowerCase(c);
        }
        return Bool.of(found);
    }

    /** The part of the text that the arguments name, and where it begins; null when there is none. */
    private record Part(String text, int start) {}

    private static Part part(Bound a) {
        String text = a.text(0);
        int length = text.codePointCount(0, text.length());
        long start = bound(a.get(2), 0, length);
        long end = bound(a.get(3), length, length);
        if (start > length || start > end) {
            return null;
        }
        int from = text.offsetByCodePoints(0, (int) start);
        return new Part(
                text.substring(from, text.offsetByCodePoints(0, (int) Math.min(end, length))),
                (int) start);
    }

    private static long bound(Value value, long missing, int length) {
        if (value == None.NONE) {
            return missing;
        }
        long at = Numbers.index(value);
        return at < 0 ? Math.max(0, at + length) : at;
    }

    private static int find(Bound a, boolean last) {
        String wanted = a.text(1);
        Part part = part(a);
        int at =
                part == null
                        ? -1
                        : last ? part.text.lastIndexOf(wanted) : part.text.indexOf(wanted);
        return at < 0 ? -1 : part.start + part.text.codePointCount(0, at);
    }

    private static Value index(Bound a, boolean last) {
        int at = find(a, last);
        if (at < 0) {
            throw Errors.value("substring not found");
        }
        return Int.of(at);
    }

    private static Value count(Bound a) {
        String wanted = a.text(1);
        Part part = part(a);
        if (part == null) {
            return Int.of(0);
        } else if (wanted.isEmpty()) {
            return Int.of(part.text.codePointCount(0, part.text.length()) + 1L);
        }
        int count = 0;
        for (int at = part.text.indexOf(wanted);
                at >= 0;
                at = part.text.indexOf(wanted, at + wanted.length())) {
            count++;
        }
        return Int.of(count);
    }

    private static Value edge(Bound a, boolean start) {
        Part part = part(a);
        List<Value> wanted =
                a.get(1) instanceof TupleValue several ? several.items() : List.of(a.get(1));
        boolean found = false;
        for (Value each : wanted) {
            if (!(each instanceof Str s)) {
                throw Errors.type(
                        "first arg must be str or a tuple of str, not " + each.typeName());
            }
            found |=
                    part != null
                            && (start
                                    ? part.text.startsWith(s.text())
                                    : part.text.endsWith(s.text()));
        }
        return Bool.of(found);
    }
}
