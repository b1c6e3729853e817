package org.saltern.sls.template;

import java.util.ArrayList;
import java.util.Map;
import java.util.regex.Matcher;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.filters.FilterTable;
import org.saltern.sls.jinja.text.Looks;
import org.saltern.sls.jinja.values.Bool;
import org.saltern.sls.jinja.values.Bound;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.None;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.TupleValue;
import org.saltern.sls.jinja.values.Value;

/** Salt's filters and tests with regular expressions. */
final class RegexFilters {
    static final FilterTable TABLE =
            new FilterTable()
                    .add(
                            "regex_search(txt, rgx, ignorecase=False, multiline=False)",
                            (run, a) -> groups(a, false))
                    .add(
                            "regex_match(txt, rgx, ignorecase=False, multiline=False)",
                            (run, a) -> groups(a, true))
                    .add(
                            "regex_replace(txt, rgx, val, ignorecase=False, multiline=False)",
                            RegexFilters::replace)
                    .add("regex_escape(value)", (run, a) -> Str.of(escaped(text(a.get(0)))));

    static final FilterTable TESTS =
            new FilterTable()
                    .add(
                            "match(txt, rgx, ignorecase=False, multiline=False)",
                            (run, a) -> Bool.of(matcher(a, 2).lookingAt()))
                    .add(
                            "equalto(value, other)",
                            (run, a) ->
                                    Bool.of(
                                            org.saltern.sls.jinja.values.Compare.equal(
                                                    a.get(0), a.get(1))));

    private RegexFilters() {}

    /** A text; Python's engine takes nothing else, undefined values included. */
    private static String text(Value value) {
        if (value instanceof Str s) {
            return s.text();
        }
        throw Errors.type("expected string or bytes-like object, got '" + value.typeName() + "'");
    }

    private static Matcher matcher(Bound a, int flags) {
        Regexes.Compiled compiled =
                Regexes.compile(text(a.get(1)), a.truth(flags), a.truth(flags + 1));
        return compiled.pattern().matcher(Looks.limited(text(a.get(0))));
    }

    private static Value groups(Bound a, boolean atStart) {
        Matcher matcher = matcher(a, 2);
        if (!(atStart ? matcher.lookingAt() : matcher.find())) {
            return None.NONE;
        }
        var groups = new ArrayList<Value>();
        for (int i = 1; i <= matcher.groupCount(); i++) {
            groups.add(matcher.group(i) == null ? None.NONE : Str.of(matcher.group(i)));
        }
        return new TupleValue(groups);
    }

    private static Value replace(Run run, Bound a) {
        Regexes.Compiled compiled = Regexes.compile(text(a.get(1)), a.truth(3), a.truth(4));
        String text = text(a.get(0));
        String template = text(a.get(2));
        Matcher matcher = compiled.pattern().matcher(Looks.limited(text));
        var out = new StringBuilder();
        int from = 0;
        while (matcher.find()) {
            run.step();
            if (matcher.end() > 0
                    && matcher.end() < text.length()
                    && isInside(text, matcher.end())) {
                continue;
            }
            out.append(text, from, matcher.start())
                    .append(filled(template, matcher, compiled.names()));
            from = matcher.end();
            run.makes(out.length() > 1_000_000 ? out.length() : 0);
        }
        out.append(text.substring(from));
        run.makes(out.length());
        return Str.of(out.toString());
    }

    /** Whether a place is between the two halves of one character. */
    private static boolean isInside(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at - 1))
                && Character.isLowSurrogate(text.charAt(at));
    }

    private static String filled(String template, Matcher matcher, Map<String, Integer> names) {
        if (template.indexOf('\\') < 0) {
            return template;
        }
        var out = new StringBuilder();
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            } else if (i + 1 >= template.length()) {
                throw new JinjaError("error", "bad escape (end of pattern) at position " + i);
            }
            char next = template.charAt(++i);
            if (next == 'g' && template.startsWith("<", i + 1) && template.indexOf('>', i) > 0) {
                int end = template.indexOf('>', i);
                out.append(group(matcher, number(template.substring(i + 2, end), names)));
                i = end;
            } else if (next >= '1' && next <= '9') {
                int end =
                        i + 1 < template.length() && Character.isDigit(template.charAt(i + 1))
                                ? i + 2
                                : i + 1;
                out.append(group(matcher, Integer.parseInt(template.substring(i, end))));
                i = end - 1;
            } else {
                out.append(plain(next, i));
            }
        }
        return out.toString();
    }

    private static int number(String name, Map<String, Integer> names) {
        Integer number = name.matches("\\d{1,4}") ? Integer.valueOf(name) : names.get(name);
        if (number == null) {
            throw new JinjaError("IndexError", "unknown group name '" + name + "'");
        }
        return number;
    }

    private static String group(Matcher matcher, int number) {
        if (number > matcher.groupCount()) {
            throw new JinjaError("error", "invalid group reference " + number);
        }
        return matcher.group(number) == null ? "" : matcher.group(number);
    }

    private static String plain(char c, int at) {
        return switch (c) {
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case 'f' -> "\f";
            case 'v' -> "\u000b";
            case 'a' -> "\u0007";
            case 'b' -> "\b";
            case '0' -> "\0";
            case '\\' -> "\\";
            default -> {
                if (c < 128 && Character.isLetter(c)) {
                    throw new JinjaError("error", "bad escape \\" + c + " at position " + (at - 1));
                }
                yield "\\" + c;
            }
        };
    }

    private static String escaped(String text) {
        var out = new StringBuilder();
        text.chars()
                .forEach(
                        c -> {
                            if ("()[]{}?*+-|^$\\.&~# \t\n\r\u000b\f".indexOf(c) >= 0) {
                                out.append('\\');
                            }
                            out.append((char) c);
                        });
        return out.toString();
    }
}
