package org.saltern.sls.jinja.eval;

/** {@code call(…) m(…)} … {@code endcall}. */
public record CallStmt(int line, MacroStmt body, Calls.Call call) implements Stmt {
    @Override
    public Flow exec(Scope scope, Out out) {
        scope.frame.line = line;
        Statements.join(call.eval(scope, new Macro(body, scope)), out);
        return Flow.NORMAL;
    }

    @Override
    public void check(Checks checks) {
        body.check(checks);
        checks.mark(line);
        call.check(checks);
    }
}
