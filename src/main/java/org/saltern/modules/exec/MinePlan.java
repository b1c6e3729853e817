package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.saltern.base.Json;
import org.saltern.modules.Values;

/**
 * One entry of {@code mine_functions}: a name and what to run for it: nothing (the function is the name), a map of keyword
 * arguments, or a list of arguments and single-entry maps. {@code mine_function} names another function.
 */
record MinePlan(String name, JsonNode written) {
    private static final Set<String> OWN = Set.of("mine_function", "allow_tgt", "allow_tgt_type");

    String function() {
        JsonNode other = option("mine_function");
        return other.isNull() ? name : Values.asText(other);
    }

    List<JsonNode> arguments() {
        var out = new ArrayList<JsonNode>();
        if (written.isArray()) {
            written.forEach(
                    a -> {
                        if (!a.isObject()) {
                            out.add(a);
                        }
                    });
        }
        return out;
    }

    ObjectNode keywords() {
        ObjectNode out = all();
        OWN.forEach(out::remove);
        return out;
    }

    JsonNode option(String key) {
        JsonNode value = all().get(key);
        return value == null ? Values.none() : value;
    }

    private ObjectNode all() {
        ObjectNode out = Json.object();
        for (JsonNode part : written.isArray() ? Trees.elements(written) : List.of(written)) {
            part.properties().forEach(e -> out.set(e.getKey(), e.getValue()));
        }
        return out;
    }
}
