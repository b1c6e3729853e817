package org.saltern.sls.jinja.methods;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.saltern.sls.jinja.values.Bool;
import org.saltern.sls.jinja.values.Bound;
import org.saltern.sls.jinja.values.Bytes;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Float;
import org.saltern.sls.jinja.values.Int;
import org.saltern.sls.jinja.values.Numbers;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.TupleValue;
import org.saltern.sls.jinja.values.Value;

/** The attributes and methods of numbers. */
final class NumberMethods {
    private static final MethodTable WHOLE =
            new MethodTable()
                    .add("bit_length(self, /)", (run, a) -> Int.of(big(a).abs().bitLength()))
                    .add("bit_count(self, /)", (run, a) -> Int.of(big(a).abs().bitCount()))
                    .add("conjugate(self, /)", (run, a) -> Int.of(big(a)))
                    .add(
                            "as_integer_ratio(self, /)",
                            (run, a) -> TupleValue.of(Int.of(big(a)), Int.of(1)))
                    .add(
                            "to_bytes(self, length=1, byteorder='big', *, signed=False)",
                            (run, a) -> bytes(a))
                    .add(
                            "from_bytes(self, bytes, byteorder='big', *, signed=False)",
                            (run, a) -> ofBytes(a));

    private static final MethodTable FLOATING =
            new MethodTable()
                    .add(
                            "is_integer(self, /)",
                            (run, a) ->
                                    Bool.of(
                                            real(a) == Math.rint(real(a))
                                                    && !Double.isInfinite(real(a))))
                    .add("conjugate(self, /)", (run, a) -> a.get(0))
                    .add("hex(self, /)", (run, a) -> Str.of(hex(real(a))))
                    .add("as_integer_ratio(self, /)", (run, a) -> ratio(real(a)));

    private NumberMethods() {}

    private static BigInteger big(Bound a) {
        return ((Int) Numbers.plain(a.get(0))).big();
    }

    private static double real(Bound a) {
        return ((Float) a.get(0)).value();
    }

    static Value whole(Value number, String name) {
        return switch (name) {
            case "real", "numerator" -> Numbers.plain(number);
            case "imag" -> Int.of(0);
            case "denominator" -> Int.of(1);
            default -> WHOLE.bound(number, name);
        };
    }

    static Value floating(Float number, String name) {
        return switch (name) {
            case "real" -> number;
            case "imag" -> new Float(0);
            default -> FLOATING.bound(number, name);
        };
    }

    private static Value bytes(Bound a) {
        BigInteger value = big(a);
        boolean signed = a.truth(3);
        int length = a.number(1);
        if (length < 0 || length > 1_000_000) {
            throw Errors.value("length argument must be non-negative");
        } else if (value.signum() < 0 && !signed) {
            throw Errors.overflow("can't convert negative int to unsigned");
        } else if (value.bitLength() + (signed ? 1 : 0) > length * 8) {
            throw Errors.overflow("int too big to convert");
        }
        byte[] out = new byte[length];
        for (int i = 0; i < length; i++) {
            int at = a.text(2).equals("little") ? i : length - 1 - i;
            out[at] = value.shiftRight(8 * i).byteValue();
        }
        return Bytes.of(out);
    }

    private static Value ofBytes(Bound a) {
        byte[] content = ((Bytes) a.get(1)).content();
        if (a.text(2).equals("little")) {
            for (int i = 0; i < content.length / 2; i++) {
                byte swap = content[i];
                content[i] = content[content.length - 1 - i];
                content[content.length - 1 - i] = swap;
            }
        }
        return Int.of(
                a.truth(3) && content.length > 0
                        ? new BigInteger(content)
                        : new BigInteger(1, content));
    }

    private static Value ratio(double value) {
        if (Double.isNaN(value)) {
            throw Errors.value("cannot convert NaN to integer ratio");
        } else if (Double.isInfinite(value)) {
            throw Errors.overflow("cannot convert Infinity to integer ratio");
        }
        BigDecimal exact = new BigDecimal(value);
        BigInteger below = BigInteger.TEN.pow(Math.max(0, exact.scale()));
        BigInteger above = exact.multiply(new BigDecimal(below)).toBigIntegerExact();
        BigInteger common = above.gcd(below);
        return TupleValue.of(Int.of(above.divide(common)), Int.of(below.divide(common)));
    }

    private static String hex(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Numbers.repr(value);
        }
        String text = Double.toHexString(Math.abs(value));
        int p = text.indexOf('p');
        String digits = text.substring(4, p);
        int power = Integer.parseInt(text.substring(p + 1));
        String padded =
                value == 0
                        ? "0"
                        : digits.equals("0")
                                ? "0".repeat(13)
                                : digits + "0".repeat(13 - digits.length());
        String sign = value < 0 || 1 / value < 0 ? "-" : "";
        return sign + text.substring(0, 4) + padded + "p" + (power < 0 ? "" : "+") + power;
    }
}
