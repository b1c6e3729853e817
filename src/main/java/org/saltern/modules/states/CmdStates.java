package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Context;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/** {@code cmd.*}: commands as states. Facts: salt/states/cmd.py. */
final class CmdStates {
    private static final String COMMON =
            "success_retcodes=None, success_stdout=None, success_stderr=None, **kwargs";
    private static final String RUN =
            "name, cwd=None, root=None, runas=None, shell=None, env=None, prepend_path=None,"
                    + " stateful=False, output_loglevel='debug', hide_output=False, timeout=None,"
                    + " ignore_timeout=False, use_vt=False, "
                    + COMMON;
    private static final String SCRIPT =
            "name, source=None, template=None, cwd=None, runas=None, password=None, shell=None,"
                    + " env=None, stateful=False, timeout=None, use_vt=False,"
                    + " output_loglevel='debug', hide_output=False, defaults=None, context=None, "
                    + COMMON;

    private CmdStates() {}

    static List<Function> all() {
        var all = new ArrayList<Function>();
        all.add(
                Function.named("cmd.run")
                        .doc(
                                "Runs a command each time. Use creates, onlyif, unless or onchanges"
                                        + " to run it only when it is needed.")
                        .takes(RUN)
                        .runs(CmdStates::run));
        all.add(
                Function.named("cmd.script")
                        .doc("Fetches a script and runs it.")
                        .takes(SCRIPT)
                        .runs(CmdStates::script));
        for (String name : List.of("wait", "watch")) {
            all.add(
                    Function.named("cmd." + name)
                            .doc("Runs a command only when a watched state changed.")
                            .takes(RUN)
                            .runs(call -> StateResult.of(call).tree()));
        }
        all.add(
                Function.named("cmd.wait_script")
                        .doc("Runs a script only when a watched state changed.")
                        .takes(SCRIPT)
                        .runs(call -> StateResult.of(call).tree()));
        all.add(
                Function.named("cmd.mod_watch")
                        .doc("Runs the command or the script because a watched state changed.")
                        .takes(
                                "name, sfun=None, source=None, template=None, defaults=None,"
                                        + " context=None, password=None, "
                                        + RUN.substring("name, ".length()))
                        .runs(CmdStates::watched));
        return all;
    }

    private static JsonNode watched(Call call) throws Exception {
        String function = call.text("sfun");
        return switch (function) {
            case "wait", "run", "watch" -> run(call);
            case "wait_script", "script" -> script(call);
            default ->
                    StateResult.of(call)
                            .failed(
                                    "cmd."
                                            + function
                                            + " does not work with the watch requisite, please use"
                                            + " cmd.wait or cmd.wait_script")
                            .tree();
        };
    }

    private static boolean isStateful(Call call) {
        JsonNode value = call.value("stateful");
        return value.isArray() ? !value.isEmpty() : value.isBoolean() && value.booleanValue();
    }

    /** {@code stateful: [{test_name: …}]}: the command that test mode runs instead. */
    private static String testName(Call call) {
        JsonNode name = call.value("stateful").path(0).path("test_name");
        return name.isMissingNode() ? null : Values.asText(name);
    }

    private static boolean isBadEnvironment(Call call) {
        JsonNode env = call.value("env");
        return !env.isNull() && !env.isContainerNode();
    }

    private static ObjectNode answer(Call call, StateResult result) {
        ObjectNode tree = result.tree();
        return isStateful(call) ? StatefulOutput.read(tree) : tree;
    }

    private static JsonNode run(Call call) throws Exception {
        StateResult result = StateResult.of(call);
        if (isBadEnvironment(call)) {
            return result.failed("Invalidly-formatted 'env' parameter. See documentation.").tree();
        }
        Context context = call.context();
        boolean test = context.test();
        String testName = test ? testName(call) : null;
        String name = testName == null ? call.text("name") : testName;
        if (test && testName == null) {
            return answer(call, result.would("Command \"" + name + "\" would have been executed"));
        }
        if (!isFolder(call)) {
            return result.failed(noFolder(call)).tree();
        }
        ObjectNode ran;
        try {
            ran = (ObjectNode) call(context, "cmd.run_all", Values.text(name), options(call));
        } catch (ModuleError e) {
            return result.failed(e.getMessage()).tree();
        }
        boolean good = ran.path("retcode").asInt() == 0;
        if (call.flag("ignore_timeout")
                && ran.path("retcode").asInt() == 1
                && ran.path("stdout").asText().contains("Timed out after")) {
            ran.put("retcode", 0);
            good = true;
        }
        result.changes(ran).is(Values.of(good), "Command \"" + name + "\" run");
        return withTest(test, ran, answer(call, result));
    }

    private static ObjectNode withTest(boolean test, ObjectNode ran, ObjectNode answer) {
        if (test && ran.path("retcode").asInt() == 0 && Values.isTrue(answer.path("changes"))) {
            answer.set("result", Values.none());
        }
        return answer;
    }

    private static boolean isFolder(Call call) throws Exception {
        return call.given("cwd").isEmpty()
                || call.machine()
                        .stat(call.text("cwd"), true)
                        .filter(s -> s.isDirectory())
                        .isPresent();
    }

    private static String noFolder(Call call) {
        return "Desired working directory \"" + call.text("cwd") + "\" is not available";
    }

    private static ObjectNode options(Call call) {
        ObjectNode out = Json.object();
        call.keywords()
                .properties()
                .forEach(
                        e -> {
                            if (!e.getKey().startsWith("__") && !e.getKey().equals("sfun")) {
                                out.set(e.getKey(), e.getValue());
                            }
                        });
        for (String option :
                List.of(
                        "cwd",
                        "runas",
                        "env",
                        "prepend_path",
                        "hide_output",
                        "timeout",
                        "success_retcodes",
                        "success_stdout",
                        "success_stderr")) {
            JsonNode value = call.optional(option);
            if (!value.isNull()) {
                out.set(option, value);
            }
        }
        JsonNode shell = call.value("shell");
        if (!shell.isNull()) {
            out.set("shell", shell);
        } else if (call.context().grains().has("shell")) {
            out.set("shell", call.context().grains().get("shell"));
        }
        return out.put("python_shell", true);
    }

    private static JsonNode call(Context context, String function, JsonNode first, ObjectNode more)
            throws Exception {
        return context.modules().run(context, function, List.of(first), more);
    }

    private static JsonNode script(Call call) throws Exception {
        StateResult result = StateResult.of(call).result(Values.of(false));
        if (isBadEnvironment(call)) {
            return result.failed("Invalidly-formatted 'env' parameter. See documentation.").tree();
        }
        for (String word : List.of("context", "defaults")) {
            JsonNode value = call.value(word);
            if (Values.isTrue(value) && !value.isObject()) {
                return result.failed(
                                "Invalidly-formatted '"
                                        + word
                                        + "' parameter. Must be formed as a dict.")
                        .tree();
            }
        }
        Context context = call.context();
        boolean test = context.test();
        String testName = test ? testName(call) : null;
        String name = testName == null ? call.text("name") : testName;
        if (test && testName == null) {
            return answer(call, result.would("Command '" + name + "' would have been executed"));
        }
        if (!isFolder(call)) {
            return result.failed(noFolder(call)).tree();
        }
        String source = call.given("source").orElse(name);
        ObjectNode ran;
        try {
            ran =
                    (ObjectNode)
                            call(
                                    context,
                                    "cmd.script",
                                    Values.text(source),
                                    scriptOptions(call, name));
        } catch (ModuleError | java.io.IOException e) {
            return result.failed(e.getMessage()).tree();
        }
        boolean good = ran.path("retcode").asInt() == 0;
        String words =
                Values.isTrue(ran.path("cache_error"))
                        ? "Unable to cache script "
                                + source
                                + " from saltenv '"
                                + context.state().environment()
                                + "'"
                        : "Command '" + name + "' run";
        result.changes(ran).is(Values.of(good), words);
        return withTest(test, ran, answer(call, result));
    }

    private static ObjectNode scriptOptions(Call call, String name) {
        ObjectNode out = options(call);
        ObjectNode variables = Json.object();
        for (String word : List.of("defaults", "context")) {
            if (call.value(word) instanceof ObjectNode map) {
                variables.setAll(map);
            }
        }
        out.set("context", variables);
        if (!call.value("template").isNull()) {
            out.set("template", call.value("template"));
        }
        out.put("saltenv", call.context().state().environment());
        String[] words = name.split("\\s+", 2);
        if (!Values.isTrue(out.path("args")) && words.length > 1) {
            out.put("args", words[1]);
        }
        return out;
    }
}
