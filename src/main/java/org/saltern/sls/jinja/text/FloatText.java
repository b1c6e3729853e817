package org.saltern.sls.jinja.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.saltern.sls.jinja.values.Numbers;

/** The forms of a float that {@code %} and {@code format} know. The sign is left out; the caller writes it. */
final class FloatText {
    private FloatText() {}

    /**
     * A form.
     *
     * @param type one of {@code e E f F g G}, or {@code r} for the shortest
     * @param alternate keep a point and trailing zeros
     */
    static String of(double value, char type, int precision, boolean alternate) {
        double size = Math.abs(value);
        String text;
        if (Double.isNaN(size)) {
            text = "nan";
        } else if (Double.isInfinite(size)) {
            text = "inf";
        } else {
            text =
                    switch (Character.toLowerCase(type)) {
                        case 'f' -> fixed(size, precision, alternate);
                        case 'e' -> scientific(size, precision, alternate);
                        case 'g' -> general(size, Math.max(1, precision), alternate, false);
                        case 's' -> general(size, Math.max(1, precision), alternate, true);
                        default -> Numbers.repr(size);
                    };
        }
        return Character.isUpperCase(type) ? text.toUpperCase(java.util.Locale.ROOT) : text;
    }

    private static String fixed(double size, int precision, boolean alternate) {
        String text =
                new BigDecimal(size).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
        return alternate && precision == 0 ? text + "." : text;
    }

    private static String scientific(double size, int precision, boolean alternate) {
        if (size == 0) {
            return "0"
                    + (precision > 0 ? "." + "0".repeat(precision) : alternate ? "." : "")
                    + "e+00";
        }
        BigDecimal rounded =
                new BigDecimal(size).round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
        String digits = rounded.unscaledValue().toString();
        int exponent = digits.length() - 1 - rounded.scale();
        digits =
                digits.length() > precision + 1
                        ? digits.substring(0, precision + 1)
                        : digits + "0".repeat(precision + 1 - digits.length());
        String mantissa =
                precision > 0
                        ? digits.charAt(0) + "." + digits.substring(1)
                        : digits + (alternate ? "." : "");
        return mantissa + exponent(exponent);
    }

    private static String exponent(int exponent) {
        int power = Math.abs(exponent);
        return "e" + (exponent < 0 ? "-" : "+") + (power < 10 ? "0" : "") + power;
    }

    /** @param point keep at least one digit after the point, as a format without a type does */
    private static String general(double size, int precision, boolean alternate, boolean point) {
        String scientific = scientific(size, precision - 1, true);
        int at = scientific.indexOf('e');
        int exponent = Integer.parseInt(scientific.substring(at + 1));
        int limit = point ? precision - 1 : precision;
        String mantissa;
        String tail = "";
        if (exponent < -4 || exponent >= limit) {
            mantissa = scientific.substring(0, at);
            tail = scientific.substring(at);
        } else {
            mantissa = fixed(size, Math.max(0, precision - 1 - exponent), true);
        }
        if (!alternate) {
            mantissa =
                    mantissa.indexOf('.') < 0
                            ? mantissa
                            : mantissa.replaceAll("0+$", "").replaceAll("\\.$", "");
            if (point && tail.isEmpty() && mantissa.indexOf('.') < 0) {
                mantissa += ".0";
            }
        }
        return mantissa + tail;
    }
}
