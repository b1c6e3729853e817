package org.saltern.sls.jinja.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.values.Bool;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Float;
import org.saltern.sls.jinja.values.Int;
import org.saltern.sls.jinja.values.Numbers;
import org.saltern.sls.jinja.values.Repr;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.Value;

/** Python's format specification: {@code [[fill]align][sign][z][#][0][width][grouping][.precision][type]}. */
public final class FormatSpec {
    private static final Pattern SYNTAX =
            Pattern.compile(
                    "(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\\d+)?([,_])?(?:\\.(\\d+))?(.)?",
                    Pattern.DOTALL);

    private final Run run;
    private final String spec;
    private final String fill;
    private final char align;
    private final char sign;
    private final boolean signed;
    private final boolean positiveZero;
    private final boolean alternate;
    private final int width;
    private final char grouping;
    private final int precision;
    private final char type;

    private FormatSpec(Run run, String spec) {
        Matcher m = SYNTAX.matcher(spec);
        if (!m.matches()) {
            // A fill may be a character outside the basic plane, which the pattern's dot takes as
            // one.
            throw Errors.value("Invalid format specifier");
        }
        this.run = run;
        this.spec = spec;
        boolean zero = m.group(6) != null;
        this.fill =
                m.group(1) != null
                        ? m.group(1)
                        : zero && m.group(2) == null ? "0" : zero ? "0" : " ";
        this.align = m.group(2) != null ? m.group(2).charAt(0) : zero ? '=' : 0;
        this.sign = m.group(3) != null ? m.group(3).charAt(0) : '-';
        this.signed = m.group(3) != null;
        this.positiveZero = m.group(4) != null;
        this.alternate = m.group(5) != null;
        this.width = number(m.group(7));
        this.grouping = m.group(8) != null ? m.group(8).charAt(0) : 0;
        this.precision = number(m.group(9));
        this.type = m.group(10) != null ? m.group(10).charAt(0) : 0;
    }

    private static int number(String digits) {
        if (digits == null) {
            return -1;
        }
        if (digits.length() > 9) {
            throw Errors.value("Too many decimal digits in format string");
        }
        return Integer.parseInt(digits);
    }

    /** {@code format(value, spec)}. */
    public static String format(Run run, Value value, String spec) {
        if (value instanceof Formatted f) {
            return f.format(spec);
        }
        if (spec.isEmpty()) {
            return Repr.str(value);
        }
        return switch (value) {
            case Str s -> new FormatSpec(run, spec).text(s.text());
            case Int i -> new FormatSpec(run, spec).whole(i, "int");
            case Bool b -> new FormatSpec(run, spec).whole((Int) Numbers.plain(b), "bool");
            case Float f -> new FormatSpec(run, spec).floating(f.value());
            default ->
                    throw Errors.type(
                            "unsupported format string passed to "
                                    + value.typeName()
                                    + ".__format__");
        };
    }

    /** An object with a format of its own, such as a date. */
    public interface Formatted {
        String format(String spec);
    }

    private String text(String text) {
        if (type != 0 && type != 's') {
            throw unknown("str");
        } else if (signed) {
            throw Errors.value("Sign not allowed in string format specifier");
        } else if (positiveZero) {
            throw Errors.value("Negative zero coercion (z) not allowed in string format specifier");
        } else if (alternate) {
            throw Errors.value("Alternate form (#) not allowed in string format specifier");
        } else if (align == '=' && !isZeroPadded()) {
            throw Errors.value("'=' alignment not allowed in string format specifier");
        } else if (grouping != 0) {
            throw Errors.value("Cannot specify '" + grouping + "' with 's'.");
        }
        String cut =
                precision >= 0 && text.codePointCount(0, text.length()) > precision
                        ? text.substring(0, text.offsetByCodePoints(0, precision))
                        : text;
        return padded("", cut, align == '=' || align == 0 ? '<' : align);
    }

    private boolean isZeroPadded() {
        return fill.equals("0") && !spec.contains("=");
    }

    private JinjaError unknown(String typeName) {
        return Errors.value(
                "Unknown format code '" + type + "' for object of type '" + typeName + "'");
    }

    private String whole(Int value, String typeName) {
        if ("eEfFgG%".indexOf(type) >= 0 && type != 0) {
            return floating(Numbers.asDouble(value));
        }
        if (positiveZero) {
            throw Errors.value(
                    "Negative zero coercion (z) not allowed in integer format specifier");
        } else if (precision >= 0) {
            throw Errors.value("Precision not allowed in integer format specifier");
        }
        if (type == 'c') {
            return character(value);
        }
        int radix =
                switch (type) {
                    case 0, 'd', 'n' -> 10;
                    case 'x', 'X' -> 16;
                    case 'o' -> 8;
                    case 'b' -> 2;
                    default -> throw unknown(typeName);
                };
        if (grouping == ',' && radix != 10 || grouping != 0 && type == 'n') {
            throw Errors.value("Cannot specify '" + grouping + "' with '" + type + "'.");
        }
        String digits =
                radix == 10
                        ? Numbers.digits(value).replace("-", "")
                        : value.big().abs().toString(radix);
        String prefix = !alternate || radix == 10 ? "" : "0" + Character.toLowerCase(type);
        if (type == 'X') {
            digits = digits.toUpperCase(java.util.Locale.ROOT);
            prefix = prefix.toUpperCase(java.util.Locale.ROOT);
        }
        return numeric(sign(value.signum() < 0) + prefix, digits, "", radix == 10 ? 3 : 4);
    }

    private String character(Int value) {
        if (signed) {
            throw Errors.value("Sign not allowed with integer format specifier 'c'");
        } else if (alternate) {
            throw Errors.value("Alternate form (#) not allowed with integer format specifier 'c'");
        } else if (value.clamped() < 0 || value.clamped() > Character.MAX_CODE_POINT) {
            throw Errors.overflow("%c arg not in range(0x110000)");
        }
        return padded("", Character.toString((int) value.small()), align == 0 ? '<' : align);
    }

    private String floating(double value) {
        if (type != 0 && "eEfFgGn%".indexOf(type) < 0) {
            throw unknown("float");
        }
        if (precision > 100_000) {
            throw Errors.limit("a precision of " + precision + " digits");
        }
        boolean negative = value < 0 || 1 / value < 0;
        boolean percent = type == '%';
        double shown = percent ? value * 100 : value;
        char form =
                percent ? 'f' : type == 'n' ? 'g' : type != 0 ? type : precision >= 0 ? 's' : 'r';
        String text = FloatText.of(shown, form, precision >= 0 ? precision : 6, alternate);
        int end = 0;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return numeric(
                sign(negative),
                text.substring(0, end),
                text.substring(end) + (percent ? "%" : ""),
                3);
    }

    private String sign(boolean negative) {
        return negative ? "-" : sign == '-' ? "" : String.valueOf(sign);
    }

    private String numeric(String before, String digits, String after, int group) {
        String body = digits;
        if (grouping != 0 && !digits.isEmpty()) {
            int zeros =
                    fill.equals("0") && align == '=' ? width - before.length() - after.length() : 0;
            room(zeros);
            body = grouped(digits, group, zeros);
        }
        return padded(before, body + after, align == 0 ? '>' : align);
    }

    /** Digits in groups, with zeros in front until they fill the width. */
    private String grouped(String digits, int size, int least) {
        var out = new StringBuilder();
        int count = 0;
        for (int i = digits.length() - 1; i >= 0 || out.length() < least; i--) {
            if (count > 0 && count % size == 0) {
                out.append(grouping);
            }
            out.append(i >= 0 ? digits.charAt(i) : '0');
            count++;
        }
        return out.reverse().toString();
    }

    private void room(int characters) {
        if (characters > 0) {
            run.makes(characters);
        }
    }

    private String padded(String before, String body, char how) {
        String whole = before + body;
        int missing = width - whole.codePointCount(0, whole.length());
        if (missing <= 0) {
            return whole;
        }
        room(missing);
        return switch (how) {
            case '<' -> whole + fill.repeat(missing);
            case '^' -> fill.repeat(missing / 2) + whole + fill.repeat(missing - missing / 2);
            case '=' -> before + fill.repeat(missing) + body;
            default -> fill.repeat(missing) + whole;
        };
    }
}
