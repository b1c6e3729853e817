package org.saltern.sls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.saltern.base.Json;

/** Says what is wrong with the shape of high data, in Salt's words. Facts: salt/state.py, {@code verify_high}. */
final class HighCheck {
    private static final Set<String> CHECKED = Set.of("require", "watch", "prereq", "onchanges");

    private final HighData high;
    private final List<String> errors = new ArrayList<>();
    private final Map<String, Needs> needs = new HashMap<>();

    /** What a state requires: value to kind. */
    private record Needs(String module, Map<JsonNode, String> kinds) {}

    private HighCheck(HighData high) {
        this.high = high;
    }

    static List<String> errors(HighData high) {
        var check = new HighCheck(high);
        high.ids()
                .properties()
                .forEach(
                        e -> {
                            if (HighData.isId(e.getKey())) {
                                check.id(e.getKey(), e.getValue());
                            }
                        });
        return check.errors;
    }

    private void id(String id, JsonNode body) {
        String sls = HighData.text(body, "__sls__", "");
        if (high.oddIds().containsKey(id)) {
            errors.add(
                    "ID '"
                            + id
                            + "' in SLS '"
                            + sls
                            + "' is not formed as a string, but is a "
                            + high.oddIds().get(id)
                            + ". It may need to be quoted.");
        }
        if (!(body instanceof ObjectNode states)) {
            errors.add(
                    "The type "
                            + id
                            + " in "
                            + PythonText.text(body)
                            + " is not formatted as a dictionary");
            return;
        }
        for (Map.Entry<String, JsonNode> entry : states.properties()) {
            if (HighData.isId(entry.getKey())) {
                state(id, sls, entry.getKey(), entry.getValue());
            }
        }
    }

    private void state(String id, String sls, String module, JsonNode arguments) {
        if (arguments.isNull()) {
            errors.add(
                    "ID '"
                            + id
                            + "' in SLS '"
                            + sls
                            + "' contains a short declaration ("
                            + module
                            + ") with a trailing colon. When not passing any arguments to a state,"
                            + " the colon must be omitted.");
            return;
        }
        if (!arguments.isArray()) {
            errors.add("State '" + id + "' in SLS '" + sls + "' is not formed as a list");
            return;
        }
        int functions = module.contains(".") ? 1 : 0;
        for (JsonNode argument : arguments) {
            if (argument.isTextual()) {
                functions++;
                function(id, sls, argument.textValue());
            } else if (argument.isObject() && !argument.isEmpty()) {
                argument(id, sls, module, argument);
            }
        }
        count(sls, module, functions);
    }

    private void function(String id, String sls, String word) {
        if (word.strip().contains(" ")) {
            errors.add(
                    "The function \""
                            + word
                            + "\" in state \""
                            + id
                            + "\" in SLS \""
                            + sls
                            + "\" has whitespace, a function with whitespace is not supported,"
                            + " perhaps this is an argument that is missing a \":\"");
        }
    }

    private void count(String sls, String module, int functions) {
        if (functions == 0 && !module.equals("require") && !module.equals("watch")) {
            errors.add("No function declared in state '" + module + "' in SLS '" + sls + "'");
        } else if (functions > 1) {
            errors.add(
                    "Too many functions declared in state '" + module + "' in SLS '" + sls + "'");
        }
    }

    private void argument(String id, String sls, String module, JsonNode argument) {
        String key = HighData.first(argument);
        JsonNode value = argument.get(key);
        if (key.equals("names") && !value.isArray()) {
            errors.add(
                    "The 'names' argument in state '"
                            + id
                            + "' in SLS '"
                            + sls
                            + "' needs to be formed as a list");
        }
        if (!CHECKED.contains(key)) {
            return;
        }
        if (!value.isArray()) {
            errors.add(
                    "The "
                            + key
                            + " statement in state '"
                            + id
                            + "' in SLS '"
                            + sls
                            + "' needs to be formed as a list");
        } else {
            needs.put(id, new Needs(module, new HashMap<>()));
            value.forEach(r -> requisite(id, sls, module, r));
        }
        if (argument.size() != 1) {
            errors.add(
                    "Multiple dictionaries defined in argument of state '"
                            + id
                            + "' in SLS '"
                            + sls
                            + "'");
        }
    }

    private void requisite(String id, String sls, String module, JsonNode written) {
        JsonNode requisite = written.isTextual() ? Json.object().set("id", written) : written;
        if (!requisite.isObject() || requisite.isEmpty()) {
            errors.add(
                    "Requisite declaration "
                            + PythonText.text(requisite)
                            + " in SLS "
                            + sls
                            + " is not formed as a single key dictionary");
            return;
        }
        String kind = HighData.first(requisite);
        JsonNode value = requisite.get(kind);
        if (kind.contains(".")) {
            errors.add(
                    "Invalid requisite type '"
                            + kind
                            + "' in state '"
                            + id
                            + "', in SLS '"
                            + sls
                            + "'. Requisite types must not contain dots, did you mean '"
                            + kind.substring(0, kind.indexOf('.'))
                            + "'?");
        }
        if (value.isContainerNode()) {
            errors.add(
                    "Illegal requisite \""
                            + PythonText.text(value)
                            + "\", please check your syntax.\n");
            return;
        }
        Needs own = needs.get(id);
        own.kinds().put(value, kind);
        Needs other = needs.get(value.asText());
        if (other != null
                && module.equals(other.kinds().get(TextNode.valueOf(id)))
                && other.module().equals(kind)) {
            errors.add(
                    "A recursive requisite was found, SLS \""
                            + sls
                            + "\" ID \""
                            + id
                            + "\" ID \""
                            + value.asText()
                            + "\"");
        }
    }
}
