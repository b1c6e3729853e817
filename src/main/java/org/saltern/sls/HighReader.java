package org.saltern.sls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.saltern.base.Json;

/**
 * Reads SLS files with their includes into high data: each file once, included ones first, states numbered in that order.
 * Facts: salt/state.py, {@code render_highstate} and {@code render_state}. One thread, one use.
 */
public final class HighReader {
    private static final int DEEPEST_INCLUDE = 200;
    private static final int FIRST_ORDER = 10_000;

    private final SlsSource source;
    private final RenderPipe pipe;
    private final boolean numbered;
    private final Set<String> read = new HashSet<>();
    private final Map<String, List<String>> names = new HashMap<>();
    private Map<String, List<String>> matches = Map.of();
    private int order = FIRST_ORDER;
    private int depth;

    /** @param numbered states get an order in the sequence of the files ({@code state_auto_order}) */
    public HighReader(SlsSource source, RenderPipe pipe, boolean numbered) {
        this.source = source;
        this.pipe = pipe;
        this.numbered = numbered;
    }

    /** A file's own part: its states, and whether it could be used. */
    private record Part(JsonNode state, List<String> errors, Map<String, String> oddIds) {
        boolean isEmpty() {
            return (state.isContainerNode() && state.isEmpty()) || state.isNull();
        }
    }

    /**
     * Reads what a top file or a call names.
     *
     * @param wanted environment to SLS names or patterns, in order
     */
    public HighData read(Map<String, List<String>> wanted) throws IOException {
        matches = wanted;
        var high = new HighData();
        for (Map.Entry<String, List<String>> entry : wanted.entrySet()) {
            for (String pattern : entry.getValue()) {
                read(entry.getKey(), pattern, high);
            }
        }
        dropDoubleExtends(high.ids());
        return high;
    }

    /**
     * Reads one file that stands outside of a tree.
     *
     * @param file null when it is not there
     */
    public HighData readFile(SlsFile file, String name, String environment) throws IOException {
        var high = new HighData();
        if (file == null) {
            high.errors().add("Specified SLS " + name + " on local filesystem cannot be found.");
            return high;
        }
        Part part = part(Optional.of(file), name, environment);
        high.errors().addAll(part.errors());
        merge(high, part, high.errors());
        return high;
    }

    private List<String> names(String environment) throws IOException {
        List<String> known = names.get(environment);
        if (known == null) {
            known = source.names(environment);
            names.put(environment, known);
        }
        return known;
    }

    private boolean hasEnvironment(String environment) throws IOException {
        return environment.equals("base") || source.environments().contains(environment);
    }

    private void read(String environment, String pattern, HighData high) throws IOException {
        List<String> files = List.of();
        if (hasEnvironment(environment)) {
            files = Globbed.filter(names(environment), pattern);
        } else {
            high.errors()
                    .add(
                            "No matching salt environment for environment '"
                                    + environment
                                    + "' found");
        }
        for (String sls : files.isEmpty() ? List.of(pattern) : files) {
            if (read.contains(environment + ":" + sls)) {
                continue;
            }
            Part part = part(source.sls(environment, sls), sls, environment);
            List<String> errors = part.errors();
            merge(high, part, errors);
            for (int i = 0; i < errors.size(); i++) {
                if (errors.get(i).contains("is not available")
                        && errors.get(i).contains("SLS " + pattern + " in saltenv")) {
                    errors.set(
                            i,
                            "No matching sls found for '"
                                    + pattern
                                    + "' in env '"
                                    + environment
                                    + "'");
                }
            }
            high.errors().addAll(errors);
        }
    }

    private Part part(Optional<SlsFile> file, String sls, String environment) throws IOException {
        var errors = new ArrayList<String>();
        if (file.isEmpty()) {
            errors.add(
                    "Specified SLS "
                            + sls
                            + " in saltenv "
                            + environment
                            + " is not available on the salt master or through a configured"
                            + " fileserver");
            return new Part(Json.object(), errors, Map.of());
        }
        if (depth >= DEEPEST_INCLUDE) {
            errors.add(
                    "SLS "
                            + sls
                            + " is included through more than "
                            + DEEPEST_INCLUDE
                            + " other files; look for a ring of includes");
            return new Part(Json.object(), errors, Map.of());
        }
        Rendered rendered = render(file.get(), sls, environment, errors);
        read.add(environment + ":" + sls);
        if (rendered.data().isContainerNode() && rendered.data().isEmpty()) {
            return new Part(Json.object(), errors, Map.of());
        }
        if (!(rendered.data() instanceof ObjectNode state)) {
            errors.add("SLS " + sls + " does not render to a dictionary");
            return new Part(rendered.data(), errors, Map.of());
        }
        var odd = new HashMap<>(rendered.oddKeys());
        var including = new Including(file.get(), sls, environment, state, errors, odd);
        depth++;
        try {
            including.run();
        } finally {
            depth--;
        }
        return new Part(state, errors, odd);
    }

    private Rendered render(SlsFile file, String sls, String environment, List<String> errors) {
        try {
            return pipe.render(file, new SlsPlace(environment, sls, file.path()));
        } catch (SlsFault e) {
            errors.add(e.sentence(environment, sls));
            return Rendered.nothing();
        }
    }

    /** One file's way from rendered data to its part of the high data, included files ahead of it. */
    private final class Including {
        private final SlsFile file;
        private final String sls;
        private final String environment;
        private final ObjectNode state;
        private final List<String> errors;
        private final Map<String, String> odd;

        Including(
                SlsFile file,
                String sls,
                String environment,
                ObjectNode state,
                List<String> errors,
                Map<String, String> odd) {
            this.file = file;
            this.sls = sls;
            this.environment = environment;
            this.state = state;
            this.errors = errors;
            this.odd = odd;
        }

        void run() throws IOException {
            List<JsonNode> includes = new ArrayList<>();
            if (state.has("include")) {
                if (state.get("include") instanceof ArrayNode list) {
                    list.forEach(includes::add);
                    state.remove("include");
                } else {
                    errors.add("Include Declaration in SLS " + sls + " is not formed as a list");
                }
            }
            new Declarations(state, sls, environment, errors).pad();
            for (JsonNode include : includes) {
                include(include);
            }
            if (numbered) {
                number(state);
            }
        }

        private void include(JsonNode include) throws IOException {
            String env = environment;
            String wanted = PythonText.text(include);
            if (include.isObject()) {
                env = lastKey(include);
                wanted = PythonText.text(include.path(env));
            }
            boolean anywhere = env.equals("_xenv");
            if (!anywhere && !hasEnvironment(env)) {
                errors.add(
                        "Nonexistent saltenv '"
                                + env
                                + "' found in include of '"
                                + wanted
                                + "' within SLS '"
                                + environment
                                + ":"
                                + sls
                                + "'");
                return;
            }
            Optional<String> target = absolute(wanted);
            if (target.isEmpty()) {
                errors.add(
                        "Attempted relative include of '"
                                + wanted
                                + "' within SLS '"
                                + environment
                                + ":"
                                + sls
                                + "' goes beyond top level package ");
                return;
            }
            List<String> found = environmentsOf(target.get(), env, anywhere);
            if (found.size() == 1 || found.contains(environment)) {
                takeIn(target.get(), found.size() == 1 ? found.get(0) : environment);
            } else {
                errors.add(refusal(target.get(), env, anywhere, found));
            }
        }

        private String refusal(String target, String env, boolean anywhere, List<String> found) {
            if (found.isEmpty()) {
                return "Unknown include: Specified SLS "
                        + env
                        + ": "
                        + target
                        + " is not available on the salt master in saltenv(s): "
                        + (anywhere ? String.join(", ", matches.keySet()) : env)
                        + " ";
            }
            return "Ambiguous include: Specified SLS "
                    + env
                    + ": "
                    + target
                    + " is available on the salt master in multiple available saltenvs: "
                    + String.join(", ", found);
        }

        /** The SLS that a relative include means; empty when it leads out of the tree. */
        private Optional<String> absolute(String wanted) {
            if (!wanted.startsWith(".")) {
                return Optional.of(wanted);
            }
            int levels = 0;
            while (levels < wanted.length() && wanted.charAt(levels) == '.') {
                levels++;
            }
            List<String> parts = new ArrayList<>(List.of(sls.split("\\.", -1)));
            if (file.isInit()) {
                parts.add("init");
            }
            if (levels > parts.size()) {
                return Optional.empty();
            }
            List<String> kept = new ArrayList<>(parts.subList(0, parts.size() - levels));
            kept.add(wanted.substring(levels));
            return Optional.of(String.join(".", kept));
        }

        private List<String> environmentsOf(String target, String env, boolean anywhere)
                throws IOException {
            if (!anywhere) {
                boolean there =
                        matches.containsKey(env) || !Globbed.filter(names(env), target).isEmpty();
                return there ? List.of(env) : List.of();
            }
            List<String> found = new ArrayList<>();
            for (String matched : matches.keySet()) {
                if (!Globbed.filter(names(matched), target).isEmpty()) {

                    found.add(matched);
                }
            }
            return found;
        }

        private void takeIn(String pattern, String env) throws IOException {
            List<String> targets = Globbed.filter(names(environment), pattern);
            for (String target : targets.isEmpty() ? List.of(pattern) : targets) {
                if (read.contains(env + ":" + target)) {
                    continue;
                }
                Part part = part(source.sls(env, target), target, env);
                if (!part.isEmpty()) {
                    HighReader.this.merge(state, part.state(), errors);
                    odd.putAll(part.oddIds());
                }
                errors.addAll(part.errors());
            }
        }
    }

    private static String lastKey(JsonNode map) {
        String last = "";
        for (var names = map.fieldNames(); names.hasNext(); ) {
            last = names.next();
        }
        return last;
    }

    /** Gives each state without an order the next number. */
    private void number(ObjectNode state) {
        for (JsonNode body : state) {
            if (!body.isObject()) {
                continue;
            }
            for (Map.Entry<String, JsonNode> entry : body.properties()) {
                if (!entry.getKey().startsWith("_")
                        && entry.getValue() instanceof ArrayNode arguments
                        && !hasOrder(arguments)) {
                    arguments.add(Json.object().put("order", order++));
                }
            }
        }
    }

    private static boolean hasOrder(ArrayNode arguments) {
        for (JsonNode argument : arguments) {
            if (argument.isObject() && HighData.first(argument).equals("order")) {
                return true;
            }
        }
        return false;
    }

    private void merge(HighData high, Part part, List<String> errors) {
        if (part.isEmpty()) {
            return;
        }
        merge(high.ids(), part.state(), errors);
        high.oddIds().putAll(part.oddIds());
    }

    private void merge(ObjectNode into, JsonNode from, List<String> errors) {
        if (!(from instanceof ObjectNode state)) {
            errors.add("Error when rendering state with contents: " + PythonText.text(from));
            return;
        }
        for (String list : List.of(HighData.EXTEND, HighData.EXCLUDE)) {
            if (state.remove(list) instanceof ArrayNode more) {
                into.withArray("/" + list).addAll(more);
            }
        }
        for (Map.Entry<String, JsonNode> entry : state.properties()) {
            JsonNode there = into.get(entry.getKey());
            if (there != null && !there.equals(entry.getValue())) {
                errors.add(conflict(entry.getKey(), there, entry.getValue()));
            }
        }
        into.setAll(state);
    }

    private static String conflict(String id, JsonNode first, JsonNode second) {
        return "Detected conflicting IDs, SLS IDs need to be globally unique.\n    The conflicting"
                + " ID is '"
                + id
                + "' and is found in SLS '"
                + origin(first)
                + "' and SLS '"
                + origin(second)
                + "'";
    }

    private static String origin(JsonNode body) {
        return HighData.text(body, "__env__", "base") + ":" + HighData.text(body, "__sls__", "");
    }

    private static void dropDoubleExtends(ObjectNode ids) {
        if (!(ids.get(HighData.EXTEND) instanceof ArrayNode extensions)) {
            return;
        }
        Set<JsonNode> seen = new java.util.LinkedHashSet<>();
        for (JsonNode extension : extensions) {
            extension
                    .properties()
                    .forEach(e -> seen.add(Json.object().set(e.getKey(), e.getValue())));
        }
        extensions.removeAll();
        extensions.addAll(seen);
    }
}
