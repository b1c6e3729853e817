package org.saltern.modules.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.saltern.base.Json;
import org.saltern.modules.Context;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Templates;
import org.saltern.sls.RenderPipe;
import org.saltern.sls.SlsFault;
import org.saltern.sls.SlsFile;
import org.saltern.sls.SlsPlace;
import org.saltern.sls.SlsSource;
import org.saltern.sls.jinja.JinjaLimits;
import org.saltern.sls.jinja.values.DictValue;
import org.saltern.sls.template.JsonValues;
import org.saltern.sls.template.Place;
import org.saltern.sls.template.RenderError;
import org.saltern.sls.template.SaltContext;
import org.saltern.sls.template.SaltTemplates;
import org.saltern.sls.template.TemplateFiles;

/** Jinja, and the Python of the machine, with this minion's functions, grains, pillar and options: for SLS files, and for the templates of functions. */
final class JinjaEngine implements RenderPipe.Engine {
    private static final SaltTemplates TEMPLATES = new SaltTemplates(JinjaLimits.USUAL);

    private final Context context;
    private final SlsSource source;
    private final ObjectNode pillar;
    private final IntConsumer retcodes;

    /**
     * @param pillar what templates see as pillar; while a pillar is compiled, the one before it
     * @param retcodes hears the exit codes of functions that templates call
     */
    JinjaEngine(Context context, SlsSource source, ObjectNode pillar, IntConsumer retcodes) {
        this.context = context;
        this.source = source;
        this.pillar = pillar;
        this.retcodes = retcodes;
    }

    @Override
    public String render(String template, SlsPlace place) throws SlsFault {
        Map<String, Object> variables = new HashMap<>(place.variables());
        variables.put("proxy", Map.of());
        variables.put("renderers", Map.of());
        if (place.path() != null && !place.path().startsWith("/")) {
            // where upstream has the file in its cache
            variables.put(
                    "tplpath",
                    context.options().path("cachedir").asText()
                            + "/files/"
                            + place.environment()
                            + "/"
                            + place.path());
        }
        if (!place.sls().isEmpty()) {
            variables.put("rendered_sls", List.of());
        }
        String sls = place.sls().isEmpty() ? null : place.sls();
        try {
            return TEMPLATES.render(
                    template,
                    new Place(place.environment(), sls, place.path()),
                    salt(place.environment(), variables));
        } catch (RenderError e) {
            throw SlsFault.render(e.getMessage(), e.line(), e);
        } catch (UncheckedIOException e) {
            throw SlsFault.other("OSError", e.getMessage(), 0, e);
        }
    }

    @Override
    public JsonNode python(String script, SlsPlace place) throws SlsFault {
        return new PythonScript(context, pillar, new ModuleCalls(context, retcodes))
                .run(script, place);
    }

    private SaltContext salt(String environment, Map<String, Object> variables) {
        ObjectNode options = Json.object();
        options.setAll(context.options());
        options.set("grains", context.grains());
        options.set("pillar", pillar);
        DictValue seen = new DictValue(DictValue.Kind.NAMESPACED);
        pillar.properties().forEach(e -> seen.put(e.getKey(), JsonValues.ofTree(e.getValue())));
        variables.putIfAbsent("pillar", seen);
        return new SaltContext(
                context.grains(),
                pillar,
                options,
                new ModuleCalls(context, retcodes),
                files(environment),
                variables);
    }

    private TemplateFiles files(String environment) {
        return path -> {
            try {
                return source.file(environment, path).map(JinjaEngine::found);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static TemplateFiles.Found found(SlsFile file) {
        return new TemplateFiles.Found(
                new String(file.content(), StandardCharsets.UTF_8), file.path());
    }

    /** The renderer of {@code template: jinja}, for functions that run in any context. */
    static Templates templates() {
        return JinjaEngine::render;
    }

    private static String render(Context context, Templates.Template template) {
        if (!template.engine().equals("jinja")) {
            throw new ModuleError.Failed(
                    "Attempted to render file with unavailable engine " + template.engine());
        }
        var engine =
                new JinjaEngine(
                        context, new FileTree(context.files()), context.pillar(), code -> {});
        Map<String, Object> variables = new HashMap<>();
        template.variables().properties().forEach(e -> variables.put(e.getKey(), e.getValue()));
        String source = template.source();
        String path = source.startsWith("salt://") ? source.substring("salt://".length()) : null;
        try {
            return TEMPLATES.render(
                    template.text(),
                    new Place(template.environment(), null, path),
                    engine.salt(template.environment(), variables));
        } catch (RenderError e) {
            throw new ModuleError.Failed(e.getMessage(), e);
        }
    }
}
