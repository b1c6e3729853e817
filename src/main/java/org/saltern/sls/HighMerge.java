package org.saltern.sls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.saltern.base.Json;

/** Puts the states of files together: numbers them, refuses an ID that two files give. Facts: salt/state.py, {@code merge_included_states}. */
final class HighMerge {
    private HighMerge() {}

    /** Gives each state without an order the next number. @return the number after the last one given */
    static int number(ObjectNode state, int first) {
        int order = first;
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
        return order;
    }

    private static boolean hasOrder(ArrayNode arguments) {
        for (JsonNode argument : arguments) {
            if (argument.isObject() && HighData.first(argument).equals("order")) {
                return true;
            }
        }
        return false;
    }

    /** Puts a file's states to those that are there. */
    static void into(ObjectNode into, JsonNode from, List<String> errors, Origins origins) {
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
                String id = entry.getKey();
                String first = origins.at(there, id);
                String second = origins.at(entry.getValue(), id);
                errors.add(conflict(id, there, entry.getValue()) + first + second);
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

    /** An extension that came twice, by two ways of including, counts once. */
    static void dropDoubleExtends(ObjectNode ids) {
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
