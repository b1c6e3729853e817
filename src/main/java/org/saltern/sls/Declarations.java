package org.saltern.sls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.saltern.base.Json;

/**
 * Brings one rendered SLS into the long form: {@code id: mod.fun} becomes {@code id: {mod: [fun]}}, each ID gets its SLS and
 * environment, {@code extend} and {@code exclude} move aside. Facts: salt/state.py, {@code _handle_*}.
 */
final class Declarations {
    private final ObjectNode state;
    private final String sls;
    private final String environment;
    private final List<String> errors;
    private final Origins origins;

    Declarations(
            ObjectNode state,
            String sls,
            String environment,
            List<String> errors,
            Origins origins) {
        this.origins = origins;
        this.state = state;
        this.sls = sls;
        this.environment = environment;
        this.errors = errors;
    }

    void pad() {
        extend();
        exclude();
        for (String id : names(state)) {
            if (state.get(id) instanceof ObjectNode body) {
                pad(id, body);
            } else if (!id.equals(HighData.EXTEND) && !id.equals(HighData.EXCLUDE)) {
                shortForm(id, state.get(id));
            }
        }
    }

    private String at(String key) {
        return origins.at(environment, sls, key, Optional::of);
    }

    private static List<String> names(ObjectNode map) {
        var names = new ArrayList<String>();
        map.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private void extend() {
        if (!state.has("extend")) {
            return;
        }
        if (!(state.remove("extend") instanceof ObjectNode extension)) {
            errors.add("Extension value in SLS '" + sls + "' is not a dictionary" + at("extend"));
            return;
        }
        for (String id : names(extension)) {
            if (!(extension.get(id) instanceof ObjectNode body)) {
                errors.add(
                        "Extension name '"
                                + id
                                + "' in SLS '"
                                + sls
                                + "' is not a dictionary"
                                + origins.at(environment, sls, "extend", s -> s.key(id)));
                continue;
            }
            place(body);
            for (String key : names(body)) {
                if (!key.startsWith("_")
                        && key.contains(".")
                        && body.get(key) instanceof ArrayNode) {
                    split(body, key);
                }
            }
        }
        state.withArray("/" + HighData.EXTEND).add(extension);
    }

    private void exclude() {
        if (!state.has("exclude")) {
            return;
        }
        JsonNode exclude = state.remove("exclude");
        if (exclude instanceof ArrayNode list) {
            state.withArray("/" + HighData.EXCLUDE).addAll(list);
        } else {
            errors.add(
                    "Exclude Declaration in SLS "
                            + sls
                            + " is not formed as a list"
                            + at("exclude"));
        }
    }

    private void shortForm(String id, JsonNode value) {
        String[] words = value.isTextual() ? value.textValue().split("\\.", -1) : new String[0];
        if (words.length < 2) {
            errors.add("ID " + id + " in SLS " + sls + " is not a dictionary" + at(id));
            return;
        }
        ObjectNode body = Json.object();
        place(body);
        body.set(words[0], Json.array().add(words[1]));
        state.set(id, body);
    }

    private void pad(String id, ObjectNode body) {
        Set<String> modules = new HashSet<>();
        for (String key : names(body)) {
            if (key.startsWith("_") || !(body.get(key) instanceof ArrayNode)) {
                continue;
            }
            if (!key.contains(".")) {
                modules.add(key);
            } else if (modules.add(key.substring(0, key.indexOf('.')))) {
                split(body, key);
            } else {
                errors.add(
                        "ID '"
                                + id
                                + "' in SLS '"
                                + sls
                                + "' contains multiple state declarations of the same type"
                                + origins.at(environment, sls, id, s -> s.key(key)));
            }
        }
        place(body);
    }

    /** {@code mod.fun: […]} becomes {@code mod: […, fun]}, at the end of the map. */
    private static void split(ObjectNode body, String key) {
        String[] words = key.split("\\.", -1);
        ArrayNode arguments = (ArrayNode) body.remove(key);
        arguments.add(words[1]);
        body.set(words[0], arguments);
    }

    private void place(ObjectNode body) {
        if (!body.has("__sls__")) {
            body.put("__sls__", sls);
        }
        if (!body.has("__env__")) {
            body.put("__env__", environment);
        }
    }
}
