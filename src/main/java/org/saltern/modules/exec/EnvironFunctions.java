package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Values;

/** {@code environ.*}: environment variables of what the job starts. Facts: salt/modules/environ.py. */
final class EnvironFunctions {
    private EnvironFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.named("environ.get")
                        .doc("Answers a variable.")
                        .takes("key, default=''")
                        .runs(
                                call -> {
                                    String there =
                                            call.machine().environment().get(call.text("key"));
                                    return there == null
                                            ? call.value("default")
                                            : Values.text(there);
                                }),
                Function.named("environ.has_value")
                        .doc("Answers whether a variable is there, or has this value.")
                        .takes("key, value=None")
                        .runs(EnvironFunctions::has),
                Function.named("environ.item")
                        .doc("Answers several variables.")
                        .takes("keys, default=''")
                        .runs(EnvironFunctions::item),
                Function.named("environ.items")
                        .doc("Answers all variables.")
                        .runs(
                                call -> {
                                    ObjectNode out = Json.object();
                                    new TreeMap<>(call.machine().environment()).forEach(out::put);
                                    return out;
                                }),
                Function.named("environ.setval")
                        .doc("Sets a variable for what this job starts from now on.")
                        .takes("key, val, false_unsets=False, permanent=False")
                        .runs(
                                call ->
                                        set(
                                                call,
                                                call.text("key"),
                                                call.value("val"),
                                                call.flag("false_unsets"))),
                Function.named("environ.setenv")
                        .doc("Sets variables for what this job starts from now on.")
                        .takes(
                                "environ, false_unsets=False, clear_all=False, update_minion=False,"
                                        + " permanent=False")
                        .runs(EnvironFunctions::setAll));
    }

    private static JsonNode has(Call call) {
        String there = call.machine().environment().get(call.text("key"));
        boolean wanted = call.value("value").isNull() || call.text("value").equals(there);
        return Values.of(there != null && wanted);
    }

    private static JsonNode item(Call call) {
        ObjectNode out = Json.object();
        Map<String, String> all = call.machine().environment();
        for (String key : Call.texts(call.value("keys"))) {
            out.set(key, all.containsKey(key) ? Values.text(all.get(key)) : call.value("default"));
        }
        return out;
    }

    private static JsonNode set(Call call, String key, JsonNode value, boolean unsets)
            throws IOException {
        boolean no = value.isBoolean() && !value.booleanValue();
        if (no && unsets) {
            call.machine().setEnvironment(key, Optional.empty());
            return Values.none();
        }
        if (!no && !value.isTextual()) {
            return Values.of(false);
        }
        String text = no ? "" : value.textValue();
        call.machine().setEnvironment(key, Optional.of(text));
        return Values.text(text);
    }

    private static JsonNode setAll(Call call) throws IOException {
        if (!(call.value("environ") instanceof ObjectNode wanted)) {
            return Values.of(false);
        }
        boolean unsets = call.flag("false_unsets");
        ObjectNode out = Json.object();
        if (call.flag("clear_all")) {
            for (String key : call.machine().environment().keySet()) {
                if (!wanted.has(key)) {
                    out.set(key, set(call, key, Values.of(false), unsets));
                }
            }
        }
        for (Map.Entry<String, JsonNode> entry : wanted.properties()) {
            JsonNode made = set(call, entry.getKey(), entry.getValue(), unsets);
            if (made.isBoolean()) {
                return made;
            }
            out.set(entry.getKey(), made);
        }
        return out;
    }
}
