package org.saltern.sls.jinja.text;

import java.math.BigInteger;
import java.util.List;
import org.saltern.sls.jinja.values.Bool;
import org.saltern.sls.jinja.values.Bytes;
import org.saltern.sls.jinja.values.DictValue;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Float;
import org.saltern.sls.jinja.values.Int;
import org.saltern.sls.jinja.values.Items;
import org.saltern.sls.jinja.values.ListValue;
import org.saltern.sls.jinja.values.Markup;
import org.saltern.sls.jinja.values.Numbers;
import org.saltern.sls.jinja.values.RangeValue;
import org.saltern.sls.jinja.values.Repr;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.TupleValue;
import org.saltern.sls.jinja.values.Undefined;
import org.saltern.sls.jinja.values.Value;

/** Python's {@code '…' % values}. */
public final class PercentFormat {
    private final Run run;
    private final String format;
    private final boolean escape;
    private final Value given;
    private final List<Value> values;
    private final boolean mapping;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private int next;

    private boolean left;
    private boolean plus;
    private boolean space;
    private boolean alternate;
    private boolean zero;
    private int width;
    private int precision;

    private PercentFormat(Run run, Str format, Value given) {
        this.run = run;
        this.format = format.text();
        this.escape = format.isMarkup();
        this.given = given;
        this.values = given instanceof TupleValue t ? t.items() : List.of(given);
        this.mapping =
                given instanceof DictValue
                        || given instanceof ListValue
                        || given instanceof Bytes
                        || given instanceof RangeValue
                        || given instanceof Undefined;
    }

    /** The text with its conversions filled in; markup escapes what it takes in. */
    public static Str format(Run run, Str format, Value values) {
        String text = new PercentFormat(run, format, values).all();
        run.makes(text.length());
        return format.like(text);
    }

    private String all() {
        while (at < format.length()) {
            char c = format.charAt(at++);
            if (c != '%') {
                out.append(c);
            } else {
                conversion();
            }
        }
        if (next < values.size() && !mapping) {
            throw Errors.type("not all arguments converted during string formatting");
        }
        return out.toString();
    }

    private char peek() {
        if (at >= format.length()) {
            throw Errors.value("incomplete format");
        }
        return format.charAt(at);
    }

    private void conversion() {
        Value named = peek() == '(' ? named() : null;
        flags();
        width = size();
        if (width < 0) {
            left = true;
            width = -width;
        }
        precision = -1;
        if (peek() == '.') {
            at++;
            precision = Math.max(0, size());
        }
        while ("hlL".indexOf(peek()) >= 0) {
            at++;
        }
        char type = peek();
        at++;
        if (type == '%') {
            out.append('%');
            return;
        }
        Value value = named != null ? named : take();
        String text = converted(type, value);
        pad(text, "diouxXeEfFgG".indexOf(type) >= 0);
    }

    private Value named() {
        int depth = 1;
        int from = ++at;
        while (depth > 0) {
            char c = peek();
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            at++;
        }
        if (!mapping) {
            throw Errors.type("format requires a mapping");
        }
        next = values.size();
        return Items.get(run, given, Str.of(format.substring(from, at - 1)));
    }

    private void flags() {
        left = plus = space = alternate = zero = false;
        while (true) {
            switch (peek()) {
                case '-' -> left = true;
                case '+' -> plus = true;
                case ' ' -> space = true;
                case '#' -> alternate = true;
                case '0' -> zero = true;
                default -> {
                    return;
                }
            }
            at++;
        }
    }

    private int size() {
        if (peek() == '*') {
            at++;
            Value value = take();
            if (!(value instanceof Int i)) {
                throw Errors.type("* wants int");
            }
            return (int) Math.max(-Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, i.clamped()));
        }
        long size = 0;
        while (Character.isDigit(peek())) {
            size = Math.min(Integer.MAX_VALUE, size * 10 + (format.charAt(at++) - '0'));
        }
        return (int) size;
    }

    private Value take() {
        if (next >= values.size()) {
            throw Errors.type("not enough arguments for format string");
        }
        return values.get(next++);
    }

    private String converted(char type, Value value) {
        return switch (type) {
            case 's' -> cut(escape ? Markup.escaped(value) : Repr.str(value));
            case 'r', 'a' -> {
                String repr = type == 'a' ? ascii(Repr.repr(value)) : Repr.repr(value);
                yield cut(escape ? Markup.escaped(repr) : repr);
            }
            case 'c' -> character(value);
            case 'd', 'i', 'u' -> signed(whole(value, type, true), 10, type);
            case 'x', 'X' -> signed(whole(value, type, false), 16, type);
            case 'o' -> signed(whole(value, type, false), 8, type);
            case 'e', 'E', 'f', 'F', 'g', 'G' -> floating(type, value);
            default ->
                    throw Errors.value(
                            "unsupported format character '"
                                    + type
                                    + "' (0x"
                                    + Integer.toHexString(type)
                                    + ") at index "
                                    + (at - 1));
        };
    }

    private String cut(String text) {
        return precision >= 0 && text.codePointCount(0, text.length()) > precision
                ? text.substring(0, text.offsetByCodePoints(0, precision))
                : text;
    }

    /** Python's {@code ascii}: what is outside ASCII is escaped. */
    static String ascii(String text) {
        var out = new StringBuilder();
        text.codePoints()
                .forEach(
                        c -> {
                            if (c < 0x80) {
                                out.appendCodePoint(c);
                            } else {
                                out.append(
                                        String.format(
                                                c < 0x100
                                                        ? "\\x%02x"
                                                        : c < 0x10000 ? "\\u%04x" : "\\U%08x",
                                                c));
                            }
                        });
        return out.toString();
    }

    private static String character(Value value) {
        if (value instanceof Str s && s.length() == 1) {
            return s.text();
        } else if (Numbers.plain(value) instanceof Int i) {
            if (i.clamped() < 0 || i.clamped() > Character.MAX_CODE_POINT) {
                throw Errors.overflow("%c arg not in range(0x110000)");
            }
            return Character.toString((int) i.small());
        }
        throw Errors.type("%c requires int or char");
    }

    private static BigInteger whole(Value value, char type, boolean real) {
        return switch (value) {
            case Int i -> i.big();
            case Bool b -> b.value() ? BigInteger.ONE : BigInteger.ZERO;
            case Float f when real -> Numbers.truncated(f.value()).big();
            case Undefined u when real -> throw u.failure();
            default ->
                    throw Errors.type(
                            "%"
                                    + type
                                    + " format: "
                                    + (real ? "a real number" : "an integer")
                                    + " is required, not "
                                    + value.typeName());
        };
    }

    private String signed(BigInteger value, int radix, char type) {
        String digits =
                radix == 10 ? Numbers.digits(Int.of(value.abs())) : value.abs().toString(radix);
        if (precision > digits.length()) {
            run.makes(precision);
            digits = "0".repeat(precision - digits.length()) + digits;
        }
        String prefix = !alternate || radix == 10 ? "" : radix == 16 ? "0x" : "0o";
        String text = prefix + digits;
        return sign(value.signum() < 0)
                + (type == 'X' ? text.toUpperCase(java.util.Locale.ROOT) : text);
    }

    private String floating(char type, Value value) {
        double number = value instanceof Undefined u ? fail(u) : Numbers.asDouble(value);
        if (precision > 100_000) {
            throw Errors.limit("a precision of " + precision + " digits");
        }
        boolean negative = number < 0 || number == 0 && 1 / number < 0;
        return sign(negative)
                + FloatText.of(number, type, precision < 0 ? 6 : precision, alternate);
    }

    private static double fail(Undefined undefined) {
        throw undefined.failure();
    }

    private String sign(boolean negative) {
        return negative ? "-" : plus ? "+" : space ? " " : "";
    }

    private void pad(String text, boolean number) {
        int missing = width - text.codePointCount(0, text.length());
        if (missing <= 0) {
            out.append(text);
            return;
        }
        run.makes(missing + (long) out.length());
        if (left) {
            out.append(text).append(" ".repeat(missing));
        } else if (zero && number) {
            int start = text.isEmpty() || "+- ".indexOf(text.charAt(0)) < 0 ? 0 : 1;
            if (alternate
                    && text.length() > start + 1
                    && "xXoO".indexOf(text.charAt(start + 1)) >= 0) {
                start += 2;
            }
            out.append(text, 0, start).append("0".repeat(missing)).append(text.substring(start));
        } else {
            out.append(" ".repeat(missing)).append(text);
        }
    }
}
