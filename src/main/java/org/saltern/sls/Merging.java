package org.saltern.sls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.saltern.base.Json;

/**
 * How maps are laid over each other: pillar, formula defaults. Facts: salt/utils/dictupdate.py. Always a new tree.
 *
 * @param strategy {@code recurse}, {@code aggregate} (topmost keys replace), {@code overwrite} (the same), {@code none}
 * @param lists lists are joined, without doubles, instead of replaced; with {@code recurse} only
 */
public record Merging(String strategy, boolean lists) {
    /** Maps all the way down; other values replace. */
    public static final Merging RECURSE = new Merging("recurse", false);

    /** Salt's options {@code pillar_source_merging_strategy} and {@code pillar_merge_lists}. */
    public static Merging ofOptions(JsonNode options) {
        String strategy = HighData.text(options, "pillar_source_merging_strategy", "smart");
        boolean lists = options.path("pillar_merge_lists").asBoolean(false);
        return new Merging(
                switch (strategy) {
                    case "aggregate", "overwrite" -> strategy;
                    case "none" -> "none";
                    default -> "recurse"; // 'smart' means it for YAML; 'list' loses data upstream
                },
                lists);
    }

    /** {@code over} on {@code under}. */
    public ObjectNode merge(ObjectNode under, ObjectNode over) {
        ObjectNode out = under.deepCopy();
        switch (strategy) {
            case "aggregate", "overwrite" -> out.setAll(over.deepCopy());
            case "none" -> update(out, over, false);
            default -> update(out, over, lists);
        }
        return out;
    }

    private static void update(ObjectNode into, ObjectNode from, boolean joinLists) {
        for (Map.Entry<String, JsonNode> entry : from.properties()) {
            JsonNode there = into.get(entry.getKey());
            JsonNode value = entry.getValue();
            if (there instanceof ObjectNode map && value instanceof ObjectNode more) {
                update(map, more, joinLists);
            } else if (joinLists
                    && there instanceof ArrayNode list
                    && value instanceof ArrayNode more) {
                into.set(entry.getKey(), joined(list, more));
            } else {
                into.set(entry.getKey(), value.deepCopy());
            }
        }
    }

    private static ArrayNode joined(ArrayNode first, ArrayNode second) {
        ArrayNode out = first.deepCopy();
        for (JsonNode item : second) {
            boolean known = false;
            for (JsonNode there : out) {
                known |= there.equals(item);
            }
            if (!known) {
                out.add(item.deepCopy());
            }
        }
        return out;
    }

    /** A map with one value deep inside: {@code a:b} and v give {@code {a: {b: v}}}. */
    static ObjectNode under(String path, JsonNode value) {
        JsonNode at = value;
        String[] keys = path.split(":", -1);
        for (int i = keys.length - 1; i >= 0; i--) {
            ObjectNode map = Json.object();
            map.set(keys[i], at);
            at = map;
        }
        return (ObjectNode) at;
    }
}
