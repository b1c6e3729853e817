package org.saltern.base;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The one Jackson mapper, and short words for trees. Results and arguments are {@link JsonNode} trees everywhere. */
public final class Json {
    /** Never reconfigured after this line. */
    public static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** @throws Problem.BadInput when the text is not JSON; names the line and column */
    public static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new Problem.BadInput(
                    Problem.text("Not JSON: {0}", e.getOriginalMessage()),
                    at == null ? "JSON" : "JSON:" + at.getLineNr() + ":" + at.getColumnNr(),
                    Problem.text("Check quotes, commas and brackets."),
                    e);
        }
    }

    /** Compact text of a tree; binary values as base64. */
    public static String text(JsonNode tree) {
        try {
            return MAPPER.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree could not be written", e);
        }
    }
}
