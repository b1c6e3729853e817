package org.saltern.sls.jinja.eval;

import java.util.Map;
import org.saltern.sls.jinja.Finalizer;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.JinjaOptions;
import org.saltern.sls.jinja.Loader;
import org.saltern.sls.jinja.filters.Filter;
import org.saltern.sls.jinja.parse.Parser;
import org.saltern.sls.jinja.parse.Tag;
import org.saltern.sls.jinja.values.Value;

/**
 * What templates are read and rendered with.
 *
 * @param finalizer applied to every value that is printed
 */
public record Environment(
        JinjaOptions options,
        Loader loader,
        Map<String, Filter> filters,
        Map<String, Filter> tests,
        Map<String, Value> globals,
        Map<String, Tag> tags,
        Finalizer finalizer) {
    /**
     * Reads a template.
     *
     * @param name null when it has none
     * @throws JinjaError it is no template; located
     */
    public Template parse(String text, String name) {
        return new Template(
                name,
                new Parser(options, tags, text, name).template(),
                filters.keySet(),
                tests.keySet());
    }

    /** Finds a template. */
    Loader.Source find(String name) {
        return loader.load(name).orElseThrow(() -> new JinjaError("TemplateNotFound", name));
    }
}
