package org.saltern.sls.jinja.values;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.text.PercentFormat;

/** Python's arithmetic on values. */
public final class Arith {
    /** Bits of the largest whole number that is computed. */
    private static final int MOST_BITS = 1_000_000;

    private Arith() {}

    /** {@code a sign b} for one of {@code + - * / // % **}. */
    public static Value binary(Run run, String sign, Value a, Value b) {
        if (a instanceof Undefined u) {
            throw u.failure();
        }
        if (b instanceof Undefined u
                && !(sign.equals("%") && (a instanceof Str || a instanceof Bytes))) {
            throw u.failure();
        }
        return switch (sign) {
            case "+" -> add(run, a, b);
            case "*" -> multiply(run, a, b);
            case "%" -> a instanceof Str s ? PercentFormat.format(run, s, b) : numeric(sign, a, b);
            case "-" ->
                    a instanceof SetValue || isSetLike(a) || isSetLike(b) && Iter.isIterable(a)
                            ? without(run, a, b)
                            : numeric(sign, a, b);
            default -> numeric(sign, a, b);
        };
    }

    /** {@code a + b}. */
    public static Value add(Run run, Value a, Value b) {
        if (a instanceof Int i && b instanceof Int j && i.isSmall() && j.isSmall()) {
            long sum = i.small() + j.small();
            if (((i.small() ^ sum) & (j.small() ^ sum)) >= 0) {
                return Int.of(sum);
            }
        }
        if (a instanceof Str s && b instanceof Str t) {
            run.makes(s.text().length() + (long) t.text().length());
            if (s.isMarkup() || t.isMarkup()) {
                return Str.markup(Markup.escaped(s) + Markup.escaped(t));
            }
            return Str.of(s.text() + t.text());
        } else if (a instanceof ListValue l && b instanceof ListValue m) {
            run.makesItems(l.items().size() + (long) m.items().size());
            var all = new ListValue(l.items());
            all.items().addAll(m.items());
            return all;
        } else if (a instanceof TupleValue t && b instanceof TupleValue u) {
            run.makesItems(t.items().size() + (long) u.items().size());
            var all = new ArrayList<>(t.items());
            all.addAll(u.items());
            return new TupleValue(all);
        } else if (a instanceof Bytes x && b instanceof Bytes y) {
            run.makes(x.length() + (long) y.length());
            return Bytes.latin1(x.latin1() + y.latin1());
        } else if (a instanceof Str) {
            throw Errors.type("can only concatenate str (not \"" + b.typeName() + "\") to str");
        } else if (a instanceof ListValue) {
            throw Errors.type("can only concatenate list (not \"" + b.typeName() + "\") to list");
        } else if (a instanceof TupleValue) {
            throw Errors.type("can only concatenate tuple (not \"" + b.typeName() + "\") to tuple");
        }
        return numeric("+", a, b);
    }

    private static Value multiply(Run run, Value a, Value b) {
        if (isSequence(a) && !isSequence(b)) {
            return repeated(run, a, b);
        } else if (isSequence(b) && !isSequence(a)) {
            return repeated(run, b, a);
        } else if (isSequence(a)) {
            throw Errors.type("can't multiply sequence by non-int of type '" + b.typeName() + "'");
        }
        return numeric("*", a, b);
    }

    private static boolean isSequence(Value value) {
        return value instanceof Str
                || value instanceof Bytes
                || value instanceof ListValue
                || value instanceof TupleValue;
    }

    private static Value repeated(Run run, Value sequence, Value times) {
        if (!(times instanceof Int) && !(times instanceof Bool)) {
            throw Errors.type(
                    "can't multiply sequence by non-int of type '" + times.typeName() + "'");
        }
        if (times instanceof Int i && !i.isSmall() && i.signum() > 0) {
            throw Errors.overflow("cannot fit 'int' into an index-sized integer");
        }
        long asked = times instanceof Int i ? i.clamped() : Numbers.index(times);
        int count = (int) Math.max(0, Math.min(Integer.MAX_VALUE, asked));
        return switch (sequence) {
            case Str s -> {
                run.makes(s.text().length() * (long) count);
                yield s.like(s.text().isEmpty() ? "" : s.text().repeat(count));
            }
            case Bytes x -> {
                run.makes(x.length() * (long) count);
                yield Bytes.latin1(x.length() == 0 ? "" : x.latin1().repeat(count));
            }
            case ListValue l -> new ListValue(copies(run, l.items(), count));
            case TupleValue t -> new TupleValue(copies(run, t.items(), count));
            default -> throw new IllegalStateException("not a sequence");
        };
    }

    private static List<Value> copies(Run run, List<Value> items, int count) {
        run.makesItems(items.size() * (long) count);
        if (items.isEmpty() || count == 0) {
            return List.of();
        }
        var all = new ArrayList<Value>(items.size() * count);
        for (List<Value> round : Collections.nCopies(count, items)) {
            all.addAll(round);
        }
        return all;
    }

    private static boolean isSetLike(Value value) {
        return value instanceof DictView view && view.part() != DictView.Part.VALUES;
    }

    private static Value without(Run run, Value a, Value b) {
        if (a instanceof SetValue && !(b instanceof SetValue) && !(b instanceof DictView)) {
            throw unsupported("-", a, b);
        }
        var left = new LinkedHashSet<>(run.list(a));
        run.list(b).forEach(left::remove);
        return new SetValue(left, a instanceof SetValue s && s.isFrozen());
    }

    private static JinjaError unsupported(String sign, Value a, Value b) {
        String name = sign.equals("**") ? "** or pow()" : sign;
        return Errors.type(
                "unsupported operand type(s) for "
                        + name
                        + ": '"
                        + a.typeName()
                        + "' and '"
                        + b.typeName()
                        + "'");
    }

    private static Value numeric(String sign, Value left, Value right) {
        Value a = Numbers.plain(left);
        Value b = Numbers.plain(right);
        if (a instanceof Int i && b instanceof Int j) {
            return whole(sign, i, j);
        } else if (Compare.isNumber(a) && Compare.isNumber(b)) {
            return floating(sign, Numbers.asDouble(a), Numbers.asDouble(b));
        } else if (left instanceof DateMath d && (sign.equals("+") || sign.equals("-"))) {
            Value moved = d.moved(sign, right);
            if (moved != null) {
                return moved;
            }
        }
        throw unsupported(sign, left, right);
    }

    /** An object that arithmetic knows, such as a date. */
    public interface DateMath {
        /** {@code this sign other}; null when that has no meaning. */
        Value moved(String sign, Value other);
    }

    private static Value whole(String sign, Int a, Int b) {
        if (a.isSmall() && b.isSmall()) {
            Value quick = quick(sign, a.small(), b.small());
            if (quick != null) {
                return quick;
            }
        }
        BigInteger x = a.big();
        BigInteger y = b.big();
        return switch (sign) {
            case "+" -> Int.of(x.add(y));
            case "-" -> Int.of(x.subtract(y));
            case "*" -> {
                room(x.bitLength() + (long) y.bitLength());
                yield Int.of(x.multiply(y));
            }
            case "/" -> new Float(ratio(x, y));
            case "//" -> Int.of(floorDivision(x, y)[0]);
            case "%" -> Int.of(floorDivision(x, y)[1]);
            default -> power(x, y);
        };
    }

    private static Value quick(String sign, long x, long y) {
        return switch (sign) {
            case "-" -> {
                long difference = x - y;
                yield ((x ^ y) & (x ^ difference)) < 0 ? null : Int.of(difference);
            }
            case "*" -> Math.multiplyHigh(x, y) == (x * y >> 63) ? Int.of(x * y) : null;
            case "/" ->
                    y != 0 && Math.abs(x) < 1L << 53 && Math.abs(y) < 1L << 53
                            ? new Float((double) x / y)
                            : null;
            case "//" -> y != 0 && x != Long.MIN_VALUE ? Int.of(Math.floorDiv(x, y)) : null;
            case "%" -> y != 0 ? Int.of(Math.floorMod(x, y)) : null;
            default -> null;
        };
    }

    private static double ratio(BigInteger x, BigInteger y) {
        if (y.signum() == 0) {
            throw Errors.zeroDivision("division by zero");
        }
        double ratio =
                new BigDecimal(x).divide(new BigDecimal(y), new MathContext(60)).doubleValue();
        if (Double.isInfinite(ratio)) {
            throw Errors.overflow("integer division result too large for a float");
        }
        return ratio;
    }

    private static BigInteger[] floorDivision(BigInteger x, BigInteger y) {
        if (y.signum() == 0) {
            throw Errors.zeroDivision("integer division or modulo by zero");
        }
        BigInteger[] parts = x.divideAndRemainder(y);
        if (parts[1].signum() != 0 && parts[1].signum() != y.signum()) {
            parts[0] = parts[0].subtract(BigInteger.ONE);
            parts[1] = parts[1].add(y);
        }
        return parts;
    }

    private static Value power(BigInteger x, BigInteger y) {
        if (y.signum() < 0) {
            if (x.signum() == 0) {
                throw Errors.zeroDivision("0.0 cannot be raised to a negative power");
            }
            return floating("**", Numbers.asDouble(Int.of(x)), Numbers.asDouble(Int.of(y)));
        } else if (x.bitLength() <= 1 && x.abs().equals(x.abs().min(BigInteger.ONE))) {
            boolean minus = x.signum() < 0 && !y.testBit(0);
            return Int.of(y.signum() == 0 || minus ? BigInteger.ONE : x);
        }
        room(y.bitLength() > 31 ? Long.MAX_VALUE : x.bitLength() * y.longValue());
        return Int.of(x.pow(y.intValueExact()));
    }

    private static void room(long bits) {
        if (bits > MOST_BITS) {
            throw Errors.limit("a whole number of more than " + MOST_BITS + " bits");
        }
    }

    private static Value floating(String sign, double x, double y) {
        return new Float(
                switch (sign) {
                    case "+" -> x + y;
                    case "-" -> x - y;
                    case "*" -> x * y;
                    case "/" -> {
                        nonZero(y, "float division by zero");
                        yield x / y;
                    }
                    case "//" -> {
                        nonZero(y, "float floor division by zero");
                        yield floorDivided(x, y);
                    }
                    case "%" -> {
                        nonZero(y, "float modulo");
                        yield modulo(x, y);
                    }
                    default -> floatPower(x, y);
                });
    }

    private static void nonZero(double y, String message) {
        if (y == 0) {
            throw Errors.zeroDivision(message);
        }
    }

    private static double modulo(double x, double y) {
        double rest = x % y;
        if (rest != 0) {
            return rest < 0 != y < 0 ? rest + y : rest;
        }
        return Math.copySign(0.0, y);
    }

    private static double floorDivided(double x, double y) {
        double rest = x % y;
        double quotient = (x - rest) / y;
        if (rest != 0 && rest < 0 != y < 0) {
            quotient -= 1;
        }
        if (quotient == 0) {
            return Math.copySign(0.0, x / y);
        }
        double floor = Math.floor(quotient);
        return quotient - floor > 0.5 ? floor + 1 : floor;
    }

    private static double floatPower(double x, double y) {
        if (x == 0 && y < 0) {
            throw Errors.zeroDivision("0.0 cannot be raised to a negative power");
        } else if (x == 1 || y == 0) {
            return 1;
        } else if (x == -1 && Double.isInfinite(y)) {
            return 1;
        } else if (x < 0 && !Double.isInfinite(x) && y != Math.rint(y)) {
            throw Errors.value("a power that is a complex number is not supported");
        }
        double power = Math.pow(x, y);
        if (Double.isInfinite(power) && !Double.isInfinite(x) && !Double.isInfinite(y)) {
            throw new JinjaError("OverflowError", "(34, 'Numerical result out of range')");
        }
        return power;
    }

    /** {@code -value} or {@code +value}. */
    public static Value unary(boolean minus, Value value) {
        return switch (Numbers.plain(value)) {
            case Int i -> !minus ? i : Int.of(i.big().negate());
            case Float f -> minus ? new Float(-f.value()) : f;
            case Undefined u -> throw u.failure();
            default ->
                    throw Errors.type(
                            "bad operand type for unary "
                                    + (minus ? "-" : "+")
                                    + ": '"
                                    + value.typeName()
                                    + "'");
        };
    }
}
