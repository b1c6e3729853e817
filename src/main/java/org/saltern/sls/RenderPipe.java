package org.saltern.sls;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.saltern.base.Json;
import org.saltern.yaml.SaltYaml;
import org.saltern.yaml.YamlFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the text of an SLS into data: the first line {@code #!jinja|yaml} names the renderers, else the default pipe. Facts:
 * salt/template.py. Immutable; as thread-safe as its template engine.
 */
public final class RenderPipe {
    private static final Logger LOG = LoggerFactory.getLogger(RenderPipe.class);
    private static final int LONGEST = 10 << 20;
    private static final Set<String> KNOWN = Set.of("jinja", "yaml", "json", "text", "gpg", "py");

    private final Settings settings;
    private final Engine templates;
    private final Decryptor decryptor;

    /**
     * @param pipe the default, {@code jinja|yaml}
     * @param blacklist renderers that are left out
     * @param whitelist when not empty, all others are left out
     */
    public record Settings(String pipe, List<String> blacklist, List<String> whitelist) {
        public static final Settings DEFAULT = new Settings("jinja|yaml", List.of(), List.of());

        public Settings {
            blacklist = List.copyOf(blacklist);
            whitelist = List.copyOf(whitelist);
        }

        /** These settings with another default pipe. */
        public Settings with(String otherPipe) {
            return new Settings(otherPipe, blacklist, whitelist);
        }

        boolean allows(String renderer) {
            return (whitelist.isEmpty() || whitelist.contains(renderer))
                    && !blacklist.contains(renderer);
        }
    }

    /** What runs the text of a file: Jinja, and Python where the machine has it. */
    @FunctionalInterface
    public interface Engine {
        /** The text that a Jinja template makes. */
        String render(String template, SlsPlace place) throws SlsFault;

        /** What {@code run()} of a Python script answers. @throws SlsFault it failed, or there is no Python */
        default JsonNode python(String script, SlsPlace place) throws SlsFault {
            throw SlsFault.render(
                    "The renderer 'py' needs Python, which is not there; write the SLS in Jinja"
                            + " and YAML",
                    1,
                    null);
        }
    }

    /** Opens PGP messages; what it cannot open stays as it is. */
    @FunctionalInterface
    public interface Decryptor {
        String decrypt(String armoured);
    }

    /** A stage of the pipe: a renderer and what stands behind its name. */
    private record Stage(String name, String arguments) {}

    public RenderPipe(Settings settings, Engine templates, Decryptor decryptor) {
        this.settings = settings;
        this.templates = templates;
        this.decryptor = decryptor;
    }

    /** This pipe with another default. */
    public RenderPipe with(String defaultPipe) {
        return new RenderPipe(settings.with(defaultPipe), templates, decryptor);
    }

    /** Renders a file of a tree. A file of blanks is nothing. */
    public Rendered render(SlsFile file, SlsPlace place) throws SlsFault {
        return render(decoded(file), place);
    }

    /** Renders text. */
    public Rendered render(String text, SlsPlace place) throws SlsFault {
        if (text.isBlank()) {
            return Rendered.nothing();
        }
        if (text.length() > LONGEST) {
            throw SlsFault.render(
                    "The file has more than "
                            + LONGEST
                            + " characters; nothing so large is rendered",
                    0,
                    null);
        }
        Rendered made = Rendered.of(TextNode.valueOf(text));
        List<Stage> stages = stages(text);
        for (Stage stage : stages) {
            made = run(stage, made, place);
        }
        return stages.isEmpty() ? Rendered.nothing() : made;
    }

    private static String decoded(SlsFile file) throws SlsFault {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file.content()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw SlsFault.other(
                    "UnicodeDecodeError",
                    "'utf-8' codec can't decode " + file.path() + ": it is not UTF-8",
                    0,
                    e);
        }
    }

    private List<Stage> stages(String text) {
        int end = text.indexOf('\n');
        String first = end < 0 ? text : text.substring(0, end);
        boolean shebang = first.startsWith("#!") && !first.startsWith("#!/");
        return stagesOf(shebang ? first.substring(2).strip() : settings.pipe());
    }

    private List<Stage> stagesOf(String pipe) {
        String[] parts = oldStyle(pipe).split("\\|");
        var stages = new ArrayList<Stage>();
        for (String part : parts) {
            String[] words = part.strip().split(" ", 2);
            if (!settings.allows(words[0])) {
                LOG.warn(
                        "The renderer \"{}\" is disallowed by configuration and will be skipped.",
                        words[0]);
                continue;
            }
            if (!KNOWN.contains(words[0])) {
                LOG.error("The renderer \"{}\" is not available", pipe);
                return List.of();
            }
            stages.add(new Stage(words[0], words.length > 1 ? words[1].strip() : ""));
        }
        return stages;
    }

    private static String oldStyle(String pipe) {
        return switch (pipe) {
            case "yaml_jinja" -> "jinja|yaml";
            case "json_jinja" -> "jinja|json";
            default -> pipe;
        };
    }

    private Rendered run(Stage stage, Rendered input, SlsPlace place) throws SlsFault {
        if (stage.name().equals("gpg")) {
            return new Rendered(
                    decrypted(input.data()), input.oddKeys(), input.made(), input.root());
        }
        String text = text(input.data());
        return switch (stage.name()) {
            case "jinja" -> Rendered.of(TextNode.valueOf(templates.render(text, place)));
            case "yaml" -> yaml(text);
            case "json" -> json(text);
            case "py" -> Rendered.of(templates.python(text, place));
            default -> Rendered.of(TextNode.valueOf(text));
        };
    }

    private static String text(JsonNode data) throws SlsFault {
        if (data.isTextual()) {
            return data.textValue();
        }
        String type = data.isObject() ? "OrderedDict" : data.isArray() ? "list" : "int";
        throw SlsFault.other(
                "AttributeError", "'" + type + "' object has no attribute 'read'", 0, null);
    }

    private static Rendered yaml(String text) throws SlsFault {
        try {
            SaltYaml.Loaded loaded = SaltYaml.load(text);
            return isNothing(loaded.tree())
                    ? Rendered.nothing()
                    : new Rendered(loaded.tree(), loaded.oddKeys(), text, loaded.root());
        } catch (YamlFault e) {
            throw switch (e.kind()) {
                case SCANNER -> SlsFault.render(e.problem(), e.line(), e).in(text, e.column());
                case PARSER, CONSTRUCTOR, LIMIT ->
                        SlsFault.render(e.getMessage(), e.line(), e).in(text, e.column());
                case COMPOSER, READER ->
                        SlsFault.other(e.kind().pythonName(), e.getMessage(), e.line(), e)
                                .in(text, e.column());
            };
        }
    }

    private static boolean isNothing(JsonNode tree) {
        return tree.isNull()
                || (tree.isContainerNode() && tree.isEmpty())
                || (tree.isTextual() && tree.textValue().isEmpty())
                || (tree.isBoolean() && !tree.booleanValue())
                || (tree.isNumber() && tree.doubleValue() == 0);
    }

    private static Rendered json(String text) throws SlsFault {
        String body = text.startsWith("#!") ? text.substring(text.indexOf('\n') + 1) : text;
        if (body.isBlank()) {
            return Rendered.nothing();
        }
        try {
            return Rendered.of(Json.MAPPER.readTree(body));
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            int line = at == null ? 0 : at.getLineNr();
            throw SlsFault.other(
                    "json.decoder.JSONDecodeError",
                    e.getOriginalMessage()
                            + (at == null ? "" : ": line " + line + " column " + at.getColumnNr()),
                    line,
                    e);
        }
    }

    private JsonNode decrypted(JsonNode data) {
        if (data.isTextual()) {
            return data.textValue().contains("-----BEGIN PGP MESSAGE-----")
                    ? TextNode.valueOf(decryptor.decrypt(data.textValue()))
                    : data;
        }
        if (data.isArray()) {
            var out = Json.array();
            data.forEach(item -> out.add(decrypted(item)));
            return out;
        }
        if (data.isObject()) {
            var out = Json.object();
            data.properties().forEach(e -> out.set(e.getKey(), decrypted(e.getValue())));
            return out;
        }
        return data;
    }
}
