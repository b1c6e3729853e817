package org.saltern.sls.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.saltern.sls.jinja.Jinja;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.JinjaLimits;
import org.saltern.sls.jinja.JinjaOptions;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.Value;

/**
 * Renders templates as Salt's {@code jinja} renderer does ({@code salt/utils/templates.py}): Jinja2's sandbox with strict undefined,
 * Salt's filters, tests, tags and globals, and Salt's words for errors. Immutable and thread-safe.
 */
public final class SaltTemplates {
    private static final Set<String> TEXT_OPTIONS =
            Set.of(
                    "block_start_string",
                    "block_end_string",
                    "variable_start_string",
                    "variable_end_string",
                    "comment_start_string",
                    "comment_end_string",
                    "line_statement_prefix",
                    "line_comment_prefix",
                    "newline_sequence");
    private static final Set<String> FLAG_OPTIONS =
            Set.of("trim_blocks", "lstrip_blocks", "keep_trailing_newline");

    private final JinjaLimits limits;

    public SaltTemplates(JinjaLimits limits) {
        this.limits = limits;
    }

    /**
     * Renders a template. The options {@code jinja_env}, {@code jinja_sls_env}, {@code allow_undefined},
     * {@code jinja_trim_blocks} and {@code jinja_lstrip_blocks} are read from the context's {@code opts}.
     *
     * @throws RenderError it is no template, or a part of it failed; in Salt's words
     */
    public String render(String text, Place place, SaltContext context) {
        Map<String, Value> variables = variables(place, context);
        var files = new ImportedFiles(context.files(), variables);
        var environment = new SaltEnvironment(context.salt(), variables);
        try {
            var jinja = new Jinja(options(place, context), files, limits, environment.extensions());
            String out = jinja.render(text, variables);
            return text.endsWith("\n") ? out + "\n" : out;
        } catch (JinjaError e) {
            throw failure(e, text, place, files);
        }
    }

    private static Map<String, Value> variables(Place place, SaltContext context) {
        var all = new LinkedHashMap<String, Value>();
        all.put("salt", new SaltLoader(context.salt()));
        all.put("grains", JsonValues.of(context.grains()));
        all.put("pillar", JsonValues.of(context.pillar()));
        all.put("opts", JsonValues.of(context.opts()));
        all.put("saltenv", Str.of(place.saltenv()));
        if (place.sls() != null) {
            all.put("sls", Str.of(place.sls()));
        }
        context.variables().forEach((name, value) -> all.put(name, JsonValues.of(value)));
        if (place.sls() != null) {
            paths(place).forEach((name, value) -> all.putIfAbsent(name, Str.of(value)));
        }
        return all;
    }

    /** The names that tell a template where it is ({@code generate_sls_context}). */
    private static Map<String, String> paths(Place place) {
        var all = new LinkedHashMap<String, String>();
        String folder = place.sls().replace('.', '/');
        if (place.path() != null) {
            String file =
                    place.sls().isEmpty()
                            ? place.path().substring(place.path().lastIndexOf('/') + 1)
                            : place.path();
            folder = file.contains("/") ? file.substring(0, file.lastIndexOf('/')) : "";
            all.put("tplpath", place.path());
            all.put("tplfile", file);
            all.put("tpldir", folder.isEmpty() ? "." : folder);
            all.put("tpldot", folder.replace('/', '.'));
        }
        all.put("slspath", folder);
        all.put("slsdotpath", folder.replace('/', '.'));
        all.put("slscolonpath", folder.replace('/', ':'));
        all.put("sls_path", folder.replace('/', '_'));
        return all;
    }

    private static JinjaOptions options(Place place, SaltContext context) {
        boolean sls = place.sls() != null && !place.sls().isEmpty();
        JinjaOptions options = JinjaOptions.DEFAULTS;
        for (String flag : List.of("trim_blocks", "lstrip_blocks")) {
            options = options.with(flag, context.opts().path("jinja_" + flag).asBoolean());
        }
        if (context.opts().path("allow_undefined").asBoolean()) {
            options = options.with("undefined", "default");
        }
        for (var option : context.opts().path(sls ? "jinja_sls_env" : "jinja_env").properties()) {
            String name = option.getKey().toLowerCase(java.util.Locale.ROOT);
            if (FLAG_OPTIONS.contains(name)) {
                options = options.with(name, option.getValue().asBoolean());
            } else if (TEXT_OPTIONS.contains(name) && option.getValue().isTextual()) {
                options = options.with(name, option.getValue().asText());
            }
        }
        return options;
    }

    private static RenderError failure(
            JinjaError e, String text, Place place, ImportedFiles files) {
        String start =
                switch (e.type()) {
                    case "UndefinedError" -> "Jinja variable ";
                    case "TemplateRuntimeError",
                            "FilterArgumentError",
                            "TemplateSyntaxError",
                            "TemplateAssertionError",
                            "SecurityError" ->
                            "Jinja syntax error: ";
                    case "SaltInvocationError", "CommandExecutionError" ->
                            "Problem running salt function in Jinja template: ";
                    default -> "Jinja error: ";
                };
        String elsewhere = e.file() == null ? null : files.text(e.file());
        boolean own =
                place.sls() != null
                        && e.file() != null
                        && e.file().endsWith(place.sls().replace('.', '/'));
        if (elsewhere != null && !own) {
            String reason =
                    start
                            + e.getMessage()
                            + "\n"
                            + e.file()
                            + "("
                            + e.line()
                            + "):\n"
                            + Excerpt.around(elsewhere, e.line());
            return new RenderError(reason, reason, e.type(), 0, e);
        }
        String reason = start + e.getMessage();
        String whole =
                e.line() == 0 || text.isEmpty()
                        ? reason
                        : reason + "; line " + e.line() + "\n\n" + Excerpt.around(text, e.line());
        return new RenderError(reason, whole, e.type(), e.line(), e);
    }
}
