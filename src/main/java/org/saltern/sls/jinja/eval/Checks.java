package org.saltern.sls.jinja.eval;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.saltern.sls.jinja.JinjaError;

/**
 * What Jinja2's compiler finds out before a template runs: unknown filters and tests, misplaced tags, blocks defined twice, which
 * special names ({@code loop}, {@code caller}, …) a body reads, and the line that statements without one of their own get.
 */
public final class Checks {
    private static final Set<String> SPECIAL =
            Set.of("loop", "caller", "kwargs", "varargs", "self", "super");

    /** The special names that a body reads before it sets them. */
    private static final class Names {
        private final Set<String> read = new HashSet<>();
        private final Set<String> set = new HashSet<>();
    }

    private final String file;
    private final Set<String> filters;
    private final Set<String> tests;
    private final Map<String, BlockStmt> blocks = new LinkedHashMap<>();
    private final List<BlockStmt> pending = new ArrayList<>();
    private final Deque<Names> names = new ArrayDeque<>();
    private boolean soft;
    private boolean top = true;
    private boolean inLoop;
    private int loops;
    private int line = 1;
    private boolean marked;
    private int extending;
    private JinjaError syntax;

    private Checks(String file, Set<String> filters, Set<String> tests) {
        this.file = file;
        this.filters = filters;
        this.tests = tests;
    }

    /** Checks a template; its blocks by name. */
    static Checks of(List<Stmt> body, String file, Set<String> filters, Set<String> tests) {
        var checks = new Checks(file, filters, tests);
        checks.names.push(new Names());
        checks.all(body);
        for (int i = 0; i < checks.pending.size(); i++) {
            BlockStmt block = checks.pending.get(i);
            checks.top = false;
            checks.soft = false;
            checks.inLoop = false;
            checks.mark(block.line());
            block.read(checks.body(block.body()));
        }
        if (checks.syntax != null) {
            throw checks.syntax;
        }
        return checks;
    }

    Map<String, BlockStmt> blocks() {
        return blocks;
    }

    /** Whether the body reads {@code self}. */
    boolean readsSelf() {
        return names.peek().read.contains("self");
    }

    void all(List<Stmt> body) {
        body.forEach(statement -> statement.check(this));
    }

    JinjaError bad(String message, int at) {
        return new JinjaError("TemplateAssertionError", message, file, at);
    }

    /** Remembers what Python refuses only when the whole template has been compiled. */
    void pythonSyntax(String message) {
        if (syntax == null) {
            syntax = new JinjaError("SyntaxError", message, file, line);
        }
    }

    /** The line of the code that follows. */
    void mark(int at) {
        line = at;
        marked = true;
    }

    /** The line of code that has none of its own. */
    int lastLine() {
        return marked ? line : 1;
    }

    void filter(String name, int at) {
        if (!soft && !filters.contains(name)) {
            throw bad("No filter named '" + name + "'.", at);
        }
    }

    void test(String name, int at) {
        if (!soft && !tests.contains(name)) {
            throw bad("No test named '" + name + "'.", at);
        }
    }

    void loads(String name) {
        if (SPECIAL.contains(name) && !names.peek().set.contains(name)) {
            names.peek().read.add(name);
        }
    }

    void stores(String name, int at) {
        if (name.equals("loop") && loops > 0) {
            throw bad("Can't assign to special loop variable in for-loop target", at);
        }
        if (SPECIAL.contains(name)) {
            names.peek().set.add(name);
        }
    }

    /** Checks something in which unknown filters are errors only when they are reached. */
    void softly(Runnable inside) {
        boolean before = soft;
        soft = true;
        inside.run();
        soft = before;
    }

    /** Checks what has a scope of its own. */
    void scoped(Runnable inside) {
        boolean softBefore = soft;
        boolean topBefore = top;
        soft = false;
        top = false;
        inside.run();
        soft = softBefore;
        top = topBefore;
    }

    /** Checks a body with a scope of its own; the special names that it reads. */
    Set<String> body(List<Stmt> body) {
        names.push(new Names());
        scoped(() -> all(body));
        Names own = names.pop();
        Names outer = names.peek();
        own.read.stream().filter(name -> !outer.set.contains(name)).forEach(outer.read::add);
        return own.read;
    }

    /** Checks the body of a loop. */
    Set<String> loop(List<Stmt> body) {
        boolean before = inLoop;
        inLoop = true;
        Set<String> read = body(body);
        inLoop = before;
        return read;
    }

    /** Checks the body of a function of its own: a loop around it is not its loop. */
    Set<String> function(List<Stmt> body) {
        boolean before = inLoop;
        inLoop = false;
        Set<String> read = body(body);
        inLoop = before;
        return read;
    }

    /** Inside, names may not be set that only loops set. */
    void insideFor(Runnable inside) {
        loops++;
        inside.run();
        loops--;
    }

    void leavesLoop(String how) {
        if (!inLoop) {
            pythonSyntax(
                    how.equals("break")
                            ? "'break' outside loop"
                            : "'continue' not properly in loop");
        }
    }

    void block(BlockStmt block) {
        if (blocks.putIfAbsent(block.name(), block) != null) {
            throw bad("block '" + block.name() + "' defined twice", block.line());
        }
        pending.add(block);
    }

    boolean isTop() {
        return top;
    }

    void extending(int at) {
        if (!top) {
            throw bad("cannot use extend from a non top-level scope", at);
        }
        extending++;
    }

    boolean hasExtended() {
        return extending > 0;
    }
}
