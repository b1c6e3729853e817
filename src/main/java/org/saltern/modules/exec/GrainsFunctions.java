package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Values;

/** {@code grains.*}, reading: facts about the machine. */
final class GrainsFunctions {
    private static final Set<String> PRIVATE = Set.of("serialnumber");
    private static final String HIDDEN = "sanitized";

    private GrainsFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.named("grains.items")
                        .doc("Answers all grains. sanitize hides serial numbers and the like.")
                        .opt("sanitize", false)
                        .runs(
                                call ->
                                        call.flag("sanitize")
                                                ? sanitized(call.context().grains())
                                                : call.context().grains()),
                Function.named("grains.item")
                        .doc(
                                "Answers the grains of these names, '' for one that is not there.\n\n    salt '*' grains.item os ip4_interfaces:lo")
                        .more()
                        .keywords()
                        .runs(GrainsFunctions::item),
                Function.named("grains.get")
                        .doc(
                                "Answers one grain; 'a:b:c' goes into maps and lists.\n\n    salt '*' grains.get ip4_interfaces:lo")
                        .takes("key, default='', delimiter=':', ordered=True")
                        .runs(GrainsFunctions::get),
                Function.named("grains.fetch")
                        .doc("As grains.get.")
                        .takes("key, default='', delimiter=':', ordered=True")
                        .runs(GrainsFunctions::get),
                Function.named("grains.ls")
                        .doc("Answers the names of all grains.")
                        .runs(call -> Values.texts(names(call))),
                Function.named("grains.has_value")
                        .doc("Answers whether a grain is there and not empty.")
                        .arg("key")
                        .runs(call -> Values.of(Values.isTrue(find(call, "key", Values.none())))),
                Function.named("grains.equals")
                        .doc("Answers whether a grain has this value, compared as text.")
                        .takes("key, value")
                        .runs(
                                call ->
                                        Values.of(
                                                Values.asText(find(call, "key", Values.none()))
                                                        .equals(call.text("value")))),
                Function.named("grains.filter_by")
                        .doc(
                                "Answers the entry of a map whose key matches a grain: a glob, first match wins; else the default entry."
                                        + " base is laid under it and merge over it.")
                        .takes(
                                "lookup_dict, grain='os_family', merge=None, default='default', base=None")
                        .runs(call -> Lookups.byValue(call, find(call, "grain", Values.none()))));
    }

    private static Set<String> names(Call call) {
        var names = new TreeSet<String>();
        call.context().grains().fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode find(Call call, String parameter, JsonNode otherwise) {
        return Trees.find(call.context().grains(), call.text(parameter), ":").orElse(otherwise);
    }

    private static JsonNode get(Call call) {
        return Trees.find(call.context().grains(), call.text("key"), call.text("delimiter"))
                .orElse(call.value("default"));
    }

    private static JsonNode item(Call call) {
        ObjectNode out = Json.object();
        JsonNode otherwise =
                call.keyword("default").isNull() ? Values.text("") : call.keyword("default");
        for (String name : call.moreTexts()) {
            String delimiter =
                    call.keyword("delimiter").isNull()
                            ? ":"
                            : Values.asText(call.keyword("delimiter"));
            out.set(name, Trees.find(call.context().grains(), name, delimiter).orElse(otherwise));
        }
        return Values.isTrue(call.keyword("sanitize")) ? sanitized(out) : out;
    }

    private static ObjectNode sanitized(ObjectNode grains) {
        ObjectNode out = Json.object();
        var hidden = new ArrayList<>(PRIVATE);
        for (Map.Entry<String, JsonNode> e : grains.properties()) {
            out.set(e.getKey(), hidden.contains(e.getKey()) ? Values.text(HIDDEN) : e.getValue());
        }
        return out;
    }
}
