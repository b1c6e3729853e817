package org.saltern.sls.jinja;

import java.util.LinkedHashMap;
import java.util.Map;
import org.saltern.sls.jinja.eval.Environment;
import org.saltern.sls.jinja.eval.Rendering;
import org.saltern.sls.jinja.eval.Template;
import org.saltern.sls.jinja.filters.Filter;
import org.saltern.sls.jinja.filters.Filters;
import org.saltern.sls.jinja.filters.Globals;
import org.saltern.sls.jinja.filters.Tests;
import org.saltern.sls.jinja.parse.Tag;
import org.saltern.sls.jinja.values.JavaValues;
import org.saltern.sls.jinja.values.Value;

/**
 * Renders templates as Jinja2's sandboxed environment does, with the extensions {@code do} and {@code loopcontrols}. Immutable and
 * thread-safe, as far as the globals and the loader are.
 */
public final class Jinja {
    /**
     * What an environment adds to Jinja2's own, or puts in its place.
     *
     * @param finalizer applied to every value that is printed
     */
    public record Extensions(
            Map<String, Filter> filters,
            Map<String, Filter> tests,
            Map<String, Value> globals,
            Map<String, Tag> tags,
            Finalizer finalizer) {
        /** Nothing. */
        public static final Extensions NONE =
                new Extensions(Map.of(), Map.of(), Map.of(), Map.of(), Finalizer.NONE);
    }

    private final Environment environment;
    private final JinjaLimits limits;

    public Jinja(JinjaOptions options, Loader loader, JinjaLimits limits, Extensions extensions) {
        var filters = Filters.all();
        filters.putAll(extensions.filters);
        var tests = Tests.all();
        tests.putAll(extensions.tests);
        var globals = Globals.all();
        globals.putAll(extensions.globals);
        this.environment =
                new Environment(
                        options,
                        loader,
                        filters,
                        tests,
                        globals,
                        extensions.tags,
                        extensions.finalizer);
        this.limits = limits;
    }

    /** Jinja2's own environment. */
    public Jinja(JinjaOptions options, Loader loader) {
        this(options, loader, JinjaLimits.USUAL, Extensions.NONE);
    }

    /**
     * Renders a template that has no name.
     *
     * @param context the variables: plain Java data, or values
     * @throws JinjaError it is no template, or a part of it failed, or it used more than the limits allow
     */
    public String render(String template, Map<String, ?> context) {
        var given = new LinkedHashMap<String, Value>();
        context.forEach((name, value) -> given.put(name, JavaValues.of(value)));
        try {
            Template read = environment.parse(template, null);
            return new Rendering(environment, limits).render(read, given);
        } catch (StackOverflowError e) {
            throw new JinjaError("RecursionError", "maximum recursion depth exceeded", e);
        }
    }
}
