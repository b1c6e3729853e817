package org.saltern.modules.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Context;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Modules;
import org.saltern.modules.Values;
import org.saltern.sls.Compiler;
import org.saltern.sls.HighData;
import org.saltern.sls.HighReader;
import org.saltern.sls.Origins;
import org.saltern.sls.RenderPipe;
import org.saltern.sls.TopFile;
import org.saltern.sls.TopMatcher;
import org.saltern.targets.Subject;

/**
 * One call of a {@code state.*} function: the options, pillar and tree that it works with. Made from the call's keywords
 * {@code test}, {@code saltenv}, {@code pillarenv}, {@code pillar}, {@code mock}, {@code state_events}.
 */
final class StateJob {
    private final Context context;
    private final Modules states;
    private final ObjectNode options;
    private final RunSettings settings;
    private final FileTree tree;
    private final RenderPipe pipe;
    private final Compiler compiler;

    private StateJob(Context context, Modules states, ObjectNode options, RunSettings settings) {
        this.context = context;
        this.states = states;
        this.options = options;
        this.settings = settings;
        this.tree = new FileTree(context.files());
        this.pipe = pipe(context, tree, context.pillar());
        this.compiler = new Compiler(settings.disabledRequisites());
    }

    static RenderPipe pipe(Context context, FileTree tree, ObjectNode pillar) {
        return pipe(context, tree, pillar, code -> {});
    }

    static RenderPipe pipe(
            Context context, FileTree tree, ObjectNode pillar, IntConsumer retcodes) {
        ObjectNode options = context.options();
        var settings =
                new RenderPipe.Settings(
                        options.path("renderer").asText("jinja|yaml"),
                        texts(options.path("renderer_blacklist")),
                        texts(options.path("renderer_whitelist")));
        return new RenderPipe(
                settings, new JinjaEngine(context, tree, pillar, retcodes), new Gpg(context));
    }

    private static List<String> texts(JsonNode list) {
        var out = new ArrayList<String>();
        list.forEach(item -> out.add(item.asText()));
        return out;
    }

    /** @param keywords all keywords of the call, the named ones included */
    static StateJob of(Call call, Modules states, ObjectNode keywords) throws IOException {
        Context context = call.context();
        ObjectNode options = Json.object();
        options.setAll(context.options());
        for (String env : List.of("saltenv", "pillarenv")) {
            if (keywords.hasNonNull(env)) {
                options.put(env, Values.asText(keywords.get(env)));
            }
        }
        if (Values.isTrue(options.path("pillarenv_from_saltenv"))
                && !keywords.hasNonNull("pillarenv")
                && keywords.hasNonNull("saltenv")) {
            options.set("pillarenv", options.get("saltenv"));
        }
        if (keywords.hasNonNull("state_events")) {
            options.set("state_events", keywords.get("state_events"));
        }
        boolean test = isTest(keywords, options);
        options.put("test", test);
        ObjectNode pillar = pillar(context, options, keywords.path("pillar"));
        var minion = new RunMinion(context.minion(), options, pillar);
        Context inside = context.with(minion).with(JinjaEngine.templates());
        boolean mocked = Values.isTrue(keywords.path("mock"));
        return new StateJob(inside, states, options, RunSettings.of(options, test, mocked));
    }

    private static boolean isTest(ObjectNode keywords, ObjectNode options) {
        JsonNode given = keywords.path("test");
        if (given.isMissingNode() || given.isNull()) {
            return Values.isTrue(options.path("test"));
        }
        return !given.isBoolean() || given.booleanValue();
    }

    private static ObjectNode pillar(Context context, ObjectNode options, JsonNode override)
            throws IOException {
        if (Values.isTrue(override) && !override.isObject()) {
            throw new ModuleError.BadRequest(
                    "Pillar data must be formatted as a dictionary, unless pillar_enc is"
                            + " specified.");
        }
        ObjectNode given = override instanceof ObjectNode map ? map : Json.object();
        String env = text(options, "pillarenv");
        boolean same = env.equals(text(context.options(), "pillarenv"));
        if (given.isEmpty() && same && options.path("__cli").asText().equals("salt-call")) {
            return context.pillar(); // made for this very call
        }
        return context.minion().freshPillar(given, env, text(options, "saltenv"));
    }

    private static String text(ObjectNode options, String key) {
        JsonNode value = options.path(key);
        return value.isNull() || value.isMissingNode() ? "" : value.asText();
    }

    Context context() {
        return context;
    }

    Compiler compiler() {
        return compiler;
    }

    /** The environment of functions that want one; base when none is set. */
    String environment() {
        String env = text(options, "saltenv");
        return env.isEmpty() ? "base" : env;
    }

    boolean isTerse(ObjectNode keywords) {
        return Values.isTrue(keywords.path("terse"))
                || options.path("state_data").asText().equals("terse");
    }

    /** Errors of the pillar, which no state run begins with. Empty when there are none or they are forced. */
    List<String> pillarErrors(ObjectNode keywords) {
        return Values.isTrue(keywords.path("force"))
                ? List.of()
                : texts(context.pillar().path("_errors"));
    }

    StateRunner runner() {
        return runner(new Origins());
    }

    /** @param origins where the states were written */
    StateRunner runner(Origins origins) {
        return new StateRunner(context, states, settings, origins);
    }

    /** The SLS files of these names, in the call's environment. */
    HighData sls(List<String> names) throws IOException {
        return reader().read(Map.of(environment(), names));
    }

    HighReader reader() {
        boolean numbered = options.path("state_auto_order").asBoolean(true);
        return new HighReader(tree, pipe, numbered);
    }

    RenderPipe pipe() {
        return pipe;
    }

    FileTree tree() {
        return tree;
    }

    /**
     * The top file.
     *
     * @param path another one than {@code state_top}, or null
     */
    TopFile top(String path, String environment) {
        var top = TopFile.Settings.of(options, text(options, "saltenv"));
        return new TopFile(tree, pipe, path == null ? top : top.with(path, environment));
    }

    TopMatcher matcher() {
        var subject = new Subject(options.path("id").asText(), context.grains(), context.pillar());
        return new TopMatcher(subject, options.path("nodegroups"));
    }

    /** Names that a call gives as a list or as a text with commas. */
    static List<String> names(JsonNode value) {
        return Call.texts(value);
    }

    /** Environment to names, in the order in which they are asked for, only those named. */
    static Map<String, List<String>> only(Map<String, List<String>> matches, Set<String> names) {
        if (names.isEmpty()) {
            return matches;
        }
        Map<String, List<String>> out = new LinkedHashMap<>();
        matches.forEach(
                (env, list) -> {
                    List<String> kept = list.stream().filter(names::contains).toList();
                    if (!kept.isEmpty()) {
                        out.put(env, kept);
                    }
                });
        return out;
    }

    static ArrayNode list(List<String> texts) {
        return Values.texts(texts);
    }
}
