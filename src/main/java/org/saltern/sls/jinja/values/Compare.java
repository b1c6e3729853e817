package org.saltern.sls.jinja.values;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/** Python's comparisons. One comparison may look at a million values at most, however they are nested. */
public final class Compare {
    private static final int MOST = 1_000_000;
    private int looked;

    private Compare() {}

    /** {@code a == b}, or {@code a is b}, as containers compare their items. */
    public static boolean same(Value a, Value b) {
        return a == b && !(a instanceof Float) && !(a instanceof Undefined)
                || a.equals(b)
                || reflected(a, b);
    }

    /** {@code a == b}. */
    public static boolean equal(Value a, Value b) {
        return a.equals(b) || reflected(a, b);
    }

    /** An undefined value or an object on the right has a say as well. */
    private static boolean reflected(Value a, Value b) {
        return (b instanceof Undefined && !(a instanceof Undefined)
                        || b instanceof Obj && !(a instanceof Obj))
                && b.equals(a);
    }

    static boolean sameItems(Collection<Value> a, Collection<Value> b) {
        return new Compare().items(a, b);
    }

    private boolean items(Collection<Value> a, Collection<Value> b) {
        if (a.size() != b.size()) {
            return false;
        }
        Iterator<Value> other = b.iterator();
        for (Value item : a) {
            if (!nested(item, other.next())) {
                return false;
            }
        }
        return true;
    }

    private boolean nested(Value a, Value b) {
        if (++looked > MOST) {
            throw Errors.limit("a comparison looks at more than a million values");
        }
        if (a == b && !(a instanceof Undefined)) {
            return true;
        } else if (a instanceof ListValue x && b instanceof ListValue y) {
            return items(x.items(), y.items());
        } else if (a instanceof TupleValue x && b instanceof TupleValue y) {
            return items(x.items(), y.items());
        } else if (a instanceof DictValue x && b instanceof DictValue y) {
            return entries(x, y);
        }
        return same(a, b);
    }

    static boolean sameEntries(DictValue a, DictValue b) {
        return new Compare().entries(a, b);
    }

    /** Order counts only between two ordered dicts. */
    private boolean entries(DictValue a, DictValue b) {
        if (a.entries().size() != b.entries().size()) {
            return false;
        }
        boolean ordered = a.kind() == DictValue.Kind.ORDERED && b.kind() == DictValue.Kind.ORDERED;
        if (ordered && !items(a.entries().keySet(), b.entries().keySet())) {
            return false;
        }
        for (var entry : a.entries().entrySet()) {
            Value there = b.entries().get(entry.getKey());
            if (there == null || !nested(entry.getValue(), there)) {
                return false;
            }
        }
        return true;
    }

    /** Whether two values are equal as numbers. */
    static boolean numbersEqual(Value a, Value b) {
        if (a instanceof Float x && b instanceof Float y) {
            return x.value() == y.value();
        }
        return isNumber(a) && isNumber(b) && numbers(a, b) == 0;
    }

    /** Whether the value is an int, float or bool. */
    public static boolean isNumber(Value value) {
        return value instanceof Int || value instanceof Float || value instanceof Bool;
    }

    /** The order of two numbers; 2 when one is no number at all. */
    private static int numbers(Value a, Value b) {
        Value x = Numbers.plain(a);
        Value y = Numbers.plain(b);
        if (x instanceof Int i && y instanceof Int j) {
            return i.isSmall() && j.isSmall()
                    ? Long.compare(i.small(), j.small())
                    : i.big().compareTo(j.big());
        }
        double p = x instanceof Float f ? f.value() : Double.NaN;
        double q = y instanceof Float f ? f.value() : Double.NaN;
        if (x instanceof Float && Double.isNaN(p) || y instanceof Float && Double.isNaN(q)) {
            return 2;
        } else if (x instanceof Float && y instanceof Float) {
            return p == q ? 0 : Double.compare(p, q);
        } else if (x instanceof Float) {
            return Double.isInfinite(p)
                    ? (p > 0 ? 1 : -1)
                    : new BigDecimal(p).compareTo(new BigDecimal(((Int) y).big()));
        }
        return Double.isInfinite(q)
                ? (q > 0 ? -1 : 1)
                : new BigDecimal(((Int) x).big()).compareTo(new BigDecimal(q));
    }

    /** {@code a < b}. */
    public static boolean less(Value a, Value b) {
        return order(a, b, "<");
    }

    /**
     * A comparison of order.
     *
     * @param sign {@code <}, {@code <=}, {@code >} or {@code >=}
     */
    public static boolean order(Value a, Value b, String sign) {
        return new Compare().ordered(a, b, sign);
    }

    private boolean ordered(Value a, Value b, String sign) {
        if (a instanceof Undefined u) {
            throw u.failure();
        } else if (b instanceof Undefined u) {
            throw u.failure();
        } else if (isNumber(a) && isNumber(b)) {
            int order = numbers(a, b);
            return order != 2 && holds(order, sign);
        } else if (a instanceof Str x && b instanceof Str y) {
            return holds(texts(x.text(), y.text()), sign);
        } else if (a instanceof Bytes x && b instanceof Bytes y) {
            return holds(x.latin1().compareTo(y.latin1()), sign);
        } else if (a instanceof ListValue x && b instanceof ListValue y) {
            return sequences(x.items(), y.items(), sign);
        } else if (a instanceof TupleValue x && b instanceof TupleValue y) {
            return sequences(x.items(), y.items(), sign);
        } else if (setOf(a) != null && setOf(b) != null) {
            return sets(setOf(a), setOf(b), sign);
        } else if (a instanceof Ordered x && b instanceof Ordered y && x.comparableTo(y)) {
            return holds(x.order(y), sign);
        }
        throw Errors.type(
                "'"
                        + sign
                        + "' not supported between instances of '"
                        + a.typeName()
                        + "' and '"
                        + b.typeName()
                        + "'");
    }

    /** An object that has an order of its own, such as a date. */
    public interface Ordered {
        /** Whether these two can be compared. */
        boolean comparableTo(Ordered other);

        /** Less than, equal to or greater than zero. */
        int order(Ordered other);
    }

    private static boolean holds(int order, String sign) {
        return switch (sign) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    /** The order of texts by code point. */
    public static int texts(String a, String b) {
        int shorter = Math.min(a.length(), b.length());
        for (int i = 0; i < shorter; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean high = Character.isSurrogate(x);
                return high == Character.isSurrogate(y) ? Character.compare(x, y) : high ? 1 : -1;
            }
        }
        return a.length() - b.length();
    }

    private boolean sequences(List<Value> a, List<Value> b, String sign) {
        int shorter = Math.min(a.size(), b.size());
        for (int i = 0; i < shorter; i++) {
            if (!nested(a.get(i), b.get(i))) {
                return ordered(a.get(i), b.get(i), sign);
            }
        }
        return holds(Integer.compare(a.size(), b.size()), sign);
    }

    private static SetValue setOf(Value value) {
        if (value instanceof SetValue set) {
            return set;
        }
        return value instanceof DictView v && v.part() != DictView.Part.VALUES
                ? new SetValue(v.now())
                : null;
    }

    private static boolean sets(SetValue a, SetValue b, String sign) {
        return switch (sign) {
            case "<" -> b.items().size() > a.items().size() && b.items().containsAll(a.items());
            case "<=" -> b.items().containsAll(a.items());
            case ">" -> a.items().size() > b.items().size() && a.items().containsAll(b.items());
            default -> a.items().containsAll(b.items());
        };
    }

    /** {@code item in container}. */
    public static boolean contains(Run run, Value container, Value item) {
        return switch (container) {
            case Str s -> {
                if (!(item instanceof Str part)) {
                    throw Errors.type(
                            "'in <string>' requires string as left operand, not "
                                    + item.typeName());
                }
                yield s.text().contains(part.text());
            }
            case DictValue d -> d.entries().containsKey(Hashing.checked(item));
            case SetValue s ->
                    s.items()
                            .contains(
                                    item instanceof SetValue set
                                            ? new SetValue(set.items(), true)
                                            : Hashing.checked(item));
            case ListValue l -> anySame(run, l.items(), item);
            case TupleValue t -> anySame(run, t.items(), item);
            case Bytes b -> {
                if (item instanceof Bytes part) {
                    yield b.latin1().contains(part.latin1());
                }
                long value = Numbers.index(item);
                if (value < 0 || value > 255) {
                    throw Errors.value("byte must be in range(0, 256)");
                }
                yield b.latin1().indexOf((char) value) >= 0;
            }
            case Undefined u -> {
                u.use();
                yield false;
            }
            case Obj o -> o.contains(run, item);
            default ->
                    throw Errors.type(
                            "argument of type '" + container.typeName() + "' is not iterable");
        };
    }

    private static boolean anySame(Run run, List<Value> items, Value item) {
        run.makesItems(items.size() / 64);
        for (Value each : items) {
            if (same(each, item)) {
                return true;
            }
        }
        return false;
    }
}
