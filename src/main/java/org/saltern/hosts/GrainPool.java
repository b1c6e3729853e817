package org.saltern.hosts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.saltern.base.Json;

/**
 * Shares equal parts of grains between hosts, so that ten thousand like machines do not take ten thousand times the memory.
 * What it hands out must never be changed. Thread-safe.
 */
final class GrainPool {
    private static final int MOST_PARTS = 200_000;

    private final Map<JsonNode, JsonNode> parts = new ConcurrentHashMap<>();

    ObjectNode shared(ObjectNode grains) {
        if (parts.size() > MOST_PARTS) {
            parts.clear(); // only the sharing starts anew
        }
        return fields(grains);
    }

    private ObjectNode fields(ObjectNode object) {
        ObjectNode copy = Json.object();
        object.properties().forEach(field -> copy.set(field.getKey(), part(field.getValue())));
        return copy;
    }

    private JsonNode part(JsonNode value) {
        JsonNode copy =
                switch (value) {
                    case ObjectNode object -> fields(object);
                    case ArrayNode array -> items(array);
                    default -> value;
                };
        JsonNode earlier = parts.putIfAbsent(copy, copy);
        return earlier == null ? copy : earlier;
    }

    private ArrayNode items(ArrayNode array) {
        ArrayNode copy = Json.array();
        array.forEach(item -> copy.add(part(item)));
        return copy;
    }
}
