package org.saltern.sls.jinja.eval;

import org.saltern.sls.jinja.values.Items;
import org.saltern.sls.jinja.values.None;
import org.saltern.sls.jinja.values.SliceValue;
import org.saltern.sls.jinja.values.Undefined;
import org.saltern.sls.jinja.values.Value;

/** Expressions that read a variable or a part of a value. */
public final class Access {
    private Access() {}

    /** A variable. */
    public record Name(int line, String name) implements Expr {
        @Override
        public Value eval(Scope scope) {
            Value value = scope.lookup(name);
            return value != null ? value : Undefined.variable(scope.run.undefinedKind(), name);
        }

        @Override
        public void check(Checks checks) {
            checks.loads(name);
        }

        @Override
        public String kind() {
            return "name";
        }
    }

    /** {@code of.name}. */
    public record Attribute(int line, Expr of, String name) implements Expr {
        @Override
        public Value eval(Scope scope) {
            return scope.run.attribute(of.eval(scope), name);
        }

        @Override
        public void check(Checks checks) {
            of.check(checks);
        }

        @Override
        public String kind() {
            return "getattr";
        }
    }

    /** {@code of[key]}. */
    public record Item(int line, Expr of, Expr key) implements Expr {
        @Override
        public Value eval(Scope scope) {
            Value value = of.eval(scope);
            if (key instanceof Slice) {
                return Items.get(scope.run, value, key.eval(scope));
            }
            return scope.run.item(value, key.eval(scope));
        }

        @Override
        public void check(Checks checks) {
            of.check(checks);
            key.check(checks);
        }

        @Override
        public String kind() {
            return "getitem";
        }
    }

    /** {@code start:stop:step} in an index; parts may be null. */
    public record Slice(int line, Expr start, Expr stop, Expr step) implements Expr {
        @Override
        public Value eval(Scope scope) {
            return new SliceValue(part(start, scope), part(stop, scope), part(step, scope));
        }

        private static Value part(Expr part, Scope scope) {
            return part == null ? None.NONE : part.eval(scope);
        }

        @Override
        public void check(Checks checks) {
            for (Expr part : new Expr[] {start, stop, step}) {
                if (part != null) {
                    part.check(checks);
                }
            }
        }

        @Override
        public String kind() {
            return "slice";
        }
    }
}
