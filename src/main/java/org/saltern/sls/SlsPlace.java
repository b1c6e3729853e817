package org.saltern.sls;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What is rendered, for the renderers that want to know.
 *
 * @param sls its name; "" for a top file and for text that is no SLS
 * @param path from the environment's root; null when it is in no tree
 * @param variables further variables of the template
 */
public record SlsPlace(
        String environment, String sls, String path, Map<String, JsonNode> variables) {
    public SlsPlace {
        variables = Map.copyOf(variables);
    }

    public SlsPlace(String environment, String sls, String path) {
        this(environment, sls, path, Map.of());
    }
}
