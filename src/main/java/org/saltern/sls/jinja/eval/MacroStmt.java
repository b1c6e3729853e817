package org.saltern.sls.jinja.eval;

import java.util.List;
import java.util.Set;

/** A macro, or the body of a call block: its parameters and body. */
public final class MacroStmt implements Stmt {
    private final int line;
    private final String name;
    private final List<Target.Variable> params;
    private final List<Expr> defaults;
    private final List<Stmt> body;
    private boolean takesCaller;
    private boolean takesKwargs;
    private boolean takesVarargs;

    /**
     * @param name null for the body of a call block
     * @param defaults those of the last parameters
     */
    public MacroStmt(
            int line,
            String name,
            List<Target.Variable> params,
            List<Expr> defaults,
            List<Stmt> body) {
        this.line = line;
        this.name = name;
        this.params = List.copyOf(params);
        this.defaults = List.copyOf(defaults);
        this.body = List.copyOf(body);
    }

    @Override
    public void check(Checks checks) {
        Set<String> names =
                Set.copyOf(params.stream().map(Target.Variable::name).distinct().toList());
        checks.scoped(() -> params.forEach(param -> checks.stores(param.name(), param.line())));
        checks.mark(line);
        checks.scoped(() -> defaults.forEach(each -> each.check(checks)));
        Set<String> read = checks.function(body);
        if (read.contains("caller")) {
            int at = params.stream().map(Target.Variable::name).toList().indexOf("caller");
            if (at >= 0 && at < params.size() - defaults.size()) {
                throw checks.bad(
                        "When defining macros or call blocks the special \"caller\" argument must be omitted or be"
                                + " given a default.",
                        line);
            }
            takesCaller = true;
        }
        takesKwargs = read.contains("kwargs") && !names.contains("kwargs");
        takesVarargs = read.contains("varargs") && !names.contains("varargs");
        if (names.size() < params.size()) {
            checks.pythonSyntax("duplicate argument in function definition");
        }
        if (name != null) {
            checks.stores(name, line);
        }
    }

    @Override
    public Flow exec(Scope scope, Out out) {
        scope.assign(name, new Macro(this, scope));
        return Flow.NORMAL;
    }

    int line() {
        return line;
    }

    String name() {
        return name;
    }

    List<Target.Variable> params() {
        return params;
    }

    /** The default of a parameter; null when it has none. */
    Expr fallback(int param) {
        int at = param - (params.size() - defaults.size());
        return at < 0 ? null : defaults.get(at);
    }

    List<Stmt> body() {
        return body;
    }

    boolean takesCaller() {
        return takesCaller;
    }

    boolean takesKwargs() {
        return takesKwargs;
    }

    boolean takesVarargs() {
        return takesVarargs;
    }
}
