package org.saltern.sls.jinja.filters;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.values.Arith;
import org.saltern.sls.jinja.values.Bound;
import org.saltern.sls.jinja.values.Bytes;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Float;
import org.saltern.sls.jinja.values.Int;
import org.saltern.sls.jinja.values.None;
import org.saltern.sls.jinja.values.Numbers;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.Undefined;
import org.saltern.sls.jinja.values.Value;

/** Jinja2's filters on numbers. */
final class NumberFilters {
    static final FilterTable TABLE =
            new FilterTable()
                    .add("abs(x, /)", (run, a) -> abs(a.get(0)))
                    .add("int(value, default=0, base=10)", (run, a) -> whole(a))
                    .add(
                            "float(value, default=0.0)",
                            (run, a) -> {
                                Value number = floating(a.get(0));
                                return number != null ? number : a.get(1);
                            })
                    .add("round(value, precision=0, method='common')", NumberFilters::round)
                    .add("filesizeformat(value, binary=False)", (run, a) -> fileSize(a));

    private NumberFilters() {}

    private static Value abs(Value value) {
        return switch (Numbers.plain(value)) {
            case Int i -> Int.of(i.big().abs());
            case Float f -> new Float(Math.abs(f.value()));
            default -> throw Errors.type("bad operand type for abs(): '" + value.typeName() + "'");
        };
    }

    private static Value whole(Bound a) {
        Value value = a.get(0);
        Int found =
                switch (Numbers.plain(value)) {
                    case Undefined u -> throw u.failure();
                    case Str s -> parsed(s.text(), a.get(2));
                    case Int i -> i;
                    case Float f -> Double.isNaN(f.value()) ? null : Numbers.truncated(f.value());
                    case Bytes b -> Numbers.parseInt(b.latin1(), 10);
                    default -> null;
                };
        if (found != null) {
            return found;
        }
        Value number = floating(value);
        if (number instanceof Float f && !Double.isNaN(f.value())) {
            return Numbers.truncated(f.value());
        }
        return a.get(1);
    }

    private static Int parsed(String text, Value base) {
        long radix = Numbers.index(base);
        if (radix != 0 && (radix < 2 || radix > 36)) {
            return null;
        }
        try {
            return Numbers.parseInt(text, (int) radix);
        } catch (JinjaError e) {
            if (!e.type().equals("ValueError")) {
                throw e;
            }
            return null;
        }
    }

    /** {@code float(value)}; null when Python would raise an error that filters catch. */
    private static Value floating(Value value) {
        return switch (Numbers.plain(value)) {
            case Undefined u -> throw u.failure();
            case Float f -> f;
            case Int i -> new Float(Numbers.asDouble(i));
            case Str s -> parsed(s.text());
            case Bytes b -> parsed(b.latin1());
            default -> null;
        };
    }

    private static Value parsed(String text) {
        Double number = Numbers.parseFloat(text);
        return number == null ? null : new Float(number);
    }

    private static Value round(Run run, Bound a) {
        String method = a.get(2) instanceof Str s ? s.text() : "";
        Value value = Numbers.plain(a.get(0));
        if (!method.equals("common") && !method.equals("ceil") && !method.equals("floor")) {
            throw Errors.filterArgument("method must be common, ceil or floor");
        }
        if (method.equals("common")) {
            return rounded(value, a.get(1));
        }
        Value power = Arith.binary(run, "**", Int.of(10), a.get(1));
        Value scaled = Numbers.plain(Arith.binary(run, "*", value, power));
        Value whole =
                switch (scaled) {
                    case Int i -> i;
                    case Float f ->
                            Numbers.truncated(
                                    method.equals("ceil")
                                            ? Math.ceil(f.value())
                                            : Math.floor(f.value()));
                    default -> throw Errors.type("must be real number, not " + scaled.typeName());
                };
        return Arith.binary(run, "/", whole, power);
    }

    private static Value rounded(Value value, Value precision) {
        if (value instanceof Float f) {
            if (precision == None.NONE) {
                return Numbers.truncated(Math.rint(f.value()));
            }
            return new Float(
                    Numbers.round(
                            f.value(),
                            (int) Math.max(-400, Math.min(400, Numbers.index(precision)))));
        } else if (value instanceof Int i) {
            long digits = precision == None.NONE ? 0 : Numbers.index(precision);
            if (digits >= 0) {
                return i;
            } else if (digits < -10_000) {
                return Int.of(0);
            }
            BigInteger unit = BigInteger.TEN.pow((int) -digits);
            BigDecimal times = new BigDecimal(i.big()).divide(new BigDecimal(unit));
            return Int.of(times.setScale(0, RoundingMode.HALF_EVEN).toBigInteger().multiply(unit));
        }
        throw Errors.type("type " + value.typeName() + " doesn't define __round__ method");
    }

    private static Value fileSize(Bound a) {
        Value given = floating(a.get(0));
        if (given == null) {
            throw a.get(0) instanceof Str
                    ? Errors.value("could not convert string to float")
                    : Errors.type(
                            "float() argument must be a string or a real number, not '"
                                    + a.get(0).typeName()
                                    + "'");
        }
        double size = ((Float) given).value();
        double base = a.truth(1) ? 1024 : 1000;
        if (size == 1) {
            return Str.of("1 Byte");
        } else if (size < base) {
            return Str.of(Numbers.truncated(size) + " Bytes");
        }
        String[] units =
                a.truth(1)
                        ? new String[] {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"}
                        : new String[] {"kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"};
        int at = 0;
        double unit = base * base;
        while (at < units.length - 1 && size >= unit) {
            at++;
            unit *= base;
        }
        double shown = base * size / unit;
        String number =
                Double.isInfinite(shown) || Double.isNaN(shown)
                        ? Numbers.repr(shown)
                        : new BigDecimal(shown).setScale(1, RoundingMode.HALF_EVEN).toPlainString();
        return Str.of(number + " " + units[at]);
    }
}
