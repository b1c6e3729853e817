package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Context;
import org.saltern.modules.Function;
import org.saltern.modules.Values;

/** {@code config.*}: options of the minion, then its grains, then its pillar. */
final class ConfigFunctions {
    private static final List<String> SCHEMES =
            List.of("salt://", "http://", "https://", "file://");

    private ConfigFunctions() {}

    static List<Function> all() {
        return Stream.of(values(), helpers()).flatMap(List::stream).toList();
    }

    private static List<Function> values() {
        return List.of(
                Function.named("config.get")
                        .doc(
                                "Answers a value from the options, grains, pillar or the master's"
                                        + " part of it, in this order; 'a:b' goes into maps."
                                        + " merge='recurse' lays them over each other.\n\n"
                                        + "    salt '*' config.get id")
                        .takes(
                                "key, default='', delimiter=':', merge=None, omit_opts=False,"
                                        + " omit_pillar=False, omit_master=False, omit_grains=False")
                        .runs(ConfigFunctions::get),
                Function.named("config.option")
                        .doc(
                                "Answers an option, else a grain, else pillar of exactly this name;"
                                        + " wildcard takes a pattern.")
                        .takes(
                                "value, default=None, omit_opts=False, omit_grains=False,"
                                        + " omit_pillar=False, omit_master=False, omit_all=False,"
                                        + " wildcard=False")
                        .runs(ConfigFunctions::option),
                Function.named("config.merge")
                        .doc(
                                "Answers an option merged with the master's part of the pillar and"
                                        + " the pillar.")
                        .takes(
                                "value, default='', omit_opts=False, omit_master=False,"
                                        + " omit_pillar=False")
                        .runs(ConfigFunctions::merge));
    }

    private static List<Function> helpers() {
        return List.of(
                Function.named("config.dot_vals")
                        .doc(
                                "Answers the options and pillar values whose name begins with value"
                                        + " and a dot.")
                        .arg("value")
                        .runs(ConfigFunctions::dotted),
                Function.named("config.items")
                        .doc("Answers all options of the minion; secrets are replaced by stars.")
                        .runs(call -> Options.shown(call.context().options())),
                Function.named("config.valid_fileproto")
                        .doc("Answers whether this minion can fetch files from such a URL.")
                        .arg("uri")
                        .runs(
                                call ->
                                        Values.of(
                                                SCHEMES.stream()
                                                        .anyMatch(call.text("uri")::startsWith))),
                Function.named("config.manage_mode")
                        .doc("Answers a file mode as text of four digits.")
                        .arg("mode")
                        .runs(ConfigFunctions::mode),
                Function.named("config.backup_mode")
                        .doc("Answers how files are backed up before they change.")
                        .opt("backup", "")
                        .runs(
                                call ->
                                        call.given("backup").isPresent()
                                                ? call.value("backup")
                                                : found(call.context().options(), "backup_mode")
                                                        .orElse(Values.text(""))));
    }

    private static ObjectNode options(Context context) {
        ObjectNode out = Options.shown(context.options());
        out.set("grains", context.grains()); // upstream keeps all grains among the options
        return out;
    }

    private static JsonNode ofMaster(Context context) {
        return context.pillar().path("master");
    }

    private static Optional<JsonNode> found(JsonNode in, String name) {
        return in.has(name) ? Optional.of(in.get(name)) : Optional.empty();
    }

    /** Where to look, in order, without what the call leaves out. */
    private static List<JsonNode> places(Call call, boolean all) {
        Context context = call.context();
        var places = new ArrayList<JsonNode>();
        if (all && !call.flag("omit_opts")) {
            places.add(options(context));
        }
        if (all && !call.flag("omit_grains")) {
            places.add(context.grains());
        }
        if (all && !call.flag("omit_pillar")) {
            places.add(context.pillar());
        }
        if (all && !call.flag("omit_master")) {
            places.add(ofMaster(context));
        }
        return places;
    }

    private static JsonNode get(Call call) {
        List<JsonNode> values =
                places(call, true).stream()
                        .flatMap(
                                p ->
                                        Trees.find(p, call.text("key"), call.text("delimiter"))
                                                .stream())
                        .toList();
        if (values.isEmpty()) {
            return call.value("default");
        }
        if (!call.flag("merge")) {
            return values.get(0);
        }
        JsonNode out = values.get(values.size() - 1);
        for (int i = values.size() - 2; i >= 0; i--) {
            out = Trees.merged(out, values.get(i));
        }
        return out;
    }

    private static JsonNode option(Call call) {
        boolean wildcard = call.flag("wildcard");
        String name = call.text("value");
        List<JsonNode> places = places(call, !call.flag("omit_all"));
        if (!wildcard) {
            JsonNode otherwise =
                    call.value("default").isNull() ? Values.text("") : call.value("default");
            return places.stream()
                    .flatMap(p -> found(p, name).stream())
                    .findFirst()
                    .orElse(otherwise);
        }
        ObjectNode out = Json.object();
        for (int i = places.size() - 1; i >= 0; i--) {
            for (Map.Entry<String, JsonNode> e : places.get(i).properties()) {
                if (Globs.matches(name, e.getKey())) {
                    out.set(e.getKey(), e.getValue());
                }
            }
        }
        return out.isEmpty() && !call.value("default").isNull() ? call.value("default") : out;
    }

    private static JsonNode merge(Call call) {
        Context context = call.context();
        var places = new ArrayList<JsonNode>();
        if (!call.flag("omit_opts")) {
            places.add(options(context));
        }
        if (!call.flag("omit_master")) {
            places.add(ofMaster(context));
        }
        if (!call.flag("omit_pillar")) {
            places.add(context.pillar());
        }
        JsonNode out = Values.none();
        for (JsonNode place : places) {
            Optional<JsonNode> value = found(place, call.text("value"));
            if (value.isPresent()) {
                out = out.isNull() ? value.get() : Trees.merged(value.get(), out);
            }
        }
        return out.isNull() ? call.value("default") : out;
    }

    private static JsonNode dotted(Call call) {
        ObjectNode out = Json.object();
        String start = call.text("value") + ".";
        for (JsonNode place : List.of(call.context().pillar(), options(call.context()))) {
            for (Map.Entry<String, JsonNode> e : place.properties()) {
                if (e.getKey().startsWith(start)) {
                    out.set(e.getKey(), e.getValue());
                }
            }
        }
        return out;
    }

    private static JsonNode mode(Call call) {
        if (call.value("mode").isNull()) {
            return Values.none();
        }
        String digits = call.text("mode").replaceFirst("^0[oO]", "").replaceFirst("^0+", "");
        return Values.text("0".repeat(Math.max(0, 4 - digits.length())) + digits);
    }
}
