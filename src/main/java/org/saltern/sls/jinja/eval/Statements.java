package org.saltern.sls.jinja.eval;

import java.util.List;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Markup;
import org.saltern.sls.jinja.values.Repr;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.Value;

/** The statements that need few words. */
public final class Statements {
    private Statements() {}

    static Stmt.Flow all(List<Stmt> body, Scope scope, Out out) {
        for (Stmt statement : body) {
            Stmt.Flow flow = statement.exec(scope, out);
            if (flow != Stmt.Flow.NORMAL) {
                return flow;
            }
        }
        return Stmt.Flow.NORMAL;
    }

    /** What a body prints. */
    static String caught(List<Stmt> body, Scope scope) {
        var inside = new Out(scope.run);
        all(body, scope, inside);
        return inside.text();
    }

    /** Prints a value that Jinja2 does not turn into a text first. */
    static void join(Value value, Out out) {
        if (!(value instanceof Str text)) {
            throw Errors.type(
                    "sequence item 0: expected str instance, " + value.typeName() + " found");
        }
        out.print(text.text());
    }

    /** Text of the template itself. */
    public record Data(String text) implements Stmt {
        @Override
        public Flow exec(Scope scope, Out out) {
            if (!scope.checksOutput || scope.frame.extended == null) {
                out.print(text);
            }
            return Flow.NORMAL;
        }

        @Override
        public void check(Checks checks) {}
    }

    /** An expression that is printed. */
    public record Print(Expr value) implements Stmt {
        @Override
        public Flow exec(Scope scope, Out out) {
            if (scope.checksOutput && scope.frame.extended != null) {
                return Flow.NORMAL;
            }
            scope.frame.line = value.line();
            Value printed = scope.run.finalized(value.eval(scope));
            out.print(scope.run.autoescape() ? Markup.escaped(printed) : Repr.str(printed));
            return Flow.NORMAL;
        }

        @Override
        public void check(Checks checks) {
            if (!Constants.is(value)) {
                checks.mark(value.line());
            }
            value.check(checks);
        }
    }

    /** An expression that is evaluated for its effect. */
    public record Do(int line, Expr value) implements Stmt {
        @Override
        public Flow exec(Scope scope, Out out) {
            scope.frame.line = line;
            value.eval(scope);
            return Flow.NORMAL;
        }

        @Override
        public void check(Checks checks) {
            checks.mark(line);
            value.check(checks);
        }
    }

    /** {@code set a = b}. */
    public record Assign(int line, Target target, Expr value) implements Stmt {
        @Override
        public Flow exec(Scope scope, Out out) {
            scope.frame.line = line;
            target.prepare(scope);
            target.assign(scope, value.eval(scope));
            return Flow.NORMAL;
        }

        @Override
        public void check(Checks checks) {
            checks.mark(line);
            value.check(checks);
            target.check(checks);
        }
    }

    /**
     * {@code set a} … {@code endset}.
     *
     * @param filter a filter on the text; may be null
     */
    public record AssignText(int line, Target target, Calls.FilterCall filter, List<Stmt> body)
            implements Stmt {
        public AssignText {
            body = List.copyOf(body);
        }

        @Override
        public Flow exec(Scope scope, Out out) {
            Scope inner = scope.caught();
            String text = caught(body, inner);
            scope.frame.line = line;
            target.prepare(scope);
            boolean markup = scope.run.autoescape();
            Value value = markup ? Str.markup(text) : Str.of(text);
            if (filter != null) {
                value = filter.applyTo(inner, value);
                value =
                        markup && !(value instanceof Str s && s.isMarkup())
                                ? Str.markup(Repr.str(value))
                                : value;
            }
            target.assign(scope, value);
            return Flow.NORMAL;
        }

        @Override
        public void check(Checks checks) {
            checks.body(body);
            checks.mark(line);
            target.check(checks);
            if (filter != null) {
                filter.check(checks);
            }
        }
    }

    /** {@code filter f} … {@code endfilter}. */
    public record FilterBlock(int line, Calls.FilterCall filter, List<Stmt> body) implements Stmt {
        public FilterBlock {
            body = List.copyOf(body);
        }

        @Override
        public Flow exec(Scope scope, Out out) {
            Scope inner = scope.inner();
            String text = caught(body, inner);
            scope.frame.line = line;
            join(
                    filter.applyTo(inner, scope.run.autoescape() ? Str.markup(text) : Str.of(text)),
                    out);
            return Flow.NORMAL;
        }

        @Override
        public void check(Checks checks) {
            checks.body(body);
            checks.mark(line);
            checks.scoped(() -> filter.check(checks));
        }
    }

    /** {@code if}: tests with their lines and bodies, in order; then the {@code else} body, which may be empty. */
    public record If(
            List<Integer> lines, List<Expr> tests, List<List<Stmt>> bodies, List<Stmt> otherwise)
            implements Stmt {
        @Override
        public Flow exec(Scope scope, Out out) {
            for (int i = 0; i < tests.size(); i++) {
                scope.frame.line = lines.get(i);
                if (tests.get(i).eval(scope).truth()) {
                    return all(bodies.get(i), scope, out);
                }
            }
            return all(otherwise, scope, out);
        }

        @Override
        public void check(Checks checks) {
            checks.softly(
                    () -> {
                        for (int i = 0; i < tests.size(); i++) {
                            checks.mark(lines.get(i));
                            tests.get(i).check(checks);
                            checks.all(bodies.get(i));
                        }
                        checks.all(otherwise);
                    });
        }
    }

    /** {@code with a = b}. Has no line of its own: Jinja2 gives errors in it the line of what was before. */
    public static final class With implements Stmt {
        private final List<Target> targets;
        private final List<Expr> values;
        private final List<Stmt> body;
        private int line;

        public With(List<Target> targets, List<Expr> values, List<Stmt> body) {
            this.targets = List.copyOf(targets);
            this.values = List.copyOf(values);
            this.body = List.copyOf(body);
        }

        @Override
        public Flow exec(Scope scope, Out out) {
            Scope inner = scope.inner();
            scope.frame.line = line;
            for (int i = 0; i < targets.size(); i++) {
                targets.get(i).assign(inner, values.get(i).eval(scope));
            }
            return all(body, inner, out);
        }

        @Override
        public void check(Checks checks) {
            line = checks.lastLine();
            checks.scoped(
                    () -> {
                        values.forEach(value -> value.check(checks));
                        targets.forEach(target -> target.check(checks));
                    });
            checks.body(body);
        }
    }

    /** {@code autoescape x} … {@code endautoescape}. */
    public record Autoescape(Expr on, List<Stmt> body) implements Stmt {
        public Autoescape {
            body = List.copyOf(body);
        }

        @Override
        public Flow exec(Scope scope, Out out) {
            Scope inner = scope.inner();
            boolean before = scope.run.autoescape();
            scope.run.escape(on.eval(inner).truth());
            Flow flow = all(body, inner, out);
            scope.run.escape(before);
            return flow;
        }

        @Override
        public void check(Checks checks) {
            checks.scoped(() -> on.check(checks));
            checks.body(body);
        }
    }

    /** {@code break} or {@code continue}. */
    public record Leave(int line, boolean breaks) implements Stmt {
        @Override
        public Flow exec(Scope scope, Out out) {
            return breaks ? Flow.BREAK : Flow.CONTINUE;
        }

        @Override
        public void check(Checks checks) {
            checks.mark(line);
            checks.leavesLoop(breaks ? "break" : "continue");
        }
    }
}
