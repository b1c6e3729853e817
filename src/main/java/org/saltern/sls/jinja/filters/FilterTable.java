package org.saltern.sls.jinja.filters;

import java.util.LinkedHashMap;
import java.util.Map;
import org.saltern.sls.jinja.values.Native;
import org.saltern.sls.jinja.values.Signature;

/** Filters or tests by name, each with a Python signature. */
public final class FilterTable {
    private final Map<String, Filter> filters = new LinkedHashMap<>();

    /**
     * Adds one, under the signature's name.
     *
     * @param signature as {@link Signature#of} reads it; what is filtered is the first parameter
     */
    public FilterTable add(String signature, Native body) {
        Signature read = Signature.of(signature);
        filters.put(read.function(), (run, args) -> body.run(run, read.bind(args)));
        return this;
    }

    /** Adds another name for one that is there. */
    public FilterTable alias(String name, String known) {
        filters.put(name, filters.get(known));
        return this;
    }

    public FilterTable addAll(FilterTable other) {
        filters.putAll(other.filters);
        return this;
    }

    /** All of them; a copy. */
    public Map<String, Filter> all() {
        return new LinkedHashMap<>(filters);
    }
}
