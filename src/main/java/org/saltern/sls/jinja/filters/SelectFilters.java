package org.saltern.sls.jinja.filters;

import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.saltern.sls.jinja.values.Args;
import org.saltern.sls.jinja.values.Bound;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Iter;
import org.saltern.sls.jinja.values.None;
import org.saltern.sls.jinja.values.Repr;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.Undefined;
import org.saltern.sls.jinja.values.Value;

/** Jinja2's filters that apply filters and tests to each item. */
final class SelectFilters {
    static final FilterTable TABLE =
            new FilterTable()
                    .add("map(value, *args, **kwargs)", (run, a) -> Lazy.of(() -> map(run, a)))
                    .add(
                            "select(value, *args, **kwargs)",
                            (run, a) -> Lazy.of(() -> select(run, a, false, true)))
                    .add(
                            "reject(value, *args, **kwargs)",
                            (run, a) -> Lazy.of(() -> select(run, a, false, false)))
                    .add(
                            "selectattr(value, *args, **kwargs)",
                            (run, a) -> Lazy.of(() -> select(run, a, true, true)))
                    .add(
                            "rejectattr(value, *args, **kwargs)",
                            (run, a) -> Lazy.of(() -> select(run, a, true, false)));

    private SelectFilters() {}

    private static Iterator<Value> map(Run run, Bound a) {
        if (!a.truth(0)) {
            return Collections.emptyIterator();
        }
        UnaryOperator<Value> mapper = mapper(run, a);
        return Lazy.mapped(run.each(a.get(0)), mapper);
    }

    private static UnaryOperator<Value> mapper(Run run, Bound a) {
        if (a.rest().isEmpty() && a.named().containsKey("attribute")) {
            var named = new LinkedHashMap<>(a.named());
            Value attribute = named.remove("attribute");
            Value fallback = named.remove("default");
            if (!named.isEmpty()) {
                throw Errors.filterArgument(
                        "Unexpected keyword argument "
                                + Repr.quoted(named.keySet().iterator().next()));
            }
            return new Getter(run, attribute, fallback == null ? None.NONE : fallback, false)::of;
        }
        if (a.rest().isEmpty()) {
            throw Errors.filterArgument("map requires a filter argument");
        }
        Value name = a.rest().get(0);
        var more = new Args(a.rest().subList(1, a.rest().size()), a.named());
        return item -> {
            requireKnown(name, "filter", name instanceof Str s && run.hasFilter(s.text()));
            return run.filter(((Str) name).text(), more.before(item));
        };
    }

    private static void requireKnown(Value name, String kind, boolean known) {
        if (known) {
            return;
        }
        String message = "No " + kind + " named " + Repr.repr(name) + ".";
        throw Errors.runtime(
                name instanceof Undefined u
                        ? message
                                + " ("
                                + u.failure().getMessage()
                                + "; did you forget to quote the callable name?)"
                        : message);
    }

    private static Iterator<Value> select(Run run, Bound a, boolean byAttribute, boolean wanted) {
        if (!a.truth(0)) {
            return Collections.emptyIterator();
        }
        int offset = byAttribute ? 1 : 0;
        if (byAttribute && a.rest().isEmpty()) {
            throw Errors.filterArgument("Missing parameter for attribute name");
        }
        Getter getter = byAttribute ? new Getter(run, a.rest().get(0), None.NONE, false) : null;
        Predicate<Value> test = a.rest().size() > offset ? test(run, a, offset) : Value::truth;
        return Lazy.filtered(
                run,
                Iter.of(run, a.get(0)),
                item -> test.test(getter == null ? item : getter.of(item)) == wanted);
    }

    private static Predicate<Value> test(Run run, Bound a, int offset) {
        Value name = a.rest().get(offset);
        var more = new Args(a.rest().subList(offset + 1, a.rest().size()), a.named());
        return item -> {
            requireKnown(name, "test", name instanceof Str s && run.hasTest(s.text()));
            return run.test(((Str) name).text(), more.before(item));
        };
    }
}
