package org.saltern.sls.jinja.eval;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.values.Repr;

/** A template that was read and checked. Immutable once made; many renderings may use it. */
public final class Template {
    private final String name;
    private final List<Stmt> body;
    private final Map<String, BlockStmt> blocks;
    private final boolean readsSelf;

    /**
     * @param name null for a template without one
     * @throws JinjaError it uses filters, tests or tags as Jinja2's compiler does not allow
     */
    public Template(String name, List<Stmt> body, Set<String> filters, Set<String> tests) {
        this.name = name;
        this.body = List.copyOf(body);
        Checks checks = Checks.of(this.body, name, filters, tests);
        this.blocks = Collections.unmodifiableMap(checks.blocks());
        this.readsSelf = checks.readsSelf();
        blocks.values().forEach(block -> block.ownedBy(this));
    }

    /** The name; null when it has none. */
    public String name() {
        return name;
    }

    Map<String, BlockStmt> blocks() {
        return blocks;
    }

    /** A line of this template, as messages name it. */
    String place(int line) {
        return place(name, line);
    }

    /** A line of a template, as messages name it. */
    public static String place(String name, int line) {
        return "line " + line + (name == null ? "" : " in " + Repr.quoted(name));
    }

    /** Renders the template, and then the one it extends. */
    void render(Context context, Out out) {
        var frame = new Frame(context, this);
        Scope scope = Scope.top(frame);
        if (readsSelf) {
            scope.define("self", new BlockReference.Self(context));
        }
        context.run().deeper();
        try {
            Statements.all(body, scope, out);
        } catch (JinjaError e) {
            throw frame.at(e);
        }
        if (frame.extended != null) {
            frame.extended.render(context, out);
        }
        context.run().shallower();
    }
}
