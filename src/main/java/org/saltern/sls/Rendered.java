package org.saltern.sls;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.saltern.base.Json;
import org.saltern.yaml.Spot;

/**
 * What a render pipe made.
 *
 * @param data a map for a good SLS; text when the pipe ended in a template
 * @param oddKeys topmost keys that are no text, with Python's name of their type
 * @param made the text that was read as YAML, after templates; empty when there was none
 * @param root where everything stands in that text; null when there was none
 */
public record Rendered(JsonNode data, Map<String, String> oddKeys, String made, Spot root) {
    static Rendered of(JsonNode data) {
        return new Rendered(data, Map.of(), "", null);
    }

    static Rendered nothing() {
        return of(Json.object());
    }
}
