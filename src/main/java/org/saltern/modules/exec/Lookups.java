package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.saltern.modules.Call;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/** The choice that {@code grains.filter_by} and {@code pillar.filter_by} make: an entry of a map by a value. */
final class Lookups {
    private Lookups() {}

    /** The call has {@code lookup_dict}, {@code merge}, {@code default} and {@code base}. */
    static JsonNode byValue(Call call, JsonNode value) {
        JsonNode lookup = call.value("lookup_dict");
        if (!lookup.isObject()) {
            throw new ModuleError.BadRequest("lookup_dict must be a map");
        }
        JsonNode chosen = Values.none();
        for (JsonNode one : value.isArray() ? Trees.elements(value) : java.util.List.of(value)) {
            chosen = chosen.isNull() ? entry(lookup, one) : chosen;
        }
        if (chosen.isNull()) {
            chosen = lookup.path(call.text("default"));
            chosen = chosen.isMissingNode() ? Values.none() : chosen;
        }
        if (call.given("base").isPresent() && lookup.has(call.text("base"))) {
            JsonNode base = lookup.get(call.text("base"));
            chosen = chosen.isNull() ? base : Trees.merged(base, chosen);
        }
        JsonNode merge = call.value("merge");
        if (!Values.isTrue(merge)) {
            return chosen;
        }
        if (!merge.isObject()) {
            throw new ModuleError.BadRequest("filter_by merge argument must be a dictionary.");
        }
        return chosen.isNull() ? merge : Trees.merged(chosen, merge);
    }

    private static JsonNode entry(JsonNode lookup, JsonNode value) {
        if (value.isNull() || value.isContainerNode()) {
            return Values.none();
        }
        for (Map.Entry<String, JsonNode> e : lookup.properties()) {
            if (Globs.matches(e.getKey(), Values.asText(value))) {
                return e.getValue();
            }
        }
        return Values.none();
    }
}
