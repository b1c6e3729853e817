package org.saltern.modules.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.saltern.base.Json;
import org.saltern.modules.Context;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Modules;
import org.saltern.modules.Values;
import org.saltern.sls.PythonText;

/**
 * {@code onlyif}, {@code unless}, {@code creates} and {@code check_cmd} of a state. They run in test mode as well. Facts:
 * salt/state.py, {@code _run_check}.
 */
final class Conditions {
    private static final List<String> FROM_STATE =
            List.of(
                    "cwd",
                    "root",
                    "runas",
                    "env",
                    "prepend_path",
                    "umask",
                    "timeout",
                    "success_retcodes");
    private static final int CANNOT_RUN = 100;

    private final Context context;
    private final ObjectNode low;

    Conditions(Context context, ObjectNode low) {
        this.context = context;
        this.low = low;
    }

    /**
     * What a condition says.
     *
     * @param skip do not run the state
     */
    private record Said(boolean skip, String comment) {
        ObjectNode tree(ObjectNode result) {
            result.put("result", skip).put("comment", comment);
            if (skip) {
                result.put("skip_watch", true);
            }
            return result;
        }
    }

    static boolean any(ObjectNode low) {
        return low.has("onlyif") || low.has("unless") || low.has("creates");
    }

    /** {@code onlyif} or {@code unless} with nothing in it: upstream's function trips over its own answer. */
    static final class KeyMissing extends RuntimeException {
        private static final long serialVersionUID = 1;

        KeyMissing() {
            super("'comment'");
        }
    }

    /** All conditions; {@code result} true in the answer means that the state does not run. */
    ObjectNode check() throws Exception {
        List<Said> said = new ArrayList<>();
        if (low.has("onlyif")) {
            said.add(onlyif());
        }
        if (low.has("unless")) {
            said.add(unless());
        }
        if (low.has("creates")) {
            said.add(creates());
        }
        if (said.stream().anyMatch(s -> s.comment() == null)) {
            throw new KeyMissing(); // as upstream answers an empty list
        }
        boolean skip = said.stream().anyMatch(Said::skip);
        var words = said.stream().map(Said::comment).toList();
        return new Said(skip, String.join("\n", words)).tree(Json.object());
    }

    private static List<JsonNode> entries(JsonNode value) {
        List<JsonNode> out = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(out::add);
        } else {
            out.add(value);
        }
        return out;
    }

    private Said onlyif() throws Exception {
        Said said = new Said(false, null);
        for (JsonNode entry : entries(low.get("onlyif"))) {
            if (!entry.isTextual() && !entry.isObject()) {
                return new Said(false, "onlyif execution failed, bad type passed");
            }
            if (entry.isObject() && !entry.has("fun")) {
                return new Said(false, "no `fun` argument in onlyif: " + PythonText.text(entry));
            }
            if (!holds(entry, false)) {
                return new Said(true, "onlyif condition is false");
            }
            said = new Said(false, "onlyif condition is true");
        }
        return said;
    }

    private Said unless() throws Exception {
        Said said = new Said(false, null);
        for (JsonNode entry : entries(low.get("unless"))) {
            if (!entry.isTextual() && !entry.isObject()) {
                said = new Said(false, "unless condition is false, bad type passed");
                continue;
            }
            if (entry.isObject() && !entry.has("fun")) {
                return new Said(false, "no `fun` argument in unless: " + PythonText.text(entry));
            }
            if (!holds(entry, true)) {
                return new Said(false, "unless condition is false");
            }
            said = new Said(true, "unless condition is true");
        }
        return said;
    }

    /** @param otherwise what counts when a command cannot be run at all */
    private boolean holds(JsonNode entry, boolean otherwise) throws Exception {
        if (entry.isObject()) {
            return function((ObjectNode) entry);
        }
        try {
            return retcode(entry, options()) == 0;
        } catch (ModuleError.Failed | IOException e) {
            return otherwise;
        }
    }

    private boolean function(ObjectNode entry) throws Exception {
        ObjectNode keywords = entry.deepCopy();
        String function = keywords.remove("fun").asText();
        JsonNode path = keywords.remove("get_return");
        JsonNode args = keywords.remove("args");
        List<JsonNode> positional = args == null ? List.of() : entries(args);
        ObjectNode filled = new Slots(context).fill(keywords);
        Modules.Answer answer = context.modules().answer(context, function, positional, filled);
        JsonNode value = answer.value();
        if (path != null && !path.isNull()) {
            for (String step : path.asText().split(":")) {
                value =
                        value.isArray() && step.matches("[0-9]{1,6}")
                                ? value.path(Integer.parseInt(step))
                                : value.path(step);
            }
        }
        return answer.retcode() == 0 && Values.isTrue(value);
    }

    private ObjectNode options() {
        ObjectNode out = Json.object();
        List<String> excluded = new ArrayList<>();
        entries(low.path("cmd_opts_exclude")).forEach(e -> excluded.add(e.asText()));
        for (String option : FROM_STATE) {
            if (!excluded.contains(option) && low.has(option)) {
                out.set(option, low.get(option));
            }
        }
        if (low.has("shell") && !excluded.contains("shell")) {
            out.set("shell", low.get("shell"));
        } else {
            shell(out);
        }
        return out;
    }

    private void shell(ObjectNode out) {
        if (context.grains().has("shell")) {
            out.set("shell", context.grains().get("shell"));
        }
    }

    private int retcode(JsonNode command, ObjectNode options) throws Exception {
        options.put("ignore_retcode", true).put("python_shell", true);
        options.remove("root"); // no command of the state system runs in another root here
        JsonNode code = context.modules().run(context, "cmd.retcode", List.of(command), options);
        return code.isNumber() ? code.intValue() : CANNOT_RUN;
    }

    private Said creates() throws IOException {
        JsonNode creates = low.get("creates");
        boolean all = true;
        for (JsonNode path : entries(creates)) {
            all &= context.machine().stat(path.asText(), true).isPresent();
        }
        if (!all) {
            return new Said(false, "Creates files not found");
        }
        return new Said(
                true,
                creates.isTextual()
                        ? creates.textValue() + " exists"
                        : "All files in creates exist");
    }

    /** {@code check_cmd}: commands decide whether the state succeeded. */
    ObjectNode checkCommand() throws Exception {
        ObjectNode out = Json.object();
        for (JsonNode entry : entries(low.get("check_cmd"))) {
            ObjectNode options = Json.object();
            shell(options);
            boolean good = retcode(entry, options) == 0;
            out.put("result", good)
                    .put(
                            "comment",
                            "check_cmd determined the state " + (good ? "succeeded" : "failed"));
            if (!good) {
                return out;
            }
        }
        return out.isEmpty() ? out.put("result", false) : out;
    }
}
