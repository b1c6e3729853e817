package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Context;
import org.saltern.modules.Function;
import org.saltern.modules.Values;
import org.saltern.modules.exec.Trees;

/** {@code grains.*}: grains that an operator sets. Facts: salt/states/grains.py. */
final class GrainsStates {
    private static final String MEMORY = "grains.list_present";

    /** Stands for "there is no such grain" where null is a value. */
    private static final JsonNode ABSENT = TextNode.valueOf("\0absent");

    private GrainsStates() {}

    static List<Function> all() {
        return List.of(
                Function.named("grains.exists")
                        .doc("Fails when a grain is not there.")
                        .takes("name, delimiter=':'")
                        .runs(GrainsStates::exists),
                Function.named("grains.present")
                        .doc("Sets a grain.")
                        .takes("name, value, delimiter=':', force=False")
                        .runs(GrainsStates::present),
                Function.named("grains.absent")
                        .doc("Sets a grain to None, or removes it with destructive.")
                        .takes("name, destructive=False, delimiter=':', force=False")
                        .runs(GrainsStates::absent),
                Function.named("grains.list_present")
                        .doc("Adds values to a grain that is a list.")
                        .takes("name, value, delimiter=':'")
                        .runs(GrainsStates::listPresent),
                Function.named("grains.list_absent")
                        .doc("Takes values out of a grain that is a list.")
                        .takes("name, value, delimiter=':'")
                        .runs(GrainsStates::listAbsent),
                Function.named("grains.append")
                        .doc("Adds a value to a grain that is there and is a list.")
                        .takes("name, value, convert=False, delimiter=':'")
                        .runs(GrainsStates::append));
    }

    private static String name(Call call) {
        return call.text("name").replace(call.text("delimiter"), ":");
    }

    private static JsonNode run(Call call, String function, ObjectNode keywords, JsonNode... args)
            throws Exception {
        Context context = call.context();
        return context.modules()
                .run(context.with(Json.object()), function, List.of(args), keywords);
    }

    private static JsonNode grain(Call call, JsonNode otherwise) throws Exception {
        return run(call, "grains.get", Json.object(), Values.text(name(call)), otherwise);
    }

    private static StateResult result(Call call) {
        return StateResult.named(name(call));
    }

    private static JsonNode exists(Call call) throws Exception {
        return grain(call, ABSENT).equals(ABSENT)
                ? result(call).failed("Grain does not exist").tree()
                : result(call).done("Grain exists").tree();
    }

    private static JsonNode present(Call call) throws Exception {
        String name = name(call);
        JsonNode value = call.value("value");
        JsonNode there = grain(call, ABSENT);
        if (there.equals(value)) {
            return result(call).done("Grain is already set").tree();
        }
        if (call.context().test()) {
            if (there.equals(ABSENT)) {
                return result(call)
                        .would("Grain " + name + " is set to be added")
                        .change("new", name)
                        .tree();
            }
            ObjectNode changed = Json.object();
            changed.set(name, value);
            return result(call)
                    .would("Grain " + name + " is set to be changed")
                    .change("changed", changed)
                    .tree();
        }
        ObjectNode answer = set(call, value, Json.object().put("force", call.flag("force")));
        if (Values.isTrue(answer.path("result")) && Values.isTrue(answer.path("changes"))) {
            answer.put("comment", "Set grain " + name + " to " + Values.asText(value));
        }
        return answer;
    }

    private static ObjectNode set(Call call, JsonNode value, ObjectNode keywords) throws Exception {
        JsonNode answer = run(call, "grains.set", keywords, Values.text(name(call)), value);
        ObjectNode out = answer.deepCopy();
        return out.put("name", name(call));
    }

    private static JsonNode absent(Call call) throws Exception {
        String name = name(call);
        JsonNode there = grain(call, ABSENT);
        if (there.equals(ABSENT)) {
            return result(call).done("Grain " + name + " does not exist").tree();
        }
        boolean destructive = call.flag("destructive");
        StateResult result = result(call);
        ObjectNode toNone = Json.object().put("grain", name);
        toNone.set("value", Values.none());
        if (call.context().test()) {
            result.result(Values.none());
            if (destructive) {
                return result.comment("Grain " + name + " is set to be deleted")
                        .change("deleted", name)
                        .tree();
            }
            return there.isNull()
                    ? result.tree()
                    : result.comment("Value for grain " + name + " is set to be deleted (None)")
                            .changes(toNone)
                            .tree();
        }
        ObjectNode keywords = Json.object().put("destructive", destructive);
        ObjectNode answer = set(call, Values.none(), keywords.put("force", call.flag("force")));
        if (Values.isTrue(answer.path("result"))) {
            if (destructive) {
                answer.put("comment", "Grain " + name + " was deleted");
                answer.set("changes", Json.object().put("deleted", name));
            } else if (!there.isNull()) {
                answer.put("comment", "Value for grain " + name + " was set to None");
                answer.set("changes", toNone);
            }
        }
        return answer;
    }

    private static boolean contains(JsonNode list, JsonNode value) {
        for (JsonNode item : list) {
            if (item.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static List<JsonNode> values(JsonNode value) {
        List<JsonNode> out = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(out::add);
        } else {
            out.add(value);
        }
        return out;
    }

    private static JsonNode listPresent(Call call) throws Exception {
        String name = name(call);
        JsonNode value = call.value("value");
        JsonNode grain = grain(call, Values.text(""));
        String before = "";
        boolean there = Values.isTrue(grain);
        if (there) {
            if (!grain.isArray()) {
                return result(call).failed("Grain " + name + " is not a valid list").tree();
            }
            List<JsonNode> known = values(value).stream().filter(v -> contains(grain, v)).toList();
            List<JsonNode> fresh = values(value).stream().filter(v -> !contains(grain, v)).toList();
            if (fresh.isEmpty()) {
                return result(call)
                        .done("Value " + Values.asText(value) + " is already in grain " + name)
                        .tree();
            }
            if (value.isArray()) {
                value = Values.list(fresh);
            }
            if (!known.isEmpty()) {
                before =
                        "Removed value "
                                + Values.shown(Values.list(known))
                                + " from update due to value found in \""
                                + name
                                + "\".\n";
            }
        }
        if (call.context().test()) {
            String words =
                    there
                            ? "Value "
                                    + Values.asText(value)
                                    + " is set to be appended to grain "
                                    + name
                            : "Grain " + name + " is set to be added";
            return result(call).would(words).change("new", grain).tree();
        }
        JsonNode appended = run(call, "grains.append", Json.object(), Values.text(name), value);
        JsonNode now = grain(call, Json.array());
        for (JsonNode one : values(value)) {
            if (!contains(now, one)) {
                return result(call)
                        .failed("Failed append value " + Values.asText(value) + " to grain " + name)
                        .tree();
            }
        }
        report(call, appended);
        return result(call)
                .done(before + "Append value " + Values.asText(value) + " to grain " + name)
                .change("new", appended)
                .tree();
    }

    /** Remembers the list that a result shows: see {@link #update}. */
    private static void report(Call call, JsonNode appended) {
        JsonNode list = Trees.find(appended, name(call), ":").orElse(Values.none());
        update(call, list);
        Map<String, ObjectNode> memory = call.context().state().memory();
        ObjectNode shown = memory.computeIfAbsent(MEMORY, k -> Json.object());
        synchronized (shown) {
            shown.withArrayProperty(name(call)).add(list);
        }
    }

    /** A result shows the grain's list itself, as upstream: at the end of the run it has what later states made of it. */
    private static void update(Call call, JsonNode now) {
        ObjectNode shown = call.context().state().memory().get(MEMORY);
        if (shown == null || !now.isArray()) {
            return;
        }
        ArrayNode whole = now.deepCopy();
        synchronized (shown) {
            for (JsonNode list : shown.path(name(call))) {
                if (list instanceof ArrayNode reported) {
                    reported.removeAll().addAll(whole);
                }
            }
        }
    }

    private static JsonNode listAbsent(Call call) throws Exception {
        String name = name(call);
        JsonNode grain = grain(call, Values.none());
        StateResult result = result(call);
        if (!Values.isTrue(grain)) {
            return result.done("Grain " + name + " does not exist").tree();
        }
        if (!grain.isArray()) {
            return result.failed("Grain " + name + " is not a valid list").tree();
        }
        var words = new ArrayList<String>();
        ArrayNode deleted = Json.array();
        for (JsonNode value : values(call.value("value"))) {
            String text = Values.asText(value);
            if (!contains(grain, value)) {
                words.add("Value " + text + " is absent from grain " + name);
            } else if (call.context().test()) {
                words.add("Value " + text + " in grain " + name + " is set to be deleted");
                deleted.add(value);
            } else {
                run(call, "grains.remove", Json.object(), Values.text(name), value);
                words.add("Value " + text + " was deleted from grain " + name);
                deleted.add(value);
            }
        }
        if (!deleted.isEmpty()) {
            result.change("deleted", deleted);
            update(call, grain(call, Json.array()));
        }
        JsonNode verdict =
                call.context().test() && !deleted.isEmpty() ? Values.none() : Values.of(true);
        return result.is(verdict, String.join("\n", words)).tree();
    }

    private static JsonNode append(Call call) throws Exception {
        String name = name(call);
        JsonNode value = call.value("value");
        JsonNode grain = grain(call, Values.none());
        if (!Values.isTrue(grain) && !call.context().grains().has(name)) {
            return result(call).failed("Grain " + name + " does not exist").tree();
        }
        String text = Values.asText(value);
        StateResult result = result(call);
        if (grain.isArray() && contains(grain, value)) {
            return result.done("Value " + text + " is already in the list for grain " + name)
                    .tree();
        }
        if (!grain.isArray() && !call.flag("convert")) {
            return result.failed("Grain " + name + " is not a valid list").tree();
        }
        result.change("added", value);
        if (call.context().test()) {
            String words =
                    grain.isArray()
                            ? "Value " + text + " in grain " + name + " is set to be added"
                            : "Grain "
                                    + name
                                    + " is set to be converted to list and value "
                                    + text
                                    + " will be added";
            return result.would(words).tree();
        }
        if (grain.isArray()) {
            run(call, "grains.append", Json.object(), Values.text(name), value);
        } else {
            ArrayNode list = Json.array();
            if (!grain.isNull()) {
                list.add(grain);
            }
            run(call, "grains.setval", Json.object(), Values.text(name), list.add(value));
        }
        return result.done("Value " + text + " was added to grain " + name).tree();
    }
}
