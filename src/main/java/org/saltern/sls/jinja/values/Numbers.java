package org.saltern.sls.jinja.values;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Numbers as Python reads and prints them. */
public final class Numbers {
    /** Python refuses to turn longer numbers into texts and back. */
    private static final int MOST_DIGITS = 4_300;

    private Numbers() {}

    /** A bool as the whole number it is; other values as they are. */
    public static Value plain(Value value) {
        return value instanceof Bool b ? Int.of(b.value() ? 1 : 0) : value;
    }

    /** A value that Python takes as an index. */
    public static long index(Value value) {
        return switch (value) {
            case Int i when i.isSmall() -> i.small();
            case Int ignored ->
                    throw Errors.overflow("Python int too large to convert to C ssize_t");
            case Bool b -> b.value() ? 1 : 0;
            case Undefined u when u.kind() == org.saltern.sls.jinja.UndefinedKind.STRICT ->
                    throw Errors.type(
                            "'" + u.typeName() + "' object cannot be interpreted as an integer");
            default ->
                    throw Errors.type(
                            "'"
                                    + value.typeName()
                                    + "' object cannot be interpreted as an integer");
        };
    }

    /** A number as a {@code double}; a {@code TypeError} when it is none. */
    public static double asDouble(Value value) {
        return switch (value) {
            case Float f -> f.value();
            case Bool b -> b.value() ? 1 : 0;
            case Int i when i.isSmall() -> i.small();
            case Int i -> {
                double d = i.big().doubleValue();
                if (Double.isInfinite(d)) {
                    throw Errors.overflow("int too large to convert to float");
                }
                yield d;
            }
            case Undefined u -> throw u.failure();
            default -> throw Errors.type("must be real number, not " + value.typeName());
        };
    }

    /** The whole number of a float, its fraction cut off. */
    public static Int truncated(double value) {
        if (Double.isNaN(value)) {
            throw Errors.value("cannot convert float NaN to integer");
        } else if (Double.isInfinite(value)) {
            throw Errors.overflow("cannot convert float infinity to integer");
        }
        return Math.abs(value) < 0x1p62
                ? Int.of((long) value)
                : Int.of(new BigDecimal(value).toBigInteger());
    }

    /** The decimal digits of a number. */
    public static String digits(Int value) {
        if (!value.isSmall() && value.big().bitLength() > MOST_DIGITS * 4L - 2_900) {
            String digits =
                    value.big().abs().bitLength() > 100_000 ? null : value.big().abs().toString();
            if (digits == null || digits.length() > MOST_DIGITS) {
                throw Errors.value("Exceeds the limit (4300 digits) for integer string conversion");
            }
        }
        return value.toString();
    }

    /** {@code repr} of a float: the shortest digits that read back as the same number. */
    public static String repr(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        } else if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        } else if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal shortest = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
        if (shortest.precision() == 2) {
            // Java writes two digits where one would do: 4.9E-324 for 5e-324.
            BigDecimal shorter = shortest.round(new java.math.MathContext(1)).stripTrailingZeros();
            shortest = shorter.doubleValue() == Math.abs(value) ? shorter : shortest;
        }
        String digits = shortest.unscaledValue().toString();
        int exponent = digits.length() - shortest.scale() - 1;
        String sign = value < 0 ? "-" : "";
        if (exponent < -4 || exponent >= 16) {
            return sign + scientific(digits, exponent);
        }
        String plain = shortest.toPlainString();
        return sign + (plain.indexOf('.') < 0 ? plain + ".0" : plain);
    }

    private static String scientific(String digits, int exponent) {
        String mantissa =
                digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        int size = Math.abs(exponent);
        return mantissa + "e" + (exponent < 0 ? "-" : "+") + (size < 10 ? "0" : "") + size;
    }

    /**
     * {@code int(text, base)}; null when the text is no such number.
     *
     * @param base 2 to 36, or 0 for the one that a prefix names
     */
    public static Int parseInt(String text, int base) {
        String body = ascii(strip(text));
        boolean negative = body.startsWith("-");
        if (negative || body.startsWith("+")) {
            body = body.substring(1);
        }
        int radix = base;
        int named = prefix(body);
        if (named > 0 && (base == 0 || base == named)) {
            radix = named;
            body = body.substring(body.startsWith("_", 2) ? 3 : 2);
        } else if (base == 0) {
            radix = 10;
            if (body.length() > 1 && body.startsWith("0") && !body.matches("[0_]+")) {
                return null;
            }
        }
        if (body.isEmpty()
                || body.startsWith("_")
                || body.endsWith("_")
                || body.contains("__")
                || body.startsWith("-")
                || body.startsWith("+")) {
            return null;
        }
        String digits = body.replace("_", "");
        for (int i = 0; i < digits.length(); i++) {
            if (Character.digit(digits.charAt(i), radix) < 0) {
                return null;
            }
        }
        if (digits.length() > MOST_DIGITS && Integer.bitCount(radix) != 1) {
            throw Errors.value(
                    "Exceeds the limit (4300 digits) for integer string conversion: value has "
                            + digits.length()
                            + " digits");
        }
        BigInteger number = new BigInteger(digits, radix);
        return Int.of(negative ? number.negate() : number);
    }

    private static int prefix(String body) {
        if (body.length() < 2 || body.charAt(0) != '0') {
            return 0;
        }
        return switch (body.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> 0;
        };
    }

    /** {@code float(text)}; null when the text is no number. */
    public static Double parseFloat(String text) {
        String body = ascii(strip(text));
        String word = body.toLowerCase(java.util.Locale.ROOT);
        switch (word.startsWith("-") || word.startsWith("+") ? word.substring(1) : word) {
            case "inf", "infinity" -> {
                return word.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            }
            case "nan" -> {
                return Double.NaN;
            }
            default -> {
                boolean number =
                        body.matches(
                                "[+-]?(\\d+(_\\d+)*\\.?(\\d+(_\\d+)*)?|\\.\\d+(_\\d+)*)([eE][+-]?\\d+(_\\d+)*)?");
                return number ? Double.valueOf(body.replace("_", "")) : null;
            }
        }
    }

    /** Digits of any script as ASCII ones. */
    private static String ascii(String text) {
        boolean plain = text.chars().allMatch(c -> c < 128);
        if (plain) {
            return text;
        }
        var out = new StringBuilder();
        text.codePoints()
                .forEach(
                        c ->
                                out.appendCodePoint(
                                        Character.isDigit(c) ? '0' + Character.digit(c, 10) : c));
        return out.toString();
    }

    /** Without white space at the ends, as {@code str.strip} counts it. */
    public static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** Python's {@code str.isspace} of one character. */
    public static boolean isSpace(int c) {
        return c == ' '
                || c >= 9 && c <= 13
                || c >= 0x1c && c <= 0x1f
                || c == 0x85
                || c == 0xa0
                || c > 0xa0 && Character.isSpaceChar(c);
    }

    /** {@code round(value, digits)}: half to even, on the exact decimal value. */
    public static double round(double value, int digits) {
        if (Double.isNaN(value) || Double.isInfinite(value) || digits > 330) {
            return value;
        }
        if (digits < -330) {
            return 0.0 * value;
        }
        double rounded =
                new BigDecimal(value)
                        .setScale(digits, java.math.RoundingMode.HALF_EVEN)
                        .doubleValue();
        return rounded == 0 ? Math.copySign(0.0, value) : rounded;
    }
}
