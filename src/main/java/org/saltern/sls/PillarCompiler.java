package org.saltern.sls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.saltern.base.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiles the pillar of one minion from pillar files. Errors do not stop it: they are in {@code _errors}, as upstream. Facts:
 * salt/pillar/__init__.py. Environments are taken in the source's order. One thread, one use.
 */
public final class PillarCompiler {
    private static final Logger LOG = LoggerFactory.getLogger(PillarCompiler.class);
    private static final int DEEPEST_INCLUDE = 100;

    private final SlsSource source;
    private final RenderPipe pipe;
    private final Settings settings;
    private final ObjectNode override;
    private final List<String> errors = new ArrayList<>();
    private final Map<String, Set<String>> ignored = new HashMap<>();
    private Map<String, Optional<ObjectNode>> done = new HashMap<>();
    private int depth;

    /**
     * Salt's options.
     *
     * @param top {@code state_top}, relative to an environment
     * @param pillarenv only this environment; "" for all
     * @param saltenv the environment of the state run, "" for none; with merging {@code none} only its pillar counts
     * @param includesOverride {@code pillar_includes_override_sls}
     * @param hideErrors {@code pillar_safe_render_error}: the minion learns that a file fails, not why
     */
    public record Settings(
            String top,
            String pillarenv,
            String saltenv,
            Merging merging,
            boolean includesOverride,
            boolean hideErrors) {
        /** From a minion's or master's options. */
        public static Settings of(JsonNode options, String pillarenv, String saltenv) {
            return new Settings(
                    HighData.text(options, "state_top", "top.sls").replaceFirst("^(salt:/)?/", ""),
                    pillarenv,
                    saltenv,
                    Merging.ofOptions(options),
                    options.path("pillar_includes_override_sls").asBoolean(false),
                    options.path("pillar_safe_render_error").asBoolean(true));
        }
    }

    /** @param override pillar given on the call; wins over everything */
    public PillarCompiler(
            SlsSource source, RenderPipe pipe, Settings settings, ObjectNode override) {
        this.source = source;
        this.pipe = pipe;
        this.settings = settings;
        this.override = override;
    }

    /** The pillar, with {@code _errors} when there were any. */
    public ObjectNode compile(TopMatcher matcher) throws IOException {
        Map<String, List<String>> matches = matches(top(), matcher);
        List<String> ofTop = List.copyOf(errors);
        errors.clear();
        ObjectNode pillar = render(matches);
        errors.addAll(ofTop);
        if (!errors.isEmpty()) {
            ArrayNode list = pillar.putArray("_errors");
            errors.forEach(list::add);
        }
        return settings.merging().merge(pillar, override);
    }

    private List<String> environments() throws IOException {
        var all = new LinkedHashSet<String>();
        all.add("base");
        all.addAll(source.environments());
        if (!settings.pillarenv().isEmpty()) {
            return all.contains(settings.pillarenv()) ? List.of(settings.pillarenv()) : List.of();
        }
        if (settings.merging().strategy().equals("none")) {
            all.retainAll(Set.of(settings.saltenv().isEmpty() ? "base" : settings.saltenv()));
        }
        return List.copyOf(all);
    }

    /** Environment to targets to what they get: match options first, then SLS names. */
    private Map<String, Map<String, ArrayNode>> top() throws IOException {
        List<JsonNode> tops = new ArrayList<>();
        for (String environment : environments()) {
            Optional<SlsFile> file = source.file(environment, settings.top());
            if (file.isPresent()) {
                top(environment, file.get(), "Primary Top file", tops, new HashSet<>());
            }
        }
        Map<String, Map<String, ArrayNode>> merged = new LinkedHashMap<>();
        Map<String, Map<String, Integer>> orders = new HashMap<>();
        for (JsonNode top : tops) {
            for (Map.Entry<String, JsonNode> section : top.properties()) {
                if (!section.getValue().isObject()) {
                    errors.add("Error encountered while rendering pillar top file.");
                    return Map.of();
                }
                for (Map.Entry<String, JsonNode> target : section.getValue().properties()) {
                    target(section.getKey(), target, merged, orders);
                }
            }
        }
        merged.replaceAll((env, targets) -> sorted(targets, orders.get(env)));
        return merged;
    }

    private void top(
            String environment, SlsFile file, String name, List<JsonNode> tops, Set<String> seen)
            throws IOException {
        JsonNode top;
        try {
            top = pipe.render(file, new SlsPlace(environment, "", file.path())).data();
        } catch (SlsFault e) {
            LOG.error(
                    "Pillar top file {} of {} failed: {}",
                    file.path(),
                    environment,
                    e.getMessage());
            errors.add("Rendering " + name + " failed, render error:\n" + e.getMessage());
            return;
        }
        if (!(top instanceof ObjectNode map)) {
            errors.add("Error encountered while rendering pillar top file.");
            return;
        }
        tops.add(map);
        JsonNode includes = map.remove("include");
        if (includes != null) {
            for (JsonNode include : includes) {
                Optional<SlsFile> further = source.sls(environment, include.asText());
                if (further.isPresent() && seen.add(include.asText())) {
                    top(environment, further.get(), "Top file " + include.asText(), tops, seen);
                }
            }
        }
    }

    private void target(
            String environment,
            Map.Entry<String, JsonNode> target,
            Map<String, Map<String, ArrayNode>> merged,
            Map<String, Map<String, Integer>> orders) {
        ArrayNode matches = Json.array();
        Set<String> states = new LinkedHashSet<>();
        boolean ignore = false;
        int order = 0;
        for (JsonNode item : target.getValue()) {
            if (item.isTextual()) {
                states.add(item.textValue());
            } else if (item.isObject()) {
                if (item.has("match")) {
                    matches.add(item);
                }
                order = item.has("order") ? item.get("order").asInt(0) : order;
                ignore |= item.path("ignore_missing").asBoolean(false);
            }
        }
        if (ignore) {
            ignored.computeIfAbsent(environment, e -> new HashSet<>()).addAll(states);
        }
        states.forEach(matches::add);
        merged.computeIfAbsent(environment, e -> new LinkedHashMap<>())
                .put(target.getKey(), matches);
        orders.computeIfAbsent(environment, e -> new HashMap<>()).put(target.getKey(), order);
    }

    private static Map<String, ArrayNode> sorted(
            Map<String, ArrayNode> targets, Map<String, Integer> orders) {
        Map<String, ArrayNode> out = new LinkedHashMap<>();
        targets.entrySet().stream()
                .sorted(java.util.Comparator.comparingInt(e -> orders.get(e.getKey())))
                .forEach(e -> out.put(e.getKey(), e.getValue()));
        return out;
    }

    private Map<String, List<String>> matches(
            Map<String, Map<String, ArrayNode>> top, TopMatcher matcher) {
        Map<String, List<String>> out = new LinkedHashMap<>();
        top.forEach(
                (environment, targets) -> {
                    if (settings.pillarenv().isEmpty()
                            || settings.pillarenv().equals(environment)) {
                        targets.forEach(
                                (target, data) -> {
                                    if (matcher.matches(target, data)) {
                                        List<String> own =
                                                out.computeIfAbsent(
                                                        environment, e -> new ArrayList<>());
                                        data.forEach(item -> add(own, item));
                                    }
                                });
                    }
                });
        return out;
    }

    private static void add(List<String> names, JsonNode item) {
        if (item.isTextual() && !names.contains(item.textValue())) {
            names.add(item.textValue());
        }
    }

    private ObjectNode render(Map<String, List<String>> matches) throws IOException {
        ObjectNode pillar = override.deepCopy();
        for (Map.Entry<String, List<String>> entry : matches.entrySet()) {
            done = new HashMap<>();
            List<String> known = source.names(entry.getKey());
            for (String pattern : entry.getValue()) {
                List<String> files = Globbed.filter(known, pattern);
                for (String sls : files.isEmpty() ? List.of(pattern) : files) {
                    Optional<ObjectNode> part = render(sls, entry.getKey(), Map.of());
                    if (part.isPresent()) {
                        pillar = settings.merging().merge(pillar, part.get());
                    }
                }
            }
        }
        return pillar;
    }

    /** One file with what it includes; empty when it brings nothing. */
    private Optional<ObjectNode> render(
            String sls, String environment, Map<String, JsonNode> defaults) throws IOException {
        Optional<SlsFile> file = source.sls(environment, sls);
        if (file.isEmpty()) {
            missing(sls, environment);
            return Optional.empty();
        }
        done.put(sls, Optional.empty());
        JsonNode data;
        try {
            data =
                    pipe.render(
                                    file.get(),
                                    new SlsPlace(environment, sls, file.get().path(), defaults))
                            .data();
        } catch (SlsFault e) {
            LOG.error("Rendering pillar SLS '{}' failed: {}", sls, e.getMessage());
            errors.add(
                    settings.hideErrors()
                            ? "Rendering SLS '"
                                    + sls
                                    + "' failed. Please see master log for details."
                            : "Rendering SLS '"
                                    + sls
                                    + "' failed, render error:\n"
                                    + e.getMessage());
            return Optional.empty();
        }
        if (!(data instanceof ObjectNode state)) {
            errors.add("SLS '" + sls + "' does not render to a dictionary");
            return Optional.empty();
        }
        ObjectNode whole = state;
        JsonNode includes = state.remove("include");
        if (includes != null && !includes.isArray()) {
            errors.add("Include Declaration in SLS '" + sls + "' is not formed as a list");
        } else if (includes != null) {
            whole = withIncludes(file.get(), sls, environment, state, includes, defaults);
        }
        done.put(sls, Optional.of(whole));
        return Optional.of(whole);
    }

    private ObjectNode withIncludes(
            SlsFile file,
            String sls,
            String environment,
            ObjectNode state,
            JsonNode includes,
            Map<String, JsonNode> inherited)
            throws IOException {
        if (++depth > DEEPEST_INCLUDE) {
            errors.add("SLS '" + sls + "' is included too deeply; look for a ring of includes");
            return state;
        }
        ObjectNode whole = settings.includesOverride() ? state : Json.object();
        for (JsonNode include : includes) {
            String name = include.isObject() ? HighData.first(include) : include.asText();
            JsonNode options = include.path(name);
            Map<String, JsonNode> defaults = inherited;
            if (options.isObject()) {
                defaults = new HashMap<>();
                for (Map.Entry<String, JsonNode> e : options.path("defaults").properties()) {
                    defaults.put(e.getKey(), e.getValue());
                }
            }
            String key = HighData.text(options, "key", "");
            for (String target : targets(file, sls, environment, name)) {
                Optional<ObjectNode> part =
                        done.containsKey(target)
                                ? done.get(target)
                                : render(target, environment, defaults);
                if (part.isPresent()) {
                    ObjectNode placed = key.isEmpty() ? part.get() : Merging.under(key, part.get());
                    whole = settings.merging().merge(whole, placed);
                }
            }
        }
        depth--;
        return settings.includesOverride() ? whole : settings.merging().merge(whole, state);
    }

    private List<String> targets(SlsFile file, String sls, String environment, String name)
            throws IOException {
        List<String> known = source.names(environment);
        var found = new ArrayList<String>();
        String absolute = name;
        if (name.startsWith(".")) {
            int last = file.isInit() ? sls.length() : Math.max(0, sls.lastIndexOf('.'));
            String parent = sls.substring(0, last);
            absolute = parent.isEmpty() ? name.substring(1) : parent + name;
        } else {
            absolute = name.replace('/', '.');
        }
        found.addAll(Globbed.filter(known, absolute));
        return found.isEmpty() ? List.of(absolute) : found;
    }

    private void missing(String sls, String environment) throws IOException {
        if (ignored.getOrDefault(environment, Set.of()).contains(sls)) {
            return;
        }
        if (environment.equals("base") || source.environments().contains(environment)) {
            errors.add(
                    "Specified SLS '"
                            + sls
                            + "' in environment '"
                            + environment
                            + "' is not available on the salt master");
        } else {
            LOG.debug("Pillar SLS {} names the unknown environment {}", sls, environment);
        }
    }
}
