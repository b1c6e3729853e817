package org.saltern.sls.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.sls.jinja.Jinja;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.JinjaLimits;
import org.saltern.sls.jinja.JinjaOptions;
import org.saltern.sls.jinja.Loader;
import org.saltern.sls.template.Place;
import org.saltern.sls.template.RenderError;
import org.saltern.sls.template.SaltContext;
import org.saltern.sls.template.SaltTemplates;
import org.saltern.sls.template.TemplateFiles;

/**
 * One template with what a real Jinja2 or a real Salt made of it. The JSON has {@code name template files context options salt sls
 * path functions expect}; {@code expect} has {@code out}, or {@code error type line file text message}.
 */
public final class JinjaCase {
    /** What stands in expected texts for the folder of cached files. */
    private static final String CACHE = "{{CACHE}}";

    private final JsonNode spec;

    private JinjaCase(JsonNode spec) {
        this.spec = spec;
    }

    /** The cases of one file. */
    public static List<JinjaCase> of(String json) {
        var cases = new ArrayList<JinjaCase>();
        Json.parse(json).path("cases").forEach(each -> cases.add(new JinjaCase(each)));
        return cases;
    }

    public String name() {
        return spec.path("name").asText();
    }

    /** Runs the case: how the result differs from what is expected, first difference first; empty when it does not. */
    public Optional<String> difference() {
        JsonNode expect = spec.get("expect");
        try {
            String out = spec.path("salt").asBoolean() ? salt() : plain();
            return expect.has("out")
                    ? text("out", expect.get("out").asText(), out)
                    : Optional.of(
                            "expected "
                                    + expect.get("type").asText()
                                    + " "
                                    + expect.path("error")
                                    + " but rendered "
                                    + shown(out));
        } catch (JinjaError e) {
            return failed(expect, e.type(), e.getMessage(), e.line(), e.file(), null);
        } catch (RenderError e) {
            return failed(expect, e.type(), e.reason(), e.line(), null, e.getMessage());
        }
    }

    private static Optional<String> failed(
            JsonNode expect, String type, String message, int line, String file, String text) {
        if (expect.has("out")) {
            return Optional.of(
                    "expected "
                            + shown(expect.get("out").asText())
                            + " but got "
                            + type
                            + ": "
                            + message
                            + " at line "
                            + line);
        }
        if (!expect.get("type").asText().equals(type)) {
            return Optional.of(
                    "expected "
                            + expect.get("type").asText()
                            + " but got "
                            + type
                            + ": "
                            + message);
        }
        if (expect.has("line") && expect.get("line").asInt() != line) {
            return Optional.of(
                    "expected line " + expect.get("line") + " but got " + line + ": " + message);
        }
        if (text == null && expect.has("file") && !expect.get("file").asText().equals(file)) {
            return Optional.of("expected file " + expect.get("file") + " but got " + file);
        }
        if (expect.path("message").asText().equals("loose")) {
            return Optional.empty();
        }
        Optional<String> words = text("error", expect.get("error").asText(), message);
        return words.isPresent() || text == null || !expect.has("text")
                ? words
                : text("text", expect.get("text").asText(), text);
    }

    private static Optional<String> text(String what, String expected, String got) {
        if (expected.equals(got)) {
            return Optional.empty();
        }
        int at = 0;
        while (at < Math.min(expected.length(), got.length())
                && expected.charAt(at) == got.charAt(at)) {
            at++;
        }
        return Optional.of(
                what
                        + " differs at "
                        + at
                        + ": expected "
                        + shown(expected)
                        + " but got "
                        + shown(got));
    }

    private static String shown(String text) {
        return org.saltern.sls.jinja.values.Repr.quoted(
                text.length() > 600 ? text.substring(0, 600) + "…" : text);
    }

    private String plain() {
        JinjaOptions options = JinjaOptions.DEFAULTS;
        for (var option : spec.path("options").properties()) {
            options = options.with(option.getKey(), plainValue(option.getValue()));
        }
        JsonNode files = spec.path("files");
        Loader loader =
                name ->
                        files.has(name)
                                ? Optional.of(new Loader.Source(name, files.get(name).asText()))
                                : Optional.empty();
        return new Jinja(options, loader, JinjaLimits.USUAL, Jinja.Extensions.NONE)
                .render(spec.get("template").asText(), CaseValues.map(spec.path("context")));
    }

    private static Object plainValue(JsonNode value) {
        return value.isBoolean()
                ? (Object) value.booleanValue()
                : value.isNull() ? null : value.asText();
    }

    private String salt() {
        var opts = Json.object();
        var environment = Json.object();
        for (var option : spec.path("options").properties()) {
            if (option.getKey().equals("undefined")) {
                opts.put("allow_undefined", option.getValue().asText().equals("default"));
            } else {
                environment.set(option.getKey(), option.getValue());
            }
        }
        opts.set("jinja_env", environment);
        opts.set("jinja_sls_env", environment);
        JsonNode files = spec.path("files");
        TemplateFiles found =
                path ->
                        files.has(path)
                                ? Optional.of(
                                        new TemplateFiles.Found(
                                                files.get(path).asText(), CACHE + "/" + path))
                                : Optional.empty();
        var variables = CaseValues.map(spec.path("context"));
        variables.putIfAbsent("grains", Json.object());
        variables.putIfAbsent("pillar", Json.object());
        var context =
                new SaltContext(
                        Json.object(),
                        Json.object(),
                        opts,
                        new CaseFunctions(spec.path("functions")),
                        found,
                        variables);
        String sls = spec.has("sls") ? spec.get("sls").asText() : null;
        String path =
                spec.has("path")
                        ? spec.get("path").asText()
                        : sls == null ? null : sls.replace('.', '/') + ".sls";
        return new SaltTemplates(JinjaLimits.USUAL)
                .render(spec.get("template").asText(), new Place("base", sls, path), context);
    }
}
