package org.saltern.sls.jinja.text;

import java.util.List;
import org.saltern.sls.jinja.values.DictValue;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Int;
import org.saltern.sls.jinja.values.Items;
import org.saltern.sls.jinja.values.Markup;
import org.saltern.sls.jinja.values.Repr;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.Undefined;
import org.saltern.sls.jinja.values.Value;

/**
 * {@code '{}'.format(…)} as the sandbox runs it: attributes and items of the arguments are read as a template reads them, so
 * that what is out of reach stays so.
 */
public final class BraceFormat {
    private final Run run;
    private final Str format;
    private final List<Value> args;
    private final Value named;
    private int automatic;
    private boolean counted;
    private boolean numbered;

    /** @param named a dict, or for {@code format_map} anything with items */
    public BraceFormat(Run run, Str format, List<Value> args, Value named) {
        this.run = run;
        this.format = format;
        this.args = args;
        this.named = named;
    }

    /** The text with its fields filled in. */
    public String text() {
        String text = filled(format.text(), 2);
        run.makes(text.length());
        return text;
    }

    private String filled(String pattern, int depth) {
        if (depth < 0) {
            throw Errors.value("Max string recursion exceeded");
        }
        var out = new StringBuilder();
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            boolean doubled = at + 1 < pattern.length() && pattern.charAt(at + 1) == c;
            if (c != '{' && c != '}') {
                out.append(c);
                at++;
            } else if (doubled) {
                out.append(c);
                at += 2;
            } else if (c == '}') {
                throw Errors.value("Single '}' encountered in format string");
            } else {
                int end = end(pattern, at);
                out.append(field(pattern.substring(at + 1, end), depth));
                at = end + 1;
            }
        }
        return out.toString();
    }

    private static int end(String pattern, int open) {
        if (open + 1 >= pattern.length()) {
            throw Errors.value("Single '{' encountered in format string");
        }
        int depth = 1;
        boolean bracket = false;
        boolean spec = false;
        for (int i = open + 1; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (!spec && c == '[') {
                bracket = true;
            } else if (bracket && c == ']') {
                bracket = false;
            } else if (!bracket) {
                spec |= c == ':' && depth == 1;
                depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            }
            if (depth == 0) {
                return i;
            }
        }
        throw Errors.value("expected '}' before end of string");
    }

    private String field(String field, int depth) {
        int mark = mark(field);
        String name = field.substring(0, mark);
        String conversion = "";
        String spec = "";
        if (mark < field.length() && field.charAt(mark) == '!') {
            if (mark + 1 >= field.length()) {
                throw Errors.value("unmatched '{' in format spec");
            }
            conversion = field.substring(mark + 1, mark + 2);
            mark += 2;
            if (mark < field.length() && field.charAt(mark) != ':') {
                throw Errors.value("expected ':' after conversion specifier");
            }
        }
        if (mark < field.length()) {
            spec = field.substring(mark + 1);
        }
        Value value = value(name);
        value =
                switch (conversion) {
                    case "" -> value;
                    case "s" -> Str.of(Repr.str(value));
                    case "r" -> Str.of(Repr.repr(value));
                    case "a" -> Str.of(PercentFormat.ascii(Repr.repr(value)));
                    default -> throw Errors.value("Unknown conversion specifier " + conversion);
                };
        String rule = filled(spec, depth - 1);
        if (format.isMarkup()) {
            if (value instanceof Str s && s.isMarkup() && rule.isEmpty()
                    || value instanceof Markup.Html) {
                return Markup.escaped(value);
            }
            return Markup.escaped(FormatSpec.format(run, value, rule));
        }
        if (value instanceof Undefined u && rule.isEmpty()) {
            return u.text();
        }
        return FormatSpec.format(run, value, rule);
    }

    /** Where a field's name ends. */
    private static int mark(String field) {
        boolean bracket = false;
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '[') {
                bracket = true;
            } else if (c == ']') {
                bracket = false;
            } else if (!bracket && (c == '!' || c == ':')) {
                return i;
            } else if (!bracket && c == '{') {
                throw Errors.value("unexpected '{' in field name");
            }
        }
        return field.length();
    }

    private Value value(String name) {
        int end = 0;
        while (end < name.length() && name.charAt(end) != '.' && name.charAt(end) != '[') {
            end++;
        }
        Value value = first(name.substring(0, end));
        while (end < name.length()) {
            if (name.charAt(end) == '.') {
                int from = end + 1;
                end = from;
                while (end < name.length() && name.charAt(end) != '.' && name.charAt(end) != '[') {
                    end++;
                }
                nonEmpty(end > from);
                value = run.attribute(value, name.substring(from, end));
            } else if (name.charAt(end) == '[') {
                int close = name.indexOf(']', end);
                if (close < 0) {
                    throw Errors.value("Missing ']' in format string");
                }
                String key = name.substring(end + 1, close);
                nonEmpty(!key.isEmpty());
                value =
                        run.item(
                                value,
                                isNumber(key)
                                        ? Int.of(new java.math.BigInteger(key))
                                        : Str.of(key));
                end = close + 1;
            } else {
                throw Errors.value("Only '.' or '[' may follow ']' in format field specifier");
            }
        }
        return value;
    }

    private static void nonEmpty(boolean is) {
        if (!is) {
            throw Errors.value("Empty attribute in format string");
        }
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty()
                && text.length() < 1000
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private Value first(String name) {
        boolean number = isNumber(name);
        if (name.isEmpty() || number) {
            counted |= name.isEmpty();
            numbered |= number;
            if (counted && numbered) {
                throw Errors.value(
                        number
                                ? "cannot switch from automatic field numbering to manual field specification"
                                : "cannot switch from manual field specification to automatic field numbering");
            }
            int index =
                    number
                            ? (name.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(name))
                            : automatic++;
            if (index >= args.size()) {
                throw Errors.index(
                        "Replacement index " + index + " out of range for positional args tuple");
            }
            return args.get(index);
        }
        if (named instanceof DictValue dict) {
            Value found = dict.get(name);
            if (found == null) {
                throw Errors.key(Str.of(name));
            }
            return found;
        }
        return Items.get(run, named, Str.of(name));
    }
}
