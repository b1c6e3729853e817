package org.saltern.sls.jinja.filters;

import java.util.Map;
import org.saltern.sls.jinja.values.Arith;
import org.saltern.sls.jinja.values.Bool;
import org.saltern.sls.jinja.values.Bytes;
import org.saltern.sls.jinja.values.Compare;
import org.saltern.sls.jinja.values.DictValue;
import org.saltern.sls.jinja.values.Float;
import org.saltern.sls.jinja.values.Hashing;
import org.saltern.sls.jinja.values.Int;
import org.saltern.sls.jinja.values.Iter;
import org.saltern.sls.jinja.values.ListValue;
import org.saltern.sls.jinja.values.None;
import org.saltern.sls.jinja.values.Obj;
import org.saltern.sls.jinja.values.RangeValue;
import org.saltern.sls.jinja.values.Repr;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.TupleValue;
import org.saltern.sls.jinja.values.Undefined;
import org.saltern.sls.jinja.values.Value;

/** Jinja2's tests. */
public final class Tests {
    private static final FilterTable TABLE =
            new FilterTable()
                    .add("defined(value)", (run, a) -> Bool.of(!(a.get(0) instanceof Undefined)))
                    .add("undefined(value)", (run, a) -> Bool.of(a.get(0) instanceof Undefined))
                    .add("none(value)", (run, a) -> Bool.of(a.isNone(0)))
                    .add("boolean(value)", (run, a) -> Bool.of(a.get(0) instanceof Bool))
                    .add(
                            "true(value)",
                            (run, a) -> Bool.of(a.get(0) instanceof Bool b && b.value()))
                    .add(
                            "false(value)",
                            (run, a) -> Bool.of(a.get(0) instanceof Bool b && !b.value()))
                    .add("integer(value)", (run, a) -> Bool.of(a.get(0) instanceof Int))
                    .add("float(value)", (run, a) -> Bool.of(a.get(0) instanceof Float))
                    .add("number(value)", (run, a) -> Bool.of(Compare.isNumber(a.get(0))))
                    .add("string(value)", (run, a) -> Bool.of(a.get(0) instanceof Str))
                    .add("mapping(value)", (run, a) -> Bool.of(a.get(0) instanceof DictValue))
                    .add("sequence(value)", (run, a) -> Bool.of(isSequence(a.get(0))))
                    .add("iterable(value)", (run, a) -> Bool.of(Iter.isIterable(a.get(0))))
                    .add(
                            "callable(obj, /)",
                            (run, a) ->
                                    Bool.of(
                                            a.get(0) instanceof Obj o && o.isCallable()
                                                    || a.get(0) instanceof Undefined))
                    .add("escaped(value)", (run, a) -> Bool.of(TextFilters.isMarkup(a.get(0))))
                    .add(
                            "lower(value)",
                            (run, a) -> Soft.method(run, Str.of(Repr.str(a.get(0))), "islower"))
                    .add(
                            "upper(value)",
                            (run, a) -> Soft.method(run, Str.of(Repr.str(a.get(0))), "isupper"))
                    .add("odd(value)", (run, a) -> remainder(run, a.get(0), Int.of(2), 1))
                    .add("even(value)", (run, a) -> remainder(run, a.get(0), Int.of(2), 0))
                    .add(
                            "divisibleby(value, num)",
                            (run, a) -> remainder(run, a.get(0), a.get(1), 0))
                    .add("sameas(value, other)", (run, a) -> Bool.of(isSame(a.get(0), a.get(1))))
                    .add(
                            "in(value, seq)",
                            (run, a) -> Bool.of(Compare.contains(run, a.get(1), a.get(0))))
                    .add(
                            "filter(value)",
                            (run, a) ->
                                    Bool.of(
                                            Hashing.checked(a.get(0)) instanceof Str s
                                                    && run.hasFilter(s.text())))
                    .add(
                            "test(value)",
                            (run, a) ->
                                    Bool.of(
                                            Hashing.checked(a.get(0)) instanceof Str s
                                                    && run.hasTest(s.text())))
                    .add("eq(a, b, /)", (run, a) -> Bool.of(Compare.equal(a.get(0), a.get(1))))
                    .add("ne(a, b, /)", (run, a) -> Bool.of(!Compare.equal(a.get(0), a.get(1))))
                    .add("lt(a, b, /)", (run, a) -> Bool.of(Compare.order(a.get(0), a.get(1), "<")))
                    .add(
                            "le(a, b, /)",
                            (run, a) -> Bool.of(Compare.order(a.get(0), a.get(1), "<=")))
                    .add("gt(a, b, /)", (run, a) -> Bool.of(Compare.order(a.get(0), a.get(1), ">")))
                    .add(
                            "ge(a, b, /)",
                            (run, a) -> Bool.of(Compare.order(a.get(0), a.get(1), ">=")))
                    .alias("==", "eq")
                    .alias("equalto", "eq")
                    .alias("!=", "ne")
                    .alias("<", "lt")
                    .alias("lessthan", "lt")
                    .alias("<=", "le")
                    .alias(">", "gt")
                    .alias("greaterthan", "gt")
                    .alias(">=", "ge");

    private Tests() {}

    /** All of them by name; a copy. */
    public static Map<String, Filter> all() {
        return TABLE.all();
    }

    private static boolean isSequence(Value value) {
        return switch (value) {
            case Str ignored -> true;
            case Bytes ignored -> true;
            case ListValue ignored -> true;
            case TupleValue ignored -> true;
            case DictValue ignored -> true;
            case RangeValue ignored -> true;
            case Undefined u -> u.kind() != org.saltern.sls.jinja.UndefinedKind.STRICT;
            default -> false;
        };
    }

    private static Value remainder(Run run, Value value, Value by, int wanted) {
        return Bool.of(Compare.equal(Arith.binary(run, "%", value, by), Int.of(wanted)));
    }

    /** Python's {@code is}, as far as values that have no identity here allow: small numbers and names are one object. */
    private static boolean isSame(Value a, Value b) {
        return switch (a) {
            case None ignored -> a == b;
            case Bool x -> b instanceof Bool y && x.value() == y.value();
            case Int x ->
                    a == b
                            || b instanceof Int y
                                    && x.isSmall()
                                    && y.isSmall()
                                    && x.small() == y.small()
                                    && x.small() >= -5
                                    && x.small() <= 256;
            case Str x ->
                    a == b
                            || b instanceof Str y
                                    && x.isMarkup() == y.isMarkup()
                                    && x.text().equals(y.text())
                                    && x.text().matches("\\w*");
            case TupleValue x ->
                    a == b
                            || b instanceof TupleValue y
                                    && x.items().isEmpty()
                                    && y.items().isEmpty();
            default -> a == b;
        };
    }
}
