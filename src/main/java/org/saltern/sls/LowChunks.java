package org.saltern.sls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.saltern.base.Json;

/** Makes low chunks, one per state to run, in the order in which they run. Facts: salt/state.py, {@code compile_high_data}. */
final class LowChunks {
    private static final long LAST = 1_000_000;
    private static final double NAME_STEP = 10_000.0;
    private static final String NAME_ORDER = "name_order";

    private final List<ObjectNode> chunks = new ArrayList<>();

    private LowChunks() {}

    static List<ObjectNode> of(ObjectNode high) {
        var low = new LowChunks();
        for (Map.Entry<String, JsonNode> entry : high.properties()) {
            if (HighData.isId(entry.getKey()) && entry.getValue().isObject()) {
                for (Map.Entry<String, JsonNode> state : entry.getValue().properties()) {
                    if (HighData.isId(state.getKey()) && state.getValue().isArray()) {
                        low.state(entry.getKey(), entry.getValue(), state);
                    }
                }
            }
        }
        return low.ordered();
    }

    private void state(String id, JsonNode body, Map.Entry<String, JsonNode> state) {
        ObjectNode chunk = Json.object().put("state", state.getKey()).put("name", id);
        for (String key : List.of("__sls__", "__env__")) {
            if (body.has(key)) {
                chunk.set(key, body.get(key));
            }
        }
        chunk.put("__id__", id);
        Set<String> functions = new LinkedHashSet<>();
        Set<JsonNode> names = new LinkedHashSet<>();
        for (JsonNode argument : state.getValue()) {
            if (argument.isTextual()) {
                functions.add(argument.textValue());
            } else {
                argument.properties().forEach(e -> argument(id, chunk, e, names));
            }
        }
        if (names.isEmpty()) {
            functions.forEach(f -> chunks.add(chunk.deepCopy().put("fun", f)));
            return;
        }
        int number = 1;
        for (JsonNode name : names) {
            ObjectNode named = named(chunk, name).put(NAME_ORDER, number++);
            functions.forEach(f -> chunks.add(named.deepCopy().put("fun", f)));
        }
    }

    private static void argument(
            String id,
            ObjectNode chunk,
            Map.Entry<String, JsonNode> argument,
            Set<JsonNode> names) {
        String key = argument.getKey();
        JsonNode value = argument.getValue();
        if (key.equals("names")) {
            value.forEach(names::add);
        } else if (key.equals("name") && !value.isTextual()) {
            chunk.put("name", id);
        } else if (!key.equals("state")) {
            chunk.set(key, value);
        }
    }

    private static ObjectNode named(ObjectNode chunk, JsonNode name) {
        ObjectNode live = chunk.deepCopy();
        if (!name.isObject()) {
            live.set("name", name);
            return live;
        }
        String key = HighData.first(name);
        live.put("name", key);
        for (JsonNode override : name.path(key)) {
            if (override instanceof ObjectNode values) {
                live.setAll(values);
            }
        }
        return live;
    }

    private List<ObjectNode> ordered() {
        long cap = 1;
        for (ObjectNode chunk : chunks) {
            JsonNode order = chunk.path("order");
            if (order.isIntegralNumber() && order.longValue() > cap - 1 && order.longValue() > 0) {
                cap = order.longValue() + 100;
            }
        }
        for (ObjectNode chunk : chunks) {
            chunk.set("order", order(chunk.path("order"), chunk.remove(NAME_ORDER), cap));
        }
        chunks.sort(
                Comparator.comparingDouble((ObjectNode c) -> c.get("order").doubleValue())
                        .thenComparing(LowChunks::words));
        return chunks;
    }

    private static String words(ObjectNode chunk) {
        return PythonText.text(chunk.path("state"))
                + PythonText.text(chunk.path("name"))
                + PythonText.text(chunk.path("fun"));
    }

    private static JsonNode order(JsonNode given, JsonNode nameOrder, long cap) {
        JsonNode order = given;
        if (!given.isNumber()) {
            order =
                    switch (given.asText()) {
                        case "last" -> whole(cap + LAST);
                        case "first" -> whole(0);
                        default -> whole(cap);
                    };
        }
        if (nameOrder != null) {
            order = DoubleNode.valueOf(order.doubleValue() + nameOrder.intValue() / NAME_STEP);
        }
        if (order.doubleValue() < 0) {
            return order.isIntegralNumber()
                    ? whole(cap + LAST + order.longValue())
                    : DoubleNode.valueOf(cap + LAST + order.doubleValue());
        }
        return order;
    }

    private static JsonNode whole(long value) {
        return value == (int) value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
    }
}
