package org.saltern.sls.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.saltern.base.Json;

/**
 * What Salt hands to every template.
 *
 * @param variables more variables: {@code source}, {@code name}, … and the {@code context} of a managed file; values as
 *     {@link org.saltern.sls.template.JsonValues#of(Object)} takes them; they win over those above
 */
public record SaltContext(
        JsonNode grains,
        JsonNode pillar,
        JsonNode opts,
        SaltCalls salt,
        TemplateFiles files,
        Map<String, Object> variables) {
    public SaltContext {
        variables = new LinkedHashMap<>(variables);
    }

    /** A context without variables of its own. */
    public SaltContext(
            JsonNode grains, JsonNode pillar, JsonNode opts, SaltCalls salt, TemplateFiles files) {
        this(grains, pillar, opts, salt, files, Map.of());
    }

    /** A context with nothing in it. */
    public static SaltContext empty() {
        ObjectNode none = Json.object();
        return new SaltContext(none, none, none, SaltCalls.NONE, TemplateFiles.NONE);
    }

    /** This context with more variables. */
    public SaltContext with(Map<String, Object> more) {
        var all = new LinkedHashMap<>(variables);
        all.putAll(more);
        return new SaltContext(grains, pillar, opts, salt, files, all);
    }
}
