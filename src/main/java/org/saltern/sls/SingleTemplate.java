package org.saltern.sls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.saltern.base.Json;

/** Brings the states of a template that is no SLS ({@code state.template_str}) into the long form. */
public final class SingleTemplate {
    private final ObjectNode high;
    private final String name;
    private final List<String> errors = new ArrayList<>();

    private SingleTemplate(ObjectNode high, String name) {
        this.high = high;
        this.name = name;
    }

    /** Changes the data. @return what is wrong, in Salt's words */
    public static List<String> pad(ObjectNode high, String name) {
        var template = new SingleTemplate(high, name);
        template.pad();
        return template.errors;
    }

    private void pad() {
        for (String word : List.of("include", "exclude", "extends")) {
            if (high.has(word)) {
                errors.add(
                        "The '"
                                + word
                                + "' declaration found on '"
                                + name
                                + "' is invalid when rendering single templates");
                return;
            }
        }
        var ids = new ArrayList<String>();
        high.fieldNames().forEachRemaining(ids::add);
        ids.forEach(this::id);
    }

    private void id(String id) {
        JsonNode value = high.get(id);
        if (!(value instanceof ObjectNode body)) {
            String[] words = value.isTextual() ? value.textValue().split("\\.", -1) : new String[0];
            if (words.length > 1) {
                ObjectNode made = Json.object();
                made.set(words[0], Json.array().add(words[1]));
                high.set(id, made);
            } else {
                errors.add("ID " + id + " in template " + name + " is not a dictionary");
            }
            return;
        }
        Set<String> modules = new HashSet<>();
        body.properties().stream()
                .map(Map.Entry::getKey)
                .filter(key -> !key.startsWith("_"))
                .sorted()
                .toList()
                .forEach(key -> state(id, body, key, modules));
    }

    private void state(String id, ObjectNode body, String key, Set<String> modules) {
        JsonNode value = body.get(key);
        if (value.isNull()) {
            errors.add(
                    "ID '"
                            + id
                            + "' in template "
                            + name
                            + " contains a short declaration ("
                            + key
                            + ") with a trailing colon. When not passing any arguments to a state,"
                            + " the colon must be omitted.");
        } else if (value instanceof ArrayNode arguments) {
            String[] words = key.split("\\.", -1);
            boolean isNew = modules.add(words[0]);
            if (words.length > 1 && isNew) {
                body.remove(key);
                body.set(words[0], arguments.add(words[1]));
            } else if (words.length > 1) {
                errors.add(
                        "ID '"
                                + id
                                + "' in template '"
                                + name
                                + "' contains multiple state declarations of the same type");
            }
        }
    }
}
