package org.saltern.sls.jinja.eval;

import java.util.List;
import org.saltern.sls.jinja.UndefinedKind;
import org.saltern.sls.jinja.values.Arith;
import org.saltern.sls.jinja.values.Bool;
import org.saltern.sls.jinja.values.Compare;
import org.saltern.sls.jinja.values.Markup;
import org.saltern.sls.jinja.values.Repr;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.Undefined;
import org.saltern.sls.jinja.values.Value;

/** Expressions with operators. */
public final class Operations {
    private Operations() {}

    /** {@code a + b} and its like. */
    public record Binary(int line, String sign, Expr left, Expr right) implements Expr {
        @Override
        public Value eval(Scope scope) {
            Value a = left.eval(scope);
            return Arith.binary(scope.run, sign, a, right.eval(scope));
        }

        @Override
        public void check(Checks checks) {
            left.check(checks);
            right.check(checks);
        }

        @Override
        public String kind() {
            return switch (sign) {
                case "+" -> "add";
                case "-" -> "sub";
                case "*" -> "mul";
                case "/" -> "div";
                case "//" -> "floordiv";
                case "%" -> "mod";
                default -> "pow";
            };
        }
    }

    /** {@code -a}, {@code +a}. */
    public record Sign(int line, boolean minus, Expr of) implements Expr {
        @Override
        public Value eval(Scope scope) {
            return Arith.unary(minus, of.eval(scope));
        }

        @Override
        public void check(Checks checks) {
            of.check(checks);
        }

        @Override
        public String kind() {
            return minus ? "neg" : "pos";
        }
    }

    /** {@code not a}. */
    public record Not(int line, Expr of) implements Expr {
        @Override
        public Value eval(Scope scope) {
            return Bool.of(!of.eval(scope).truth());
        }

        @Override
        public void check(Checks checks) {
            of.check(checks);
        }

        @Override
        public String kind() {
            return "not";
        }
    }

    /** {@code a and b}, {@code a or b}: the value of one of them. */
    public record Logic(int line, boolean and, Expr left, Expr right) implements Expr {
        @Override
        public Value eval(Scope scope) {
            Value a = left.eval(scope);
            return a.truth() == and ? right.eval(scope) : a;
        }

        @Override
        public void check(Checks checks) {
            left.check(checks);
            right.check(checks);
        }

        @Override
        public String kind() {
            return and ? "and" : "or";
        }
    }

    /** {@code a < b <= c}: each neighbouring pair is compared, the first that fails ends it. */
    public record Comparison(int line, Expr first, List<String> signs, List<Expr> others)
            implements Expr {
        public Comparison {
            signs = List.copyOf(signs);
            others = List.copyOf(others);
        }

        @Override
        public Value eval(Scope scope) {
            Value left = first.eval(scope);
            for (int i = 0; i < signs.size(); i++) {
                Value right = others.get(i).eval(scope);
                if (!holds(scope, signs.get(i), left, right)) {
                    return Bool.FALSE;
                }
                left = right;
            }
            return Bool.TRUE;
        }

        private static boolean holds(Scope scope, String sign, Value a, Value b) {
            return switch (sign) {
                case "==" -> Compare.equal(a, b);
                case "!=" -> !Compare.equal(a, b);
                case "in" -> Compare.contains(scope.run, b, a);
                case "notin" -> !Compare.contains(scope.run, b, a);
                default -> Compare.order(a, b, sign);
            };
        }

        @Override
        public void check(Checks checks) {
            first.check(checks);
            others.forEach(other -> other.check(checks));
        }

        @Override
        public String kind() {
            return "compare";
        }
    }

    /** {@code a ~ b}. */
    public record Concat(int line, List<Expr> parts) implements Expr {
        public Concat {
            parts = List.copyOf(parts);
        }

        @Override
        public Value eval(Scope scope) {
            List<Value> values = Literals.all(parts, scope);
            boolean markup =
                    !Constants.is(this) // joined when compiled, where no markup is known
                            && scope.run.autoescape()
                            && values.stream().anyMatch(Markup::isMarkup);
            var out = new StringBuilder();
            for (Value value : values) {
                out.append(markup ? Markup.escaped(value) : Repr.str(value));
            }
            scope.run.makes(out.length());
            return markup ? Str.markup(out.toString()) : Str.of(out.toString());
        }

        @Override
        public void check(Checks checks) {
            parts.forEach(part -> part.check(checks));
        }

        @Override
        public String kind() {
            return "concat";
        }
    }

    /**
     * {@code then if test else otherwise}.
     *
     * @param otherwise null when left out
     * @param place the place for the message of using the value that is then missing
     */
    public record Cond(int line, Expr test, Expr then, Expr otherwise, String place)
            implements Expr {
        @Override
        public Value eval(Scope scope) {
            if (test.eval(scope).truth()) {
                return then.eval(scope);
            } else if (otherwise != null) {
                return otherwise.eval(scope);
            }
            return Undefined.because(
                    UndefinedKind.DEFAULT,
                    "the inline if-expression on "
                            + place
                            + " evaluated to false and no else section was defined.");
        }

        @Override
        public void check(Checks checks) {
            checks.softly(
                    () -> {
                        then.check(checks);
                        test.check(checks);
                        if (otherwise != null) {
                            otherwise.check(checks);
                        }
                    });
        }

        @Override
        public String kind() {
            return "condexpr";
        }
    }
}
