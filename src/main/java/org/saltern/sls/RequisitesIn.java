package org.saltern.sls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.saltern.base.Json;

/**
 * Turns requisites seen from the other side ({@code require_in} …), {@code use}, {@code use_in} and {@code prereq} into
 * extensions of the states they mean, and applies them. Facts: salt/state.py, {@code requisite_in}.
 */
final class RequisitesIn {
    private static final Set<String> HANDLED =
            Set.of(
                    "require_in",
                    "watch_in",
                    "onfail_in",
                    "onchanges_in",
                    "use",
                    "use_in",
                    "prereq",
                    "prereq_in");
    private static final Set<String> NOT_USED =
            union(HANDLED, Set.of("require", "watch", "onfail", "onfail_stop", "onchanges"));

    private final ObjectNode high;
    private final Set<String> disabled;
    private final List<String> errors = new ArrayList<>();
    private final Map<String, ObjectNode> extend = new LinkedHashMap<>();

    /** Where a requisite stands: the state that declares it. */
    private record Origin(String id, ObjectNode body, String module, String key) {
        String sls() {
            return HighData.text(body, "__sls__", "");
        }

        String requisite() {
            return key.contains("_") ? key.substring(0, key.indexOf('_')) : key;
        }
    }

    private RequisitesIn(ObjectNode high, Set<String> disabled) {
        this.high = high;
        this.disabled = disabled;
    }

    private static Set<String> union(Set<String> a, Set<String> b) {
        var all = new HashSet<>(a);
        all.addAll(b);
        return Set.copyOf(all);
    }

    /** @param disabled requisites that count for nothing ({@code disabled_requisites}) */
    static List<String> apply(HighData data, Set<String> disabled) {
        var requisites = new RequisitesIn(data.ids(), disabled);
        requisites.collect();
        ArrayNode list = Json.array();
        requisites.extend.forEach((id, body) -> list.add(Json.object().set(id, body)));
        data.ids().set(HighData.EXTEND, list);
        requisites.errors.addAll(Extensions.apply(data, true));
        return requisites.errors;
    }

    private void collect() {
        for (Map.Entry<String, JsonNode> entry : high.properties()) {
            if (!(entry.getValue() instanceof ObjectNode body)) {
                continue;
            }
            for (Map.Entry<String, JsonNode> state : body.properties()) {
                if (!HighData.isId(state.getKey())) {
                    continue;
                }
                for (JsonNode argument : state.getValue()) {
                    String key = argument.isObject() ? HighData.first(argument) : "";
                    if (HANDLED.contains(key) && !disabled.contains(key)) {
                        take(
                                new Origin(entry.getKey(), body, state.getKey(), key),
                                argument.get(key));
                    }
                }
            }
        }
    }

    private void take(Origin origin, JsonNode items) {
        if (items.isObject()) {
            items.properties()
                    .forEach(
                            e ->
                                    require(
                                            origin,
                                            undotted(origin, e.getKey(), e.getValue().asText()),
                                            e.getValue().asText()));
        } else if (items.isArray()) {
            List<Map.Entry<String, String>> hinges = new ArrayList<>();
            for (JsonNode item : items) {
                hinges = item(origin, item, hinges);
            }
        }
    }

    /** As upstream: each item takes up those before it again, which changes nothing but for doubles in a list. */
    private List<Map.Entry<String, String>> item(
            Origin origin, JsonNode item, List<Map.Entry<String, String>> before) {
        JsonNode reference = item.isObject() ? item : byName(item);
        if (reference == null || reference.isEmpty()) {
            return before;
        }
        String module = HighData.first(reference);
        String name = PythonText.text(reference.get(module));
        List<Map.Entry<String, String>> hinges = before;
        if (module.equals("sls")) {
            hinges = statesOf(name);
        } else {
            hinges.add(Map.entry(name, module));
        }
        undotted(origin, module, name);
        for (Map.Entry<String, String> hinge : hinges) {
            hinge(origin, hinge.getKey(), hinge.getValue());
        }
        return hinges;
    }

    private String undotted(Origin origin, String module, String name) {
        if (!module.contains(".")) {
            return module;
        }
        String without = module.substring(0, module.indexOf('.'));
        errors.add(
                "Invalid requisite in "
                        + origin.requisite()
                        + ": "
                        + module
                        + " for "
                        + name
                        + ", in SLS '"
                        + origin.sls()
                        + "'. Requisites must not contain dots, did you mean '"
                        + without
                        + "'?");
        return without;
    }

    /** What a plain word means: an ID, else a state of this name. */
    private JsonNode byName(JsonNode word) {
        String wanted = PythonText.text(word);
        if (high.get(wanted) instanceof ObjectNode body) {
            for (Map.Entry<String, JsonNode> entry : body.properties()) {
                if (HighData.isId(entry.getKey())) {
                    return Json.object().put(entry.getKey(), wanted);
                }
            }
        }
        JsonNode found = null;
        for (Map.Entry<String, JsonNode> entry : high.properties()) {
            for (Map.Entry<String, JsonNode> state : entry.getValue().properties()) {
                if (HighData.isId(state.getKey())) {
                    for (JsonNode argument : state.getValue()) {
                        if (argument.isObject() && argument.path("name").equals(word)) {
                            found = Json.object().put(state.getKey(), entry.getKey());
                        }
                    }
                }
            }
        }
        return found;
    }

    private List<Map.Entry<String, String>> statesOf(String sls) {
        var found = new ArrayList<Map.Entry<String, String>>();
        for (Map.Entry<String, JsonNode> entry : high.properties()) {
            if (HighData.text(entry.getValue(), "__sls__", "").equals(sls)) {
                entry.getValue().properties().stream()
                        .map(Map.Entry::getKey)
                        .filter(HighData::isId)
                        .forEach(module -> found.add(Map.entry(entry.getKey(), module)));
            }
        }
        return found;
    }

    private void hinge(Origin origin, String name, String module) {
        switch (origin.key()) {
            case "prereq" -> {
                for (var target : Extensions.find(high, name, module, true)) {
                    add(
                            target.getKey(),
                            target.getValue(),
                            prerequired(origin.module(), origin.id()));
                }
            }
            case "use_in" -> {
                for (var target : Extensions.find(high, name, module, true)) {
                    use(origin.id(), origin.module(), target.getKey(), target.getValue(), module);
                }
            }
            case "use" -> {
                for (var target : Extensions.find(high, name, module, true)) {
                    use(
                            target.getKey(),
                            target.getValue(),
                            origin.id(),
                            origin.module(),
                            origin.module());
                }
            }
            case "prereq_in" -> {
                add(origin.id(), origin.module(), prerequired(module, name));
                require(origin, module, name);
            }
            default -> require(origin, module, name);
        }
    }

    private static ObjectNode prerequired(String module, String id) {
        ObjectNode out = Json.object();
        out.set("prerequired", Json.array().add(Json.object().put(module, id)));
        return out;
    }

    private ArrayNode arguments(String id, String module) {
        ObjectNode body = extend.computeIfAbsent(id, i -> Json.object());
        if (!(body.get(module) instanceof ArrayNode)) {
            body.set(module, Json.array());
        }
        return (ArrayNode) body.get(module);
    }

    private void add(String id, String module, ObjectNode argument) {
        arguments(id, module).add(argument);
    }

    /** Copies arguments from one state to another: not those it has, no requisites, no names. */
    private void use(
            String fromId, String fromModule, String toId, String toModule, String toArguments) {
        Set<String> there = new HashSet<>(NOT_USED);
        there.add("name");
        there.add("names");
        for (JsonNode argument : high.path(toId).path(toArguments)) {
            if (argument.isObject() && argument.size() == 1) {
                there.add(HighData.first(argument));
            }
        }
        ArrayNode into = arguments(toId, toModule);
        for (JsonNode argument : high.path(fromId).path(fromModule)) {
            if (argument.isObject()
                    && argument.size() == 1
                    && !there.contains(HighData.first(argument))) {
                into.add(argument); // the same list in both, as upstream: what extends one extends
                // the other
            }
        }
    }

    private void require(Origin origin, String module, String name) {
        String requisite = origin.requisite();
        ArrayNode there = arguments(name, module);
        ObjectNode body = extend.get(name);
        body.put("__env__", HighData.text(origin.body(), "__env__", "base"));
        body.put("__sls__", origin.sls());
        ObjectNode reference = Json.object().put(origin.module(), origin.id());
        boolean found = false;
        for (JsonNode argument : there) {
            if (HighData.first(argument).equals(requisite)
                    && argument.get(requisite) instanceof ArrayNode list) {
                list.add(reference.deepCopy());
                found = true;
            }
        }
        if (!found) {
            ObjectNode argument = Json.object();
            argument.set(requisite, Json.array().add(reference));
            there.add(argument);
        }
    }
}
