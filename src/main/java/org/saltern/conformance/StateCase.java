package org.saltern.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.cli.Outputs;
import org.saltern.modules.Context;
import org.saltern.modules.JobProcesses;
import org.saltern.modules.LocalMachine;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Modules;
import org.saltern.modules.Outcome;
import org.saltern.modules.Output;
import org.saltern.modules.exec.Builtins;
import org.saltern.modules.masterless.Masterless;
import org.saltern.yaml.Arguments;

/** One state case: a fresh tree, and calls on it as {@code salt-call --local} makes them, each a minion of its own. */
final class StateCase {
    private static final String ROOT = "{{ROOT}}";
    private static final int NOT_AVAILABLE = 255;
    private static final JsonNode GRAINS = DefaultGrains.tree();

    private final JsonNode one;
    private final CaseTree tree;
    private final StubHost host;
    private final Modules modules;

    private StateCase(JsonNode one, CaseTree tree) {
        this.one = one;
        this.tree = tree;
        this.host = one.has("host") ? new StubHost(one.get("host").deepCopy()) : null;
        Modules real = Builtins.modules();
        this.modules = host == null ? real : host.over(real);
    }

    /** The first difference; empty when it passed. */
    static Optional<String> run(JsonNode given) {
        try (CaseTree tree = CaseTree.make()) {
            JsonNode one = placed(given, tree.root().toString());
            tree.write(one.path("tree"));
            return new StateCase(one, tree).run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    /** The case with its root folder in place of the placeholder, in keys as well. */
    private static JsonNode placed(JsonNode value, String root) {
        if (value.isTextual()) {
            return TextNode.valueOf(value.textValue().replace(ROOT, root));
        }
        if (value.isArray()) {
            ArrayNode out = Json.array();
            value.forEach(v -> out.add(placed(v, root)));
            return out;
        }
        if (value.isObject()) {
            ObjectNode out = Json.object();
            value.properties()
                    .forEach(
                            e ->
                                    out.set(
                                            e.getKey().replace(ROOT, root),
                                            placed(e.getValue(), root)));
            return out;
        }
        return value;
    }

    private Optional<String> run() throws IOException, InterruptedException {
        if (host != null && !host.isInUse(modules)) {
            return Optional.of("The stub host is not in use; the case is not run");
        }
        int number = 0;
        for (JsonNode run : one.path("runs")) {
            number++;
            String where = "run " + number + " " + run.path("fun").asText();
            Optional<String> difference = call(run).map(d -> where + " " + d);
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    private Masterless minion() throws IOException {
        ObjectNode grains = Json.object();
        grains.setAll((ObjectNode) GRAINS.deepCopy());
        one.path("grains").properties().forEach(e -> grains.set(e.getKey(), e.getValue()));
        return new Masterless(
                new LocalMachine(new JobProcesses()),
                options(),
                modules,
                new CaseGrains(grains, tree.root().resolve("conf/grains")));
    }

    private ObjectNode options() throws IOException {
        String root = tree.root().toString();
        ObjectNode options =
                Json.object()
                        .put("id", "web01")
                        .put("file_client", "local")
                        .put("local", true)
                        .put("__cli", "salt-call")
                        .put("master", "salt")
                        .put("cachedir", root + "/sys/var/cache/salt/minion")
                        .put("conf_file", root + "/conf/minion")
                        .put("pki_dir", root + "/conf/pki")
                        .put("hash_type", "sha256")
                        .put("autoload_dynamic_modules", false)
                        .put("state_output", "full")
                        .put("renderer", "jinja|yaml")
                        .put("state_auto_order", true);
        options.set("file_roots", tree.roots("srv"));
        options.set("pillar_roots", tree.roots("pillar"));
        options.set("saltenv", Json.MAPPER.nullNode());
        options.set("pillarenv", Json.MAPPER.nullNode());
        options.set("test", Json.MAPPER.nullNode());
        one.path("config").properties().forEach(e -> options.set(e.getKey(), e.getValue()));
        return options;
    }

    private Optional<String> call(JsonNode run) throws IOException, InterruptedException {
        JsonNode expected = run.path("expect");
        Masterless minion = minion();
        minion.refreshPillar();
        String function = run.path("fun").asText();
        ObjectNode job =
                Json.object()
                        .put("fun", function)
                        .put("pid", ProcessHandle.current().pid())
                        .put("jid", "20260102030405000006")
                        .put("tgt", "salt-call");
        Context context = minion.context(job, Output.NONE);
        if (modules.find(function).isEmpty()) {
            return stderr(expected, NOT_AVAILABLE, "'" + function + "' is not available.\n");
        }
        Outcome outcome = modules.call(context, function, arguments(run));
        Optional<String> difference = answer(run, expected, outcome);
        if (difference.isEmpty() && expected.has("files")) {
            difference = Comparison.first("files", expected.get("files"), tree.work());
        }
        if (difference.isEmpty() && expected.has("host")) {
            difference = Comparison.first("host", expected.get("host"), host.state());
        }
        return difference;
    }

    /** Arguments as words of a command line: texts are read as YAML. */
    private static List<JsonNode> arguments(JsonNode run) {
        List<JsonNode> out = new ArrayList<>();
        ObjectNode keywords = Json.object();
        for (JsonNode argument : run.path("args")) {
            if (argument.isTextual()) {
                Arguments parsed = Arguments.parse(List.of(argument.textValue()));
                out.addAll(parsed.positional());
                keywords.setAll(parsed.keywords());
            } else {
                out.add(argument);
            }
        }
        for (Map.Entry<String, JsonNode> e : run.path("kwargs").properties()) {
            JsonNode value = e.getValue();
            keywords.set(
                    e.getKey(), value.isTextual() ? Arguments.value(value.textValue()) : value);
        }
        if (!keywords.isEmpty()) {
            out.add(keywords.put("__kwarg__", true));
        }
        return out;
    }

    private static Optional<String> stderr(JsonNode expected, int retcode, String text) {
        if (expected.path("retcode").asInt() != retcode || !expected.has("stderr")) {
            return Optional.of("expected " + Json.text(expected) + ", got stderr " + text);
        }
        return Comparison.texts(lastLine(expected.get("stderr").asText()), lastLine(text))
                ? Optional.empty()
                : Optional.of("stderr: expected " + expected.get("stderr") + ", got " + text);
    }

    private static String lastLine(String text) {
        String stripped = text.strip();
        return stripped.substring(stripped.lastIndexOf('\n') + 1);
    }

    private Optional<String> answer(JsonNode run, JsonNode expected, Outcome outcome) {
        if (outcome.error().isPresent()) {
            return refused(expected, outcome.error().get());
        }
        if ((!expected.has("return") && !expected.has("stdout"))
                || expected.has("stderr")
                || expected.has("error")) {
            return Optional.of(
                    "expected " + Json.text(expected) + ", got " + Json.text(outcome.value()));
        }
        int retcode = outcome.retcode();
        if (retcode != expected.path("retcode").asInt()) {
            return Optional.of(
                    "retcode: expected "
                            + expected.path("retcode")
                            + ", got "
                            + retcode
                            + " with "
                            + Json.text(outcome.value()));
        }
        if (expected.has("stdout")) {
            String text =
                    Outputs.text(
                            run.path("out").asText("json"),
                            "local",
                            outcome.value(),
                            !outcome.success(),
                            one.path("config").path("state_output").asText("full"));
            return Comparison.texts(expected.get("stdout").asText(), text)
                    ? Optional.empty()
                    : Optional.of("stdout: expected " + expected.get("stdout") + ", got " + text);
        }
        return Comparison.first("return", expected.get("return"), withoutTimes(outcome.value()));
    }

    private static Optional<String> refused(JsonNode expected, ModuleError error) {
        boolean ofArguments =
                error instanceof ModuleError.BadRequest
                        || error instanceof ModuleError.BadArguments;
        if (expected.has("error") && ofArguments) {
            String said = error.getMessage().replaceFirst("\\.$", "") + ".";
            return expected.get("error").asText().equals(said)
                    ? Optional.empty()
                    : Optional.of("error: expected " + expected.get("error") + ", got " + said);
        }
        return stderr(expected, 1, error.getMessage());
    }

    private static JsonNode withoutTimes(JsonNode answer) {
        if (answer instanceof ObjectNode result
                && (result.has("result") || result.has("__run_num__"))) {
            result.remove(List.of("duration", "start_time"));
        }
        answer.forEach(StateCase::withoutTimes);
        return answer;
    }
}
