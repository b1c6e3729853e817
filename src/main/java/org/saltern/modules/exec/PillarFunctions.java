package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;
import org.saltern.sls.Merging;

/** {@code pillar.*}: what the master tells this minion alone. Answers come from the pillar as last fetched. */
final class PillarFunctions {
    private static final String GET =
            "key, default='', merge=False, merge_nested_lists=None, delimiter=':', pillarenv=None,"
                    + " saltenv=None";

    private PillarFunctions() {}

    static List<Function> all() {
        return Stream.of(whole(), parts()).flatMap(List::stream).toList();
    }

    private static List<Function> whole() {
        return List.of(
                Function.named("pillar.items")
                        .doc("Answers the whole pillar, or the given keys of it.")
                        .more()
                        .keywords()
                        .runs(PillarFunctions::items),
                Function.named("pillar.data")
                        .doc("Answers the whole pillar, or the given keys of it.")
                        .more()
                        .keywords()
                        .runs(PillarFunctions::items),
                Function.named("pillar.raw")
                        .doc("Answers the pillar in memory, or one key of it.")
                        .opt("key")
                        .runs(PillarFunctions::raw));
    }

    private static List<Function> parts() {
        return List.of(
                Function.named("pillar.get")
                        .doc(
                                "Answers one value; 'a:b:c' goes into maps and lists.\n\n"
                                        + "    salt '*' pillar.get pkg:apache")
                        .takes(GET)
                        .runs(PillarFunctions::get),
                Function.named("pillar.fetch")
                        .doc("As pillar.get.")
                        .takes(GET)
                        .runs(PillarFunctions::get),
                Function.named("pillar.item")
                        .doc("Answers the values of these keys, '' for one that is not there.")
                        .more()
                        .keywords()
                        .runs(PillarFunctions::item),
                Function.named("pillar.ls")
                        .doc("Answers the names at the top of the pillar.")
                        .more()
                        .runs(call -> names(call.context().pillar())),
                Function.named("pillar.keys")
                        .doc("Answers the names inside a map of the pillar.")
                        .takes("key, delimiter=':'")
                        .runs(PillarFunctions::keys),
                Function.named("pillar.obfuscate")
                        .doc("Answers the pillar with the type of each value instead of the value.")
                        .more()
                        .keywords()
                        .runs(call -> hidden(items(call))),
                Function.named("pillar.filter_by")
                        .doc("As grains.filter_by, by a value of the pillar.")
                        .takes("lookup_dict, pillar, merge=None, default='default', base=None")
                        .runs(
                                call ->
                                        Lookups.byValue(
                                                call,
                                                Trees.find(
                                                                call.context().pillar(),
                                                                call.text("pillar"),
                                                                ":")
                                                        .orElse(Values.none()))));
    }

    private static JsonNode items(Call call) throws IOException {
        ObjectNode pillar = asked(call);
        if (call.more().isEmpty()) {
            return pillar;
        }
        ObjectNode out = Json.object();
        call.moreTexts().forEach(k -> Trees.find(pillar, k, ":").ifPresent(v -> out.set(k, v)));
        return out;
    }

    /** The pillar in memory, or one made anew when the call asks for another environment or overrides values. */
    private static ObjectNode asked(Call call) throws IOException {
        JsonNode override = call.keyword("pillar");
        JsonNode env = call.keyword("pillarenv");
        if (override.isNull() && env.isNull()) {
            return call.context().pillar();
        }
        ObjectNode given = override instanceof ObjectNode map ? map : Json.object();
        return call.context()
                .minion()
                .freshPillar(given, env.isNull() ? "" : Values.asText(env), "");
    }

    private static JsonNode raw(Call call) {
        Optional<String> key = call.given("key");
        if (key.isEmpty()) {
            return call.context().pillar();
        }
        JsonNode value = call.context().pillar().get(key.get());
        return value == null ? Json.object() : value;
    }

    private static JsonNode get(Call call) {
        JsonNode otherwise = call.value("default");
        Optional<JsonNode> value =
                Trees.find(call.context().pillar(), call.text("key"), call.text("delimiter"));
        if (value.isPresent() && call.flag("merge")) {
            return merged(call, otherwise, value.get());
        }
        return value.orElse(otherwise);
    }

    private static JsonNode merged(Call call, JsonNode otherwise, JsonNode value) {
        if (otherwise instanceof ObjectNode under && value instanceof ObjectNode over) {
            JsonNode lists = call.value("merge_nested_lists");
            boolean join =
                    lists.isNull()
                            ? Values.isTrue(call.context().options().path("pillar_merge_lists"))
                            : Values.isTrue(lists);
            return new Merging("recurse", join).merge(under, over);
        }
        return Trees.merged(otherwise, value);
    }

    private static JsonNode item(Call call) {
        String delimiter =
                call.keyword("delimiter").isNull() ? ":" : Values.asText(call.keyword("delimiter"));
        JsonNode otherwise =
                call.keyword("default").isNull() ? Values.text("") : call.keyword("default");
        ObjectNode out = Json.object();
        call.moreTexts()
                .forEach(
                        k ->
                                out.set(
                                        k,
                                        Trees.find(call.context().pillar(), k, delimiter)
                                                .orElse(otherwise)));
        return out;
    }

    private static ArrayNode names(JsonNode map) {
        ArrayNode out = Json.array();
        map.fieldNames().forEachRemaining(out::add);
        return out;
    }

    private static JsonNode keys(Call call) {
        String key = call.text("key");
        JsonNode value =
                Trees.find(call.context().pillar(), key, call.text("delimiter"))
                        .orElseThrow(
                                () -> new ModuleError.BadRequest("Pillar key not found: " + key));
        if (!value.isObject()) {
            throw new ModuleError.BadRequest("Pillar value in key " + key + " is not a dict");
        }
        return names(value);
    }

    private static JsonNode hidden(JsonNode tree) {
        if (tree.isObject()) {
            ObjectNode out = Json.object();
            for (Map.Entry<String, JsonNode> e : tree.properties()) {
                out.set(e.getKey(), hidden(e.getValue()));
            }
            return out;
        }
        if (tree.isArray()) {
            return Values.list(Trees.elements(tree).stream().map(PillarFunctions::hidden).toList());
        }
        String type =
                tree.isTextual()
                        ? "str"
                        : tree.isBoolean()
                                ? "bool"
                                : tree.isIntegralNumber()
                                        ? "int"
                                        : tree.isNumber()
                                                ? "float"
                                                : tree.isNull() ? "NoneType" : "bytes";
        return Values.text("<" + type + ">");
    }
}
