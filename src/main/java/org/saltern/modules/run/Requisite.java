package org.saltern.modules.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One reference of a requisite.
 *
 * @param kind a state module, {@code id} or {@code sls}
 * @param value an ID, a name or a pattern; null when the author wrote nothing
 */
record Requisite(String kind, String value) {
    /**
     * The references of a requisite's list; a function behind the module counts for nothing. What is no list is gone through as
     * upstream's loop does: a map gives its keys, a text its letters.
     */
    static List<Requisite> list(JsonNode items) {
        var out = new ArrayList<Requisite>();
        if (items.isArray()) {
            items.forEach(item -> add(item, out));
        } else if (items.isObject()) {
            items.fieldNames().forEachRemaining(key -> out.add(new Requisite("id", key)));
        } else if (items.isTextual()) {
            items.textValue()
                    .codePoints()
                    .forEach(c -> out.add(new Requisite("id", Character.toString(c))));
        }
        return out;
    }

    private static void add(JsonNode item, List<Requisite> out) {
        if (item.isObject() && !item.isEmpty()) {
            String key = item.fieldNames().next();
            JsonNode value = item.get(key);
            String kind = key.contains(".") ? key.substring(0, key.indexOf('.')) : key;
            out.add(new Requisite(kind, value.isNull() ? null : value.asText()));
        } else {
            out.add(new Requisite("id", item.asText()));
        }
    }

    /** As messages show it. */
    @Override
    public String toString() {
        return kind + ": " + (value == null ? "None" : value);
    }
}
