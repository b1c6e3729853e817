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
    private final Origins origins = new Origins();
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
        var high = new HighData(origins);
        for (Map.Entry<String, List<String>> entry : wanted.entrySet()) {
            for (String pattern : entry.getValue()) {
                read(entry.getKey(), pattern, high);
            }
        }
        HighMerge.dropDoubleExtends(high.ids());
        return high;
    }

    /**
     * Reads one file that stands outside of a tree.
     *
     * @param file null when it is not there
     */
    public HighData readFile(SlsFile file, String name, String environment) throws IOException {
        var high = new HighData(origins);
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

    /** The SLS that was probably meant by a name that nothing has. */
    private String nearest(String environment, String wanted) throws IOException {
        String meant = Meant.word(wanted, names(environment));
        return meant.isEmpty() ? "" : Origins.AT + "environment " + environment + meant;
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
                                    + "'"
                                    + nearest(environment, pattern));
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
        origins.add(environment, sls, file.get(), rendered);
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
            errors.add(e.sentence(environment, sls) + Origins.at(file, e));
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
                    errors.add(
                            "Include Declaration in SLS "
                                    + sls
                                    + " is not formed as a list"
                                    + origins.at(environment, sls, "include", Optional::of));
                }
            }
            new Declarations(state, sls, environment, errors, origins).pad();
            for (JsonNode include : includes) {
                include(include);
            }
            if (numbered) {
                order = HighMerge.number(state, order);
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
                                + "'"
                                + place(wanted));
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
                                + "' goes beyond top level package "
                                + place(wanted));
                return;
            }
            List<String> found = environmentsOf(target.get(), env, anywhere);
            if (found.size() == 1 || found.contains(environment)) {
                takeIn(target.get(), found.size() == 1 ? found.get(0) : environment);
            } else {
                String meant = found.isEmpty() ? Meant.word(target.get(), names(environment)) : "";
                String at = place(wanted);
                errors.add(
                        refusal(target.get(), env, anywhere, found)
                                + at
                                + (at.isEmpty() ? "" : meant));
            }
        }

        private String place(String wanted) {
            return origins.at(
                    environment,
                    sls,
                    "include",
                    spot ->
                            spot.word(wanted)
                                    .or(() -> spot.keys().stream().findFirst())
                                    .or(() -> Optional.of(spot)));
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
                Optional<SlsFile> there = source.sls(env, target);
                Part part = part(there, target, env);
                if (!part.isEmpty()) {
                    HighMerge.into(state, part.state(), errors, origins);
                    odd.putAll(part.oddIds());
                }
                if (there.isEmpty()) {
                    String at = place(pattern);
                    String meant = at.isEmpty() ? "" : Meant.word(target, names(env));
                    part.errors().replaceAll(e -> e + at + meant);
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

    private void merge(HighData high, Part part, List<String> errors) {
        if (part.isEmpty()) {
            return;
        }
        HighMerge.into(high.ids(), part.state(), errors, origins);
        high.oddIds().putAll(part.oddIds());
    }
}
