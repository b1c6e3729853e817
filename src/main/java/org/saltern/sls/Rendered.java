package org.saltern.sls;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.saltern.base.Json;
import org.saltern.yaml.SaltYaml;

/**
 * What a render pipe made.
 *
 * @param data a map for a good SLS; text when the pipe ended in a template
 * @param oddKeys topmost keys that are no text, with Python's name of their type
 * @param places where the topmost keys stand in the text that the template made
 */
public record Rendered(
        JsonNode data, Map<String, String> oddKeys, Map<String, SaltYaml.Place> places) {
    static Rendered of(JsonNode data) {
        return new Rendered(data, Map.of(), Map.of());
    }

    static Rendered nothing() {
        return of(Json.object());
    }
}
