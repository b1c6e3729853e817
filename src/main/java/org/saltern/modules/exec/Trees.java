package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.saltern.base.Json;

/** Ways through value trees that several functions share: {@code a:b:c} paths, merging, copying. */
public final class Trees {
    private Trees() {}

    /**
     * Follows a path such as {@code ip4_interfaces:lo:0}: keys of maps, positions in lists. A key that contains the
     * delimiter is found when it stands at the top. Empty when a step is missing.
     */
    public static Optional<JsonNode> find(JsonNode tree, String path, String delimiter) {
        if (tree.has(path)) {
            return Optional.of(tree.get(path));
        }
        JsonNode at = tree;
        for (String step : path.split(Pattern.quote(delimiter), -1)) {
            JsonNode next = step(at, step);
            if (next == null) {
                return Optional.empty();
            }
            at = next;
        }
        return Optional.of(at);
    }

    private static JsonNode step(JsonNode at, String step) {
        if (at.isObject()) {
            return at.get(step);
        }
        if (!at.isArray()) {
            return null;
        }
        for (JsonNode element : at) { // upstream looks through the maps of a list first
            if (element.isObject() && element.has(step)) {
                return element.get(step);
            }
        }
        return step.matches("[0-9]{1,9}") ? at.get(Integer.parseInt(step)) : null;
    }

    /** The elements of a list; a single value as a list of it; null as none. */
    public static List<JsonNode> elements(JsonNode value) {
        var out = new ArrayList<JsonNode>();
        if (value.isArray()) {
            value.forEach(out::add);
        } else if (!value.isNull()) {
            out.add(value);
        }
        return out;
    }

    /** A copy of a map without the fields that describe the publication. */
    public static ObjectNode withoutPublication(ObjectNode keywords) {
        ObjectNode out = Json.object();
        keywords.properties().stream()
                .filter(e -> !e.getKey().startsWith("__"))
                .forEach(e -> out.set(e.getKey(), e.getValue()));
        return out;
    }

    /** {@code over} laid on {@code under}: maps are merged all the way down, anything else replaces. New tree. */
    public static JsonNode merged(JsonNode under, JsonNode over) {
        if (!under.isObject() || !over.isObject()) {
            return over.deepCopy();
        }
        ObjectNode out = ((ObjectNode) under).deepCopy();
        for (Map.Entry<String, JsonNode> e : over.properties()) {
            JsonNode below = out.get(e.getKey());
            out.set(
                    e.getKey(),
                    below == null ? e.getValue().deepCopy() : merged(below, e.getValue()));
        }
        return out;
    }

    /** Whether a list holds an equal value. */
    public static boolean contains(ArrayNode list, JsonNode value) {
        for (JsonNode e : list) {
            if (e.equals(value)) {
                return true;
            }
        }
        return false;
    }

    /** Removes the first equal value; false when there is none. */
    public static boolean remove(ArrayNode list, JsonNode value) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).equals(value)) {
                list.remove(i);
                return true;
            }
        }
        return false;
    }
}
