package org.saltern.sls.jinja.values;

/** The body of a filter, a method or a function, with its arguments bound to its signature. */
@FunctionalInterface
public interface Native {
    Value run(Run run, Bound args);
}
