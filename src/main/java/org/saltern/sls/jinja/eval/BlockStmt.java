package org.saltern.sls.jinja.eval;

import java.util.List;
import java.util.Set;
import org.saltern.sls.jinja.values.Errors;

/** {@code block name scoped required} … {@code endblock}. */
public final class BlockStmt implements Stmt {
    private final int line;
    private final String name;
    private final boolean scoped;
    private final boolean required;
    private final List<Stmt> body;
    private Set<String> read = Set.of();
    private boolean top;
    private Template owner;

    public BlockStmt(int line, String name, boolean scoped, boolean required, List<Stmt> body) {
        this.line = line;
        this.name = name;
        this.scoped = scoped;
        this.required = required;
        this.body = List.copyOf(body);
    }

    @Override
    public void check(Checks checks) {
        top = checks.isTop();
        checks.mark(line);
        checks.block(this);
    }

    void read(Set<String> names) {
        read = names;
    }

    void ownedBy(Template template) {
        owner = template;
    }

    @Override
    public Flow exec(Scope scope, Out out) {
        if (top && scope.frame.extended != null) {
            return Flow.NORMAL;
        }
        scope.frame.line = line;
        Context context = scope.frame.context;
        if (required && context.blocks(name).size() <= 1) {
            throw Errors.runtime("Required block '" + name + "' not found");
        }
        Context inside = scoped ? context.derived(scope.locals()) : context;
        BlockReference.render(inside, inside.blocks(name).get(0), 0, out);
        return Flow.NORMAL;
    }

    int line() {
        return line;
    }

    String name() {
        return name;
    }

    boolean isScoped() {
        return scoped;
    }

    List<Stmt> body() {
        return body;
    }

    boolean reads(String special) {
        return read.contains(special);
    }

    Template owner() {
        return owner;
    }
}
