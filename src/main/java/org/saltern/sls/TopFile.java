package org.saltern.sls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.saltern.base.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The top files of all environments, merged: which SLS does this minion get? Facts: salt/state.py, {@code get_tops},
 * {@code merge_tops}, {@code verify_tops}, {@code top_matches}.
 */
public final class TopFile {
    private static final Logger LOG = LoggerFactory.getLogger(TopFile.class);

    private final SlsSource source;
    private final RenderPipe pipe;
    private final Settings settings;

    /**
     * Salt's options.
     *
     * @param path {@code state_top}, relative to an environment
     * @param strategy {@code top_file_merging_strategy}: merge, same, merge_all
     * @param order {@code env_order}; empty for the order of the source
     * @param defaultTop {@code default_top}
     * @param saltenv only this environment's top file, and only its section; "" for all
     * @param topEnvironment {@code state_top_saltenv}: only this environment's top file; "" for all
     */
    public record Settings(
            String path,
            String strategy,
            List<String> order,
            String defaultTop,
            String saltenv,
            String topEnvironment) {
        public Settings {
            order = List.copyOf(order);
        }

        /** From a minion's options. */
        public static Settings of(JsonNode options, String saltenv) {
            String path = HighData.text(options, "state_top", "top.sls");
            var order = new ArrayList<String>();
            options.path("env_order").forEach(e -> order.add(e.asText()));
            return new Settings(
                    path.replaceFirst("^(salt:/)?/", ""),
                    HighData.text(options, "top_file_merging_strategy", "merge"),
                    order,
                    HighData.text(options, "default_top", "base"),
                    saltenv,
                    HighData.text(options, "state_top_saltenv", ""));
        }

        /** With another file. */
        public Settings with(String otherPath, String environment) {
            return new Settings(otherPath, strategy, order, defaultTop, saltenv, environment);
        }
    }

    public TopFile(SlsSource source, RenderPipe pipe, Settings settings) {
        this.source = source;
        this.pipe = pipe;
        this.settings = settings;
    }

    /** A top file that cannot be used at all. */
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        Unusable(String message) {
            super(message);
        }
    }

    /**
     * Environment to targets to what stands under them. Empty when a top file does not render, as upstream.
     *
     * @throws Unusable a section has no targets
     */
    public ObjectNode read() throws IOException, Unusable {
        Map<String, List<JsonNode>> tops;
        try {
            tops = collect();
        } catch (SlsFault e) {
            LOG.error("Unable to render top file: {}", e.getMessage());
            return Json.object();
        }
        return switch (settings.strategy()) {
            case "same" -> same(tops);
            case "merge_all" -> all(tops);
            default -> merged(tops);
        };
    }

    private List<String> environments() throws IOException {
        if (!settings.saltenv().isEmpty()) {
            return List.of(settings.saltenv());
        }
        if (!settings.topEnvironment().isEmpty()) {
            return List.of(settings.topEnvironment());
        }
        if (!settings.order().isEmpty()) {
            List<String> known = source.environments();
            return new LinkedHashSet<>(settings.order())
                    .stream().filter(e -> known.isEmpty() || known.contains(e)).toList();
        }
        var all = new LinkedHashSet<String>();
        all.add("base");
        all.addAll(source.environments());
        return List.copyOf(all);
    }

    private Map<String, List<JsonNode>> collect() throws IOException, SlsFault {
        Map<String, List<JsonNode>> tops = new LinkedHashMap<>();
        for (String environment : environments()) {
            var file = source.file(environment, settings.path());
            JsonNode top = Json.object();
            if (file.isPresent()) {
                top = render(file.get(), environment);
            }
            tops.put(environment, new ArrayList<>(List.of(top)));
        }
        for (Map.Entry<String, List<JsonNode>> entry : tops.entrySet()) {
            include(entry.getKey(), entry.getValue());
        }
        return tops;
    }

    private JsonNode render(SlsFile file, String environment) throws SlsFault {
        return pipe.render(file, new SlsPlace(environment, "", file.path())).data();
    }

    private void include(String environment, List<JsonNode> tops) throws IOException, SlsFault {
        Set<String> done = new HashSet<>();
        for (JsonNode top : List.copyOf(tops)) {
            if (!(top instanceof ObjectNode map)) {
                continue;
            }
            JsonNode includes = map.remove("include");
            if (includes == null) {
                continue;
            }
            for (JsonNode include : includes) {
                for (String sls : Globbed.filter(source.names(environment), include.asText())) {
                    if (done.add(sls)) {
                        var file = source.sls(environment, sls);
                        if (file.isPresent()) {
                            tops.add(render(file.get(), environment));
                        }
                    }
                }
            }
        }
    }

    /** Base decides for the environments that it names; each other speaks for itself only. */
    private ObjectNode merged(Map<String, List<JsonNode>> tops) throws Unusable {
        ObjectNode out = Json.object();
        for (JsonNode top : tops.getOrDefault("base", List.of())) {
            for (Map.Entry<String, JsonNode> section : top.properties()) {
                take(out, section);
            }
        }
        Set<String> ofBase = new HashSet<>();
        out.fieldNames().forEachRemaining(ofBase::add);
        for (Map.Entry<String, List<JsonNode>> entry : tops.entrySet()) {
            if (!entry.getKey().equals("base") && !ofBase.contains(entry.getKey())) {
                own(out, entry.getKey(), entry.getValue());
            }
        }
        return out;
    }

    private ObjectNode same(Map<String, List<JsonNode>> tops) throws Unusable {
        ObjectNode out = Json.object();
        for (Map.Entry<String, List<JsonNode>> entry : tops.entrySet()) {
            boolean none = entry.getValue().stream().allMatch(JsonNode::isEmpty);
            List<JsonNode> speaking =
                    none ? tops.getOrDefault(settings.defaultTop(), List.of()) : entry.getValue();
            own(out, entry.getKey(), speaking);
        }
        return out;
    }

    private static void own(ObjectNode out, String environment, List<JsonNode> tops)
            throws Unusable {
        for (JsonNode top : tops) {
            for (Map.Entry<String, JsonNode> section : top.properties()) {
                if (section.getKey().equals(environment)) {
                    take(out, section);
                }
            }
        }
    }

    private static void take(ObjectNode out, Map.Entry<String, JsonNode> section) throws Unusable {
        if (section.getKey().equals("include")) {
            return;
        }
        ObjectNode targets = out.withObject("/" + escaped(section.getKey()));
        targets.setAll(targets(section.getValue()));
    }

    private static ObjectNode targets(JsonNode section) throws Unusable {
        if (section instanceof ObjectNode targets) {
            return targets;
        }
        throw new Unusable("Unable to render top file. No targets found.");
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    private static ObjectNode all(Map<String, List<JsonNode>> tops) throws Unusable {
        ObjectNode out = Json.object();
        for (List<JsonNode> list : tops.values()) {
            for (JsonNode top : list) {
                for (Map.Entry<String, JsonNode> section : top.properties()) {
                    if (section.getKey().equals("include")) {
                        continue;
                    }
                    ObjectNode into = out.withObject("/" + escaped(section.getKey()));
                    for (Map.Entry<String, JsonNode> target :
                            targets(section.getValue()).properties()) {
                        JsonNode there = into.get(target.getKey());
                        into.set(
                                target.getKey(),
                                there == null
                                        ? target.getValue()
                                        : union(there, target.getValue()));
                    }
                }
            }
        }
        return out;
    }

    private static ArrayNode union(JsonNode first, JsonNode second) {
        JsonNode matcher = null;
        Set<String> states = new LinkedHashSet<>();
        for (JsonNode list : List.of(first, second)) {
            for (JsonNode item : list) {
                if (item.isObject()) {
                    matcher = item;
                } else {
                    states.add(item.asText());
                }
            }
        }
        ArrayNode out = Json.array();
        if (matcher != null) {
            out.add(matcher);
        }
        states.forEach(out::add);
        return out;
    }

    /** What is wrong with the shape of a top file, in Salt's words. */
    public static List<String> errors(ObjectNode top) {
        var errors = new ArrayList<String>();
        for (Map.Entry<String, JsonNode> section : top.properties()) {
            if (section.getKey().isEmpty()) {
                errors.add("Empty saltenv statement in top file");
            }
            for (JsonNode states : section.getValue()) {
                if (!states.isArray()) {
                    errors.add("Malformed topfile (state declarations not formed as a list)");
                    continue;
                }
                for (JsonNode state : states) {
                    check(section.getKey(), state, errors);
                }
            }
        }
        return errors;
    }

    private static void check(String environment, JsonNode state, List<String> errors) {
        if (state.isObject()) {
            for (JsonNode value : state) {
                if (value.isNull() || value.asText("x").isEmpty()) {
                    errors.add(
                            "Improperly formatted top file matcher in saltenv "
                                    + PythonText.text(state)
                                    + ": "
                                    + PythonText.text(value)
                                    + " file");
                }
            }
        } else if (state.isTextual() && state.textValue().isEmpty()) {
            errors.add("Environment " + environment + " contains an empty sls index");
        }
    }

    /** Environment to SLS names that this minion gets, in the order of the targets; a name may come twice. */
    public Map<String, List<String>> matches(ObjectNode top, TopMatcher matcher)
            throws IOException {
        Map<String, List<String>> out = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> section : top.properties()) {
            String environment = section.getKey();
            if (!settings.saltenv().isEmpty() && !settings.saltenv().equals(environment)) {
                continue;
            }
            for (Map.Entry<String, JsonNode> target : section.getValue().properties()) {
                if (matcher.matches(target.getKey(), target.getValue())) {
                    take(environment, target.getValue(), out);
                }
            }
        }
        return out;
    }

    private void take(String environment, JsonNode data, Map<String, List<String>> out)
            throws IOException {
        List<String> own = out.computeIfAbsent(environment, e -> new ArrayList<>());
        for (JsonNode item : data.isArray() ? data : Json.array().add(data)) {
            if (item.isTextual()) {
                own.add(item.textValue());
            } else if (item.isObject() && !item.isEmpty()) {
                String key = HighData.first(item);
                if (key.equals("base") || source.environments().contains(key)) {
                    out.computeIfAbsent(key, e -> new ArrayList<>()).add(item.get(key).asText());
                }
            }
        }
    }
}
