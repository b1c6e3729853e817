package org.saltern.sls.jinja.filters;

import java.util.ArrayList;
import java.util.List;
import org.saltern.sls.jinja.values.Int;
import org.saltern.sls.jinja.values.ListValue;
import org.saltern.sls.jinja.values.None;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.Undefined;
import org.saltern.sls.jinja.values.Value;

/** Reads a part of a value by a path such as {@code a.b.0}, as filters with an {@code attribute} do. */
final class Getter {
    private final Run run;
    private final List<Value> path = new ArrayList<>();
    private final Value fallback;
    private final boolean ignoreCase;

    /**
     * @param path a text, a number, or none for the value itself
     * @param fallback instead of what is undefined; none for nothing
     */
    Getter(Run run, Value path, Value fallback, boolean ignoreCase) {
        this.run = run;
        this.fallback = fallback;
        this.ignoreCase = ignoreCase;
        if (path instanceof Str text) {
            for (String part : text.text().split("\\.", -1)) {
                boolean number =
                        !part.isEmpty()
                                && part.length() < 10
                                && part.chars().allMatch(Character::isDigit);
                this.path.add(number ? Int.of(Long.parseLong(part)) : Str.of(part));
            }
        } else if (path != None.NONE) {
            this.path.add(path);
        }
    }

    Value of(Value value) {
        Value now = value;
        for (Value part : path) {
            now = run.item(now, part);
            if (fallback != None.NONE && now instanceof Undefined) {
                now = fallback;
            }
        }
        return ignoreCase ? folded(now) : now;
    }

    /** A text in lower case; other values as they are. */
    static Value folded(Value value) {
        return value instanceof Str s ? s.like(s.text().toLowerCase(java.util.Locale.ROOT)) : value;
    }

    /** Getters of several parts, by paths with commas between; they give lists. */
    static java.util.function.UnaryOperator<Value> several(
            Run run, Value paths, boolean ignoreCase) {
        List<Getter> getters = new ArrayList<>();
        if (paths instanceof Str text) {
            for (String path : text.text().split(",", -1)) {
                getters.add(new Getter(run, Str.of(path), None.NONE, ignoreCase));
            }
        } else {
            getters.add(new Getter(run, paths, None.NONE, ignoreCase));
        }
        if (getters.size() == 1) {
            return getters.get(0)::of;
        }
        return value -> {
            var all = new ListValue();
            getters.forEach(getter -> all.items().add(getter.of(value)));
            return all;
        };
    }
}
