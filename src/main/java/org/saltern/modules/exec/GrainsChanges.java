package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/** {@code grains.*}, changing: values that an operator gives the machine. They are kept in the grains file. */
final class GrainsChanges {
    private static final String IN_THE_WAY =
            "The key '%s' exists but is a dict or a list. Use 'force=True' to overwrite.";

    private GrainsChanges() {}

    static List<Function> all() {
        return List.of(
                Function.named("grains.setval")
                        .doc("Sets one grain; answers it.\n\n    salt '*' grains.setval role web")
                        .takes("key, val, destructive=False, refresh_pillar=True")
                        .runs(GrainsChanges::setOne),
                Function.named("grains.setvals")
                        .doc(
                                "Sets several grains, given as a map; answers them. destructive removes those that are None.")
                        .takes("grains, destructive=False, refresh_pillar=True")
                        .runs(call -> setAll(call, call.value("grains"), call.flag("destructive"))),
                Function.named("grains.set")
                        .doc(
                                "Sets a grain, 'a:b:c' inside maps. force overwrites maps and lists, destructive removes instead of setting None.")
                        .takes("key, val='', force=False, destructive=False, delimiter=':'")
                        .runs(
                                call ->
                                        set(
                                                call,
                                                call.text("key"),
                                                call.value("val"),
                                                call.flag("destructive"),
                                                call.text("delimiter"))),
                Function.named("grains.delval")
                        .doc("Sets a grain to None; destructive removes it.")
                        .takes("key, destructive=False, force=False")
                        .runs(
                                call ->
                                        set(
                                                call,
                                                call.text("key"),
                                                Values.none(),
                                                call.flag("destructive"),
                                                ":")),
                Function.named("grains.delkey")
                        .doc("Removes a grain that was set.")
                        .takes("key, force=False")
                        .runs(call -> set(call, call.text("key"), Values.none(), true, ":")),
                Function.named("grains.append")
                        .doc(
                                "Adds a value to the end of a list grain. convert makes a list of a single value first.")
                        .takes("key, val, convert=False, delimiter=':'")
                        .runs(GrainsChanges::append),
                Function.named("grains.remove")
                        .doc("Removes a value from a list grain.")
                        .takes("key, val, delimiter=':'")
                        .runs(GrainsChanges::remove));
    }

    private static JsonNode setOne(Call call) throws IOException {
        ObjectNode one = Json.object();
        one.set(call.text("key"), call.value("val"));
        return setAll(call, one, call.flag("destructive"));
    }

    private static JsonNode setAll(Call call, JsonNode grains, boolean destructive)
            throws IOException {
        if (!grains.isObject()) {
            throw new ModuleError.BadRequest("setvals grains must be a dictionary.");
        }
        GrainsFile file = GrainsFile.of(call.context());
        ObjectNode stored = file.read();
        for (Map.Entry<String, JsonNode> e : grains.properties()) {
            if (e.getValue().isNull() && destructive) {
                stored.remove(e.getKey());
            } else {
                stored.set(e.getKey(), e.getValue());
            }
        }
        file.write(stored);
        return grains;
    }

    private static JsonNode set(
            Call call, String key, JsonNode val, boolean destructive, String delimiter)
            throws IOException {
        boolean force = call.flag("force");
        ObjectNode grains = call.context().grains();
        JsonNode existing = Trees.find(grains, key, delimiter).orElse(null);
        if (existing != null && existing.equals(val) && !val.isNull() && !destructive) {
            return result(true, "Grain is already set", Json.object());
        }
        if (existing != null && existing.isContainerNode() && !force) {
            return result(false, String.format(IN_THE_WAY, key), Json.object());
        }
        if (val.isContainerNode() && !force) {
            return result(
                    false,
                    "The key '"
                            + key
                            + "' and val '"
                            + Values.shown(val)
                            + "' is a dict or a list. Use 'force=True' to overwrite.",
                    Json.object());
        }
        String[] steps = key.split(java.util.regex.Pattern.quote(delimiter), -1);
        GrainsFile file = GrainsFile.of(call.context());
        ObjectNode stored = file.read();
        ObjectNode root = Json.object();
        JsonNode top = grains.get(steps[0]);
        if (top != null) {
            root.set(steps[0], top.deepCopy());
        }
        String blocked = put(root, steps, val, destructive, force);
        if (!blocked.isEmpty()) {
            return result(false, blocked, Json.object());
        }
        if (root.has(steps[0])) {
            stored.set(steps[0], root.get(steps[0]));
        } else {
            stored.remove(steps[0]);
        }
        file.write(stored);
        ObjectNode changes = Json.object();
        changes.set(steps[0], root.has(steps[0]) ? root.get(steps[0]) : Values.none());
        return result(true, "", changes);
    }

    /** Puts the value at the end of the path; answers why not, or ''. */
    private static String put(
            ObjectNode root, String[] steps, JsonNode val, boolean remove, boolean force) {
        ObjectNode at = root;
        for (int i = 0; i < steps.length - 1; i++) {
            JsonNode next = at.get(steps[i]);
            if (next != null && !next.isNull() && !next.isObject() && !force) {
                String path = String.join(":", java.util.Arrays.copyOf(steps, i + 1));
                return "The key '"
                        + path
                        + "' value is '"
                        + Values.asText(next)
                        + "', which is different from the provided key '"
                        + steps[i + 1]
                        + "'. Use 'force=True' to overwrite.";
            }
            at = next != null && next.isObject() ? (ObjectNode) next : at.putObject(steps[i]);
        }
        if (remove && val.isNull()) {
            at.remove(steps[steps.length - 1]);
        } else {
            at.set(steps[steps.length - 1], val);
        }
        return "";
    }

    private static JsonNode result(boolean ok, String comment, ObjectNode changes) {
        ObjectNode out = Json.object().put("comment", comment);
        out.set("changes", changes);
        return out.put("result", ok);
    }

    private static JsonNode append(Call call) throws IOException {
        String key = call.text("key");
        JsonNode now =
                Trees.find(call.context().grains(), key, call.text("delimiter"))
                        .orElse(Values.none());
        ArrayNode list;
        if (now.isArray()) {
            list = now.deepCopy();
        } else if (now.isNull() || Values.asText(now).isEmpty()) {
            list = Json.array();
        } else if (call.flag("convert")) {
            list = Json.array().add(now);
        } else {
            return Values.text("The key " + key + " is not a valid list");
        }
        for (JsonNode one : Trees.elements(call.value("val"))) {
            if (Trees.contains(list, one)) {
                return Values.text(
                        "The val " + Values.asText(one) + " was already in the list " + key);
            }
            list.add(one);
        }
        return store(call, key, list);
    }

    private static JsonNode remove(Call call) throws IOException {
        String key = call.text("key");
        JsonNode now =
                Trees.find(call.context().grains(), key, call.text("delimiter"))
                        .orElse(Json.array());
        if (!now.isArray()) {
            return Values.text("The key " + key + " is not a valid list");
        }
        ArrayNode list = now.deepCopy();
        for (JsonNode one : Trees.elements(call.value("val"))) {
            if (!Trees.remove(list, one)) {
                return Values.text("The val " + Values.asText(one) + " was not in the list " + key);
            }
        }
        return store(call, key, list);
    }

    private static JsonNode store(Call call, String key, ArrayNode list) throws IOException {
        String[] steps = key.split(java.util.regex.Pattern.quote(call.text("delimiter")), -1);
        ObjectNode root = Json.object();
        JsonNode top = call.context().grains().get(steps[0]);
        if (top != null) {
            root.set(steps[0], top.deepCopy());
        }
        put(root, steps, list, false, true);
        return setAll(call, root, false);
    }
}
