package org.saltern.sls.jinja.eval;

import java.util.ArrayList;
import java.util.List;
import org.saltern.sls.jinja.values.DictValue;
import org.saltern.sls.jinja.values.ListValue;
import org.saltern.sls.jinja.values.TupleValue;
import org.saltern.sls.jinja.values.Value;

/** Expressions that stand for themselves. */
public final class Literals {
    private Literals() {}

    /** A constant. */
    public record Const(int line, Value value) implements Expr {
        @Override
        public Value eval(Scope scope) {
            return value;
        }

        @Override
        public void check(Checks checks) {}

        @Override
        public String kind() {
            return "const";
        }
    }

    /** {@code (a, b)}. */
    public record Tuple(int line, List<Expr> items) implements Expr {
        public Tuple {
            items = List.copyOf(items);
        }

        @Override
        public Value eval(Scope scope) {
            return new TupleValue(all(items, scope));
        }

        @Override
        public void check(Checks checks) {
            items.forEach(item -> item.check(checks));
        }

        @Override
        public String kind() {
            return "tuple";
        }
    }

    /** {@code [a, b]}. */
    public record Array(int line, List<Expr> items) implements Expr {
        public Array {
            items = List.copyOf(items);
        }

        @Override
        public Value eval(Scope scope) {
            return new ListValue(all(items, scope));
        }

        @Override
        public void check(Checks checks) {
            items.forEach(item -> item.check(checks));
        }

        @Override
        public String kind() {
            return "list";
        }
    }

    /** {@code {a: b}}. */
    public record Dict(int line, List<Expr> keys, List<Expr> values) implements Expr {
        public Dict {
            keys = List.copyOf(keys);
            values = List.copyOf(values);
        }

        @Override
        public Value eval(Scope scope) {
            var dict = new DictValue();
            for (int i = 0; i < keys.size(); i++) {
                Value key = keys.get(i).eval(scope);
                dict.put(key, values.get(i).eval(scope));
            }
            return dict;
        }

        @Override
        public void check(Checks checks) {
            for (int i = 0; i < keys.size(); i++) {
                keys.get(i).check(checks);
                values.get(i).check(checks);
            }
        }

        @Override
        public String kind() {
            return "dict";
        }
    }

    static List<Value> all(List<Expr> items, Scope scope) {
        var values = new ArrayList<Value>(items.size());
        for (Expr item : items) {
            values.add(item.eval(scope));
        }
        return values;
    }
}
