package org.saltern.sls.jinja;

import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.Value;

/** What becomes of a value that is printed (Jinja2's {@code finalize}). */
@FunctionalInterface
public interface Finalizer {
    /** Leaves values as they are. */
    Finalizer NONE = (run, value) -> value;

    Value apply(Run run, Value value);
}
