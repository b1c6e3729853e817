package org.saltern.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Set;
import org.saltern.base.Json;

/**
 * A return in two parts: what the host said, and what differs from run to run of the same work although nothing differs
 * (durations, start times, process ids, run numbers). Two hosts gave the same answer when the first parts are equal, and that
 * part is stored once; the two together are the exact return again.
 *
 * @param stable the return with null in place of each varying value
 * @param values the varying values, in the order of a walk that visits fields by name
 */
record Varying(JsonNode stable, ArrayNode values) {
    private static final Set<String> NAMES = Set.of("duration", "start_time", "pid", "__run_num__");

    static Varying split(JsonNode tree) {
        ArrayNode values = Json.array();
        return new Varying(without(tree, values), values);
    }

    /** The return that was split. {@code stable} may be that of another host with the same answer; it is changed. */
    static JsonNode join(JsonNode stable, ArrayNode values) {
        put(stable, values.iterator());
        return stable;
    }

    private static JsonNode without(JsonNode tree, ArrayNode values) {
        if (tree instanceof ObjectNode object) {
            var out = Json.object();
            object.fieldNames().forEachRemaining(name -> out.set(name, NullNode.instance));
            for (String name : Trees.names(object)) {
                JsonNode value = object.get(name);
                if (isVarying(name, value)) {
                    values.add(value);
                } else {
                    out.set(name, without(value, values));
                }
            }
            return out;
        }
        if (tree instanceof ArrayNode array) {
            var out = Json.array();
            array.forEach(item -> out.add(without(item, values)));
            return out;
        }
        return tree;
    }

    private static void put(JsonNode tree, Iterator<JsonNode> values) {
        if (tree instanceof ObjectNode object) {
            for (String name : Trees.names(object)) {
                JsonNode value = object.get(name);
                if (isVarying(name, value)) {
                    object.set(name, values.next());
                } else {
                    put(value, values);
                }
            }
        } else if (tree instanceof ArrayNode array) {
            array.forEach(item -> put(item, values));
        }
    }

    /** Null varies too: it is what a varying value leaves behind. */
    private static boolean isVarying(String name, JsonNode value) {
        return NAMES.contains(name) && value.isValueNode();
    }
}
