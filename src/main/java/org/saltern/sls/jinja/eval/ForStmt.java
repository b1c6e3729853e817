package org.saltern.sls.jinja.eval;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.values.Iter;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.Value;

/** {@code for target in items if test recursive} … {@code else} … {@code endfor}. */
public final class ForStmt implements Stmt {
    private final int line;
    private final Target target;
    private final Expr items;
    private final Expr test;
    private final boolean recursive;
    private final List<Stmt> body;
    private final List<Stmt> otherwise;
    private boolean readsLoop;

    /** @param test may be null */
    public ForStmt(
            int line,
            Target target,
            Expr items,
            Expr test,
            boolean recursive,
            List<Stmt> body,
            List<Stmt> otherwise) {
        this.line = line;
        this.target = target;
        this.items = items;
        this.test = test;
        this.recursive = recursive;
        this.body = List.copyOf(body);
        this.otherwise = List.copyOf(otherwise);
    }

    @Override
    public void check(Checks checks) {
        checks.insideFor(
                () -> {
                    checks.scoped(() -> target.check(checks));
                    if (test != null) {
                        checks.mark(test.line());
                        checks.scoped(() -> test.check(checks));
                    }
                    checks.mark(line);
                    items.check(checks);
                    readsLoop =
                            checks.loop(body).contains("loop") || recursive || hasScopedBlock(body);
                    checks.body(otherwise);
                });
        if (recursive) {
            checks.mark(line);
        }
    }

    private static boolean hasScopedBlock(List<Stmt> body) {
        return body.stream().anyMatch(each -> each instanceof BlockStmt block && block.isScoped());
    }

    @Override
    public Flow exec(Scope scope, Out out) {
        scope.frame.line = line;
        Value all = items.eval(scope);
        if (recursive) {
            Statements.join(again(scope, all, 0), out);
            return Flow.NORMAL;
        }
        rounds(scope, all, out, null, 0);
        return Flow.NORMAL;
    }

    /** One level of a recursive loop: what it prints. */
    private Value again(Scope outer, Value all, int depth) {
        var frame = new Frame(outer.frame.context, outer.frame.template);
        frame.extended = outer.checksOutput ? outer.frame.extended : null;
        frame.line = line;
        Scope scope = outer.function(frame);
        var inside = new Out(outer.run);
        outer.run.deeper();
        try {
            rounds(scope, all, inside, again -> again(outer, again, depth + 1), depth);
        } catch (JinjaError e) {
            throw frame.at(e);
        }
        outer.run.shallower();
        return outer.run.autoescape() ? Str.markup(inside.text()) : Str.of(inside.text());
    }

    private void rounds(Scope scope, Value all, Out out, Loop.Recursion recursion, int depth) {
        Rendering run = scope.run;
        Iterator<Value> each = Iter.of(run, all);
        if (test != null) {
            each = new Tested(scope, each);
        }
        Loop loop =
                readsLoop ? new Loop(run, each, test == null ? all : null, recursion, depth) : null;
        boolean finished = false;
        while (true) {
            scope.frame.line = line;
            if (loop == null ? !each.hasNext() : !loop.hasNext()) {
                break;
            }
            run.step();
            Scope round = scope.inner();
            target.assign(round, loop == null ? each.next() : loop.advance());
            if (loop != null) {
                round.define("loop", loop);
            }
            Flow flow = Statements.all(body, round, out);
            if (flow == Flow.BREAK) {
                break;
            }
            // As in Jinja2, only a round that reaches its end counts as one for the else part.
            finished |= flow == Flow.NORMAL;
        }
        if (!finished && !otherwise.isEmpty()) {
            Statements.all(otherwise, scope.inner(), out);
        }
    }

    /** The items for which the loop's test holds, found one by one. */
    private final class Tested implements Iterator<Value> {
        private final Scope scope;
        private final Iterator<Value> items;
        private Value next;

        Tested(Scope scope, Iterator<Value> items) {
            this.scope = scope;
            this.items = items;
        }

        @Override
        public boolean hasNext() {
            scope.frame.line = test.line();
            while (next == null && items.hasNext()) {
                Value item = items.next();
                scope.run.step();
                Scope inner = scope.inner();
                target.assign(inner, item);
                if (test.eval(inner).truth()) {
                    next = item;
                }
            }
            scope.frame.line = line;
            return next != null;
        }

        @Override
        public Value next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Value item = next;
            next = null;
            return item;
        }
    }
}
