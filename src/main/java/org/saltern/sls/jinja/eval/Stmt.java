package org.saltern.sls.jinja.eval;

/** A statement of a template. */
public interface Stmt {
    /** How a statement ended. */
    enum Flow {
        NORMAL,
        BREAK,
        CONTINUE
    }

    /** Executes the statement; what it prints goes to {@code out}. */
    Flow exec(Scope scope, Out out);

    /** Looks at what is inside, before the template is first rendered. */
    void check(Checks checks);
}
