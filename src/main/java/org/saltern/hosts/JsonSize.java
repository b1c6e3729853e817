package org.saltern.hosts;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/** How large and how deep foreign JSON is. */
final class JsonSize {
    private JsonSize() {}

    /** Levels of maps and lists; 0 for a plain value. */
    static int depth(JsonNode tree) {
        int deepest = 0;
        for (JsonNode child : tree) {
            deepest = Math.max(deepest, depth(child));
        }
        return tree.isContainerNode() ? deepest + 1 : 0;
    }

    static int bytes(String document) {
        return document.getBytes(StandardCharsets.UTF_8).length;
    }
}
