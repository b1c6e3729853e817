package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Values;

/** {@code environ.setenv}: variables for the commands that come later in the run. Facts: salt/states/environ.py. */
final class EnvironStates {
    private EnvironStates() {}

    static List<Function> all() {
        return List.of(
                Function.named("environ.setenv")
                        .doc("Sets environment variables for what the job runs after it.")
                        .takes(
                                "name, value, false_unsets=False, clear_all=False,"
                                        + " update_minion=False, permanent=False")
                        .runs(EnvironStates::set));
    }

    private static JsonNode set(Call call) throws Exception {
        JsonNode value = call.value("value");
        ObjectNode wanted = Json.object();
        if (value.isTextual() || (value.isBoolean() && !value.booleanValue())) {
            wanted.set(call.text("name"), value);
        } else if (value instanceof ObjectNode map) {
            wanted = map;
        } else {
            return StateResult.of(call)
                    .failed("Environ value must be string, dict or False")
                    .tree();
        }
        ObjectNode changes = changes(call, wanted);
        StateResult result = StateResult.of(call).changes(changes);
        if (call.context().test()) {
            return result.done(
                            changes.isEmpty()
                                    ? "Environ values are already set with the correct values"
                                    : "Environ values will be changed")
                    .tree();
        }
        if (changes.isEmpty()) {
            return result.done("Environ values were already set with the correct values").tree();
        }
        JsonNode made = apply(call, wanted);
        return made.isObject()
                ? result.changes((ObjectNode) made).done("Environ values were set").tree()
                : result.failed("Failed to set environ variables").tree();
    }

    private static ObjectNode changes(Call call, ObjectNode wanted) throws IOException {
        Map<String, String> now = call.machine().environment();
        boolean unsets = call.flag("false_unsets");
        ObjectNode out = Json.object();
        if (call.flag("clear_all")) {
            now.keySet().stream()
                    .filter(key -> !wanted.has(key))
                    .sorted()
                    .forEach(key -> out.set(key, unsets ? Values.none() : Values.text("")));
        }
        for (Map.Entry<String, JsonNode> entry : wanted.properties()) {
            String there = now.get(entry.getKey());
            JsonNode value = entry.getValue();
            if (value.isBoolean() && !value.booleanValue()) {
                if (unsets && there != null) {
                    out.set(entry.getKey(), Values.none());
                } else if (!unsets && !"".equals(there)) {
                    out.put(entry.getKey(), "");
                }
            } else if (!Values.asText(value).equals(there == null ? "" : there)) {
                out.set(entry.getKey(), value);
            }
        }
        return out;
    }

    private static JsonNode apply(Call call, ObjectNode wanted) throws Exception {
        ObjectNode keywords = Json.object();
        for (String word : List.of("false_unsets", "clear_all")) {
            keywords.set(word, call.value(word));
        }
        return call.context()
                .modules()
                .run(
                        call.context().with(Json.object()),
                        "environ.setenv",
                        List.of(wanted),
                        keywords);
    }
}
