package org.saltern.sls.jinja.eval;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.saltern.sls.jinja.values.Value;

/**
 * Names and their values where the rendering is. A statement that has a scope of its own (a loop's round, a macro's body, …)
 * assigns there and reads outwards; at the outermost level names belong to the {@link Context}.
 */
final class Scope {
    final Frame frame;
    final Rendering run;
    private final Scope parent;
    private final boolean top;

    /** Whether output is dropped once the template has extended another. */
    final boolean checksOutput;

    private Map<String, Value> locals;

    private Scope(Frame frame, Scope parent, boolean top, boolean checksOutput) {
        this.checksOutput = checksOutput;
        this.frame = frame;
        this.run = frame.context.run();
        this.parent = parent;
        this.top = top;
    }

    /** The outermost scope of a template's body: what is set there is seen by blocks, and exported. */
    static Scope top(Frame frame) {
        return new Scope(frame, null, true, true);
    }

    /** The outermost scope of a block. */
    static Scope block(Frame frame) {
        return new Scope(frame, null, false, false);
    }

    /** A scope inside this one. */
    Scope inner() {
        return new Scope(frame, this, false, checksOutput);
    }

    /** A scope inside this one, of a function of its own. */
    Scope function(Frame own) {
        return new Scope(own, this, false, false);
    }

    /** A scope inside this one whose text is caught: it prints even after the template has extended another. */
    Scope caught() {
        return new Scope(frame, this, false, false);
    }

    boolean isTop() {
        return top;
    }

    /** The value of a name; null when nobody defined it. */
    Value lookup(String name) {
        for (Scope scope = this; scope != null; scope = scope.parent) {
            if (scope.locals != null) {
                Value value = scope.locals.get(name);
                if (value != null) {
                    return value;
                }
            }
        }
        return frame.context.resolve(name);
    }

    void assign(String name, Value value) {
        if (top) {
            frame.context.set(name, value);
        } else {
            define(name, value);
        }
    }

    /** Sets a name here without exporting it. */
    void define(String name, Value value) {
        if (locals == null) {
            locals = new HashMap<>();
        }
        locals.put(name, value);
    }

    /** All names set in this scope and those around it, the context's aside. */
    Map<String, Value> locals() {
        Map<String, Value> all = parent == null ? new LinkedHashMap<>() : parent.locals();
        if (locals != null) {
            all.putAll(locals);
        }
        return all;
    }
}
