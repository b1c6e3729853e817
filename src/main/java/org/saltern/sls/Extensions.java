package org.saltern.sls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saltern.yaml.Spot;

/** Applies {@code __extend__} to the states it names. Facts: salt/state.py, {@code reconcile_extend}. */
final class Extensions {
    private final ObjectNode high;
    private final Origins origins;
    private final boolean strict;
    private final List<String> errors = new ArrayList<>();

    private Extensions(HighData data, boolean strict) {
        this.high = data.ids();
        this.origins = data.origins();
        this.strict = strict;
    }

    /** @param strict an ID counts only when it has the state module that is extended */
    static List<String> apply(HighData data, boolean strict) {
        var extensions = new Extensions(data, strict);
        if (data.ids().remove(HighData.EXTEND) instanceof ArrayNode list) {
            for (JsonNode extension : list) {
                extension.properties().forEach(e -> extensions.extend(e.getKey(), e.getValue()));
            }
        }
        return extensions.errors;
    }

    /** The IDs that a reference to a module and an ID or name means, each with its module. */
    static List<Map.Entry<String, String>> find(
            ObjectNode high, String name, String module, boolean strict) {
        JsonNode body = high.get(name);
        if (body != null && (!strict || body.has(module))) {
            return List.of(Map.entry(name, module));
        }
        var found = new ArrayList<Map.Entry<String, String>>();
        for (Map.Entry<String, JsonNode> entry : high.properties()) {
            if (module.equals("sls")) {
                if (HighData.text(entry.getValue(), "__sls__", "").equals(name)) {
                    found.add(Map.entry(entry.getKey(), HighData.first(entry.getValue())));
                }
            } else if (entry.getValue().get(module) instanceof ArrayNode arguments) {
                for (JsonNode argument : arguments) {
                    if (argument.isObject()
                            && argument.size() == 1
                            && argument.get(HighData.first(argument)).isTextual()
                            && argument.get(HighData.first(argument)).textValue().equals(name)) {
                        found.add(Map.entry(entry.getKey(), module));
                    }
                }
            }
        }
        return found;
    }

    private void extend(String wanted, JsonNode extension) {
        Optional<String> module =
                extension.properties().stream()
                        .map(Map.Entry::getKey)
                        .filter(HighData::isId)
                        .findFirst();
        if (module.isEmpty() || !(extension instanceof ObjectNode body)) {
            return;
        }
        String id = wanted;
        if (!high.path(wanted).has(module.get())) {
            var found = find(high, wanted, module.get(), strict);
            if (found.size() != 1) {
                errors.add(unknown(wanted, body) + place(wanted, module.get(), body));
                return;
            }
            id = found.get(0).getKey();
        }
        if (isExcluded(HighData.text(body, "__sls__", null))
                || !(high.get(id) instanceof ObjectNode target)) {
            return;
        }
        for (Map.Entry<String, JsonNode> entry : body.properties()) {
            if (!HighData.isId(entry.getKey())) {
                continue;
            }
            if (target.get(entry.getKey()) instanceof ArrayNode there
                    && entry.getValue() instanceof ArrayNode more) {
                more.forEach(argument -> extend(there, argument));
            } else if (!target.has(entry.getKey())) {
                target.set(entry.getKey(), entry.getValue());
            }
        }
    }

    /** Where it is extended, or required from the other side. */
    private String place(String id, String module, ObjectNode body) {
        String at =
                strict
                        ? requisite(id, body)
                        : origins.at(
                                HighData.text(body, "__env__", "base"),
                                HighData.text(body, "__sls__", ""),
                                "extend",
                                s -> s.key(id));
        return at.isEmpty() ? "" : at + Meant.reference(module, id, Meant.Known.ofHigh(high));
    }

    private String requisite(String id, ObjectNode body) {
        for (JsonNode arguments : body) {
            for (JsonNode argument : arguments) {
                for (JsonNode references : argument) {
                    for (JsonNode reference : references) {
                        String module = HighData.first(reference);
                        String from = reference.path(module).asText();
                        return origins.at(
                                HighData.text(body, "__env__", "base"),
                                HighData.text(body, "__sls__", ""),
                                from,
                                spot ->
                                        Origins.module(spot, module)
                                                .flatMap(
                                                        s ->
                                                                s.keys().stream()
                                                                        .filter(
                                                                                k ->
                                                                                        k.name()
                                                                                                .endsWith(
                                                                                                        "_in"))
                                                                        .filter(
                                                                                k ->
                                                                                        mentions(
                                                                                                k,
                                                                                                id))
                                                                        .findFirst()));
                    }
                }
            }
        }
        return "";
    }

    private static boolean mentions(Spot requisite, String id) {
        return requisite.word(id).isPresent()
                || requisite.keys().stream().anyMatch(k -> k.text().equals(id));
    }

    private static String unknown(String id, JsonNode body) {
        String env = HighData.text(body, "__env__", "base");
        String sls = HighData.text(body, "__sls__", "base");
        return "Cannot extend ID '"
                + id
                + "' in '"
                + env
                + ":"
                + sls
                + "'. It is not part of the high state.\nThis is likely due to a missing include"
                + " statement or an incorrectly typed ID.\nEnsure that a state with an ID of '"
                + id
                + "' is available\nin environment '"
                + env
                + "' and to SLS '"
                + sls
                + "'";
    }

    private boolean isExcluded(String sls) {
        for (JsonNode exclude : high.path(HighData.EXCLUDE)) {
            JsonNode name = exclude.isObject() ? exclude.path("sls") : exclude;
            if (name.isTextual() && name.textValue().equals(sls)) {
                return true;
            }
        }
        return false;
    }

    /** Lays one argument over those that are there: requisites grow, other values are replaced, new ones added. */
    private static void extend(ArrayNode there, JsonNode argument) {
        boolean placed = false;
        for (int i = 0; i < there.size(); i++) {
            JsonNode old = there.get(i);
            if (argument.isTextual() && old.isTextual()) {
                there.set(i, argument);
                placed = true;
            } else if (argument.isObject() && old.isObject()) {
                placed |= extend(there, i, argument);
            }
        }
        if (!placed) {
            there.add(argument);
        }
    }

    private static boolean extend(ArrayNode there, int at, JsonNode argument) {
        JsonNode old = there.get(at);
        String key = HighData.first(argument);
        String oldKey = HighData.first(old);
        if (key.equals(oldKey)) {
            if (Keywords.REQUISITES.contains(key)
                    && old.get(key) instanceof ArrayNode list
                    && argument.get(key) instanceof ArrayNode more) {
                list.addAll(more.deepCopy());
            } else {
                there.set(at, argument);
            }
            return true;
        }
        if (key.equals("name") && oldKey.equals("names")) {
            there.set(at, argument);
        }
        return false;
    }
}
