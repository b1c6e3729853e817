package org.saltern.sls.jinja.eval;

import org.saltern.sls.jinja.values.Value;

/** An expression of a template. Immutable; evaluated against a {@link Scope}. */
public interface Expr {
    /** The line that Jinja2 gives the expression. */
    int line();

    /** The expression's value now. */
    Value eval(Scope scope);

    /** Looks at what is inside, before the template is first rendered. */
    void check(Checks checks);

    /** What messages call this kind of expression. */
    String kind();
}
