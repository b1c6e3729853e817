package org.saltern.sls.jinja.filters;

import org.saltern.sls.jinja.values.Args;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.Value;

/** A filter or a test; the value it is applied to is the first argument. The result of a test counts by its truth. */
@FunctionalInterface
public interface Filter {
    Value apply(Run run, Args args);
}
