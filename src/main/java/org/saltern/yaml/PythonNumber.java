package org.saltern.yaml;

import java.math.BigDecimal;
import java.math.MathContext;

/** Floating numbers written as Python writes them: shortest digits, {@code e} from 1e16 up and below 1e-4. */
public final class PythonNumber {
    private PythonNumber() {}

    /** Python's {@code repr} of a float: {@code 1.0}, {@code 1e+16}, {@code 1e-05}, {@code inf}, {@code nan}. */
    public static String text(double value) {
        return text(value, false);
    }

    /** @param pointBeforeE write {@code 1.0e+16}, as YAML 1.1 needs it, instead of {@code 1e+16} */
    static String text(double value, boolean pointBeforeE) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        var exact =
                new BigDecimal(Double.toString(value), MathContext.UNLIMITED).stripTrailingZeros();
        int exponent = exact.precision() - exact.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = exact.toPlainString();
            return plain.indexOf('.') < 0 ? plain + ".0" : plain;
        }
        String digits = exact.unscaledValue().abs().toString();
        String fraction = digits.substring(1);
        return (value < 0 ? "-" : "")
                + digits.charAt(0)
                + (fraction.isEmpty() ? (pointBeforeE ? ".0" : "") : "." + fraction)
                + String.format("e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
