package org.saltern.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Modules;
import org.saltern.modules.Values;

/**
 * A host that is only a document: packages, services, users and groups, so that cases never touch the machine. Its functions
 * take the place of all functions of the modules {@code pkg}, {@code service}, {@code user} and {@code group}.
 */
final class StubHost {
    private static final Set<String> MODULES = Set.of("pkg", "service", "user", "group");

    private final ObjectNode host;
    private final ArrayNode log = Json.array();
    private final List<Function> functions = new ArrayList<>();

    StubHost(JsonNode host) {
        this.host = (ObjectNode) host;
        packages();
        services();
        functions.addAll(new StubAccounts(this.host).functions());
    }

    /** The registry with this host in place of the real one. */
    Modules over(Modules real) {
        List<Function> kept =
                new ArrayList<>(
                        real.functions().stream()
                                .filter(f -> !MODULES.contains(f.module()))
                                .toList());
        kept.addAll(functions);
        return new Modules(kept).with(List.of(homes(real)));
    }

    /** The homes of this host's users are there; of other directories the machine knows. */
    private Function homes(Modules real) {
        Function answered = real.find("file.directory_exists").orElseThrow();
        return answered.with(
                call -> {
                    for (JsonNode user : part("user")) {
                        if (text(user, "home").equals(call.text("path"))) {
                            return Values.of(true);
                        }
                    }
                    return answered.body().run(call);
                });
    }

    /** Whether each function of the four modules in use is this host's. */
    boolean isInUse(Modules modules) {
        List<Function> used =
                modules.functions().stream().filter(f -> MODULES.contains(f.module())).toList();
        return !used.isEmpty() && functions.containsAll(used);
    }

    /** The document as it is now, with the log of service calls if there were any. */
    ObjectNode state() {
        ObjectNode out = host.deepCopy();
        if (!log.isEmpty()) {
            out.set("log", log);
        }
        return out;
    }

    private void add(String name, String takes, Function.Body body) {
        functions.add(function(name, takes, body));
    }

    static Function function(String name, String takes, Function.Body body) {
        Function.Builder builder =
                Function.named(name).doc("Answers for the host of a recorded case.");
        return takes.isEmpty() ? builder.runs(body) : builder.takes(takes).runs(body);
    }

    private ObjectNode part(String name) {
        return host.withObject("/" + name);
    }

    private static String text(JsonNode map, String key) {
        return map.path(key).asText("");
    }

    private void packages() {
        add(
                "pkg.list_pkgs",
                "versions_as_list=False, removed=False, purge_desired=False, **kwargs",
                call -> {
                    ObjectNode out = Json.object();
                    part("pkg")
                            .properties()
                            .forEach(
                                    e -> {
                                        String version = text(e.getValue(), "installed");
                                        if (!version.isEmpty()) {
                                            out.set(
                                                    e.getKey(),
                                                    call.flag("versions_as_list")
                                                            ? Json.array().add(version)
                                                            : Values.text(version));
                                        }
                                    });
                    return out;
                });
        add("pkg.version", "*names, **kwargs", call -> versions(call, "installed"));
        for (String name : List.of("latest_version", "available_version")) {
            add("pkg." + name, "*names, **kwargs", this::newer);
        }
        add(
                "pkg.upgrade_available",
                "name, **kwargs",
                call -> Values.of(!newer(call.text("name")).isEmpty()));
        add("pkg.refresh_db", "**kwargs", call -> Json.object());
        add("pkg.normalize_name", "name", call -> call.value("name"));
        add("pkg.list_upgrades", "refresh=True, **kwargs", call -> upgrades());
        add(
                "pkg.check_db",
                "*names, **kwargs",
                call -> {
                    ObjectNode out = Json.object();
                    for (String name : call.moreTexts()) {
                        ObjectNode found = Json.object().put("found", part("pkg").has(name));
                        found.set("suggestions", Json.array());
                        out.set(name, found);
                    }
                    return out;
                });
        add(
                "pkg.install",
                "name=None, refresh=False, version=None, pkgs=None, sources=None, **kwargs",
                this::install);
        for (String name : List.of("remove", "purge")) {
            add("pkg." + name, "name=None, pkgs=None, **kwargs", this::remove);
        }
    }

    private ObjectNode upgrades() {
        ObjectNode out = Json.object();
        part("pkg")
                .fieldNames()
                .forEachRemaining(
                        n -> {
                            if (!text(part("pkg").path(n), "installed").isEmpty()
                                    && !newer(n).isEmpty()) {
                                out.put(n, newer(n));
                            }
                        });
        return out;
    }

    private String newer(String name) {
        JsonNode one = part("pkg").path(name);
        return text(one, "available").equals(text(one, "installed")) ? "" : text(one, "available");
    }

    private JsonNode newer(Call call) {
        List<String> names = call.moreTexts();
        if (names.size() == 1) {
            return Values.text(newer(names.get(0)));
        }
        ObjectNode out = Json.object();
        names.forEach(n -> out.put(n, newer(n)));
        return out;
    }

    private JsonNode versions(Call call, String field) {
        List<String> names = call.moreTexts();
        if (names.size() == 1) {
            return Values.text(text(part("pkg").path(names.get(0)), field));
        }
        ObjectNode out = Json.object();
        names.forEach(n -> out.put(n, text(part("pkg").path(n), field)));
        return out;
    }

    /** Name to version, "" for the newest. */
    private static Map<String, String> wanted(Call call) {
        Map<String, String> out = new LinkedHashMap<>();
        JsonNode pkgs = call.value("pkgs");
        if (pkgs.isArray()) {
            for (JsonNode one : pkgs) {
                if (one.isObject()) {
                    one.properties()
                            .forEach(
                                    e ->
                                            out.put(
                                                    e.getKey(),
                                                    e.getValue().isNull()
                                                            ? ""
                                                            : e.getValue().asText()));
                } else {
                    out.put(one.asText(), "");
                }
            }
        } else if (!call.value("name").isNull()) {
            JsonNode version = call.optional("version");
            out.put(call.text("name"), version.isNull() ? "" : Values.asText(version));
        }
        return out;
    }

    private JsonNode install(Call call) {
        ObjectNode changes = Json.object();
        wanted(call)
                .forEach(
                        (name, version) -> {
                            if (part("pkg").get(name) instanceof ObjectNode one) {
                                String to = version.isEmpty() ? text(one, "available") : version;
                                change(changes, name, one, to);
                            }
                        });
        return changes;
    }

    private JsonNode remove(Call call) {
        ObjectNode changes = Json.object();
        wanted(call)
                .keySet()
                .forEach(
                        name -> {
                            if (part("pkg").get(name) instanceof ObjectNode one) {
                                change(changes, name, one, "");
                            }
                        });
        return changes;
    }

    private static void change(ObjectNode changes, String name, ObjectNode one, String to) {
        String from = text(one, "installed");
        if (!from.equals(to)) {
            one.put("installed", to);
            changes.set(name, Json.object().put("old", from).put("new", to));
        }
    }

    private void services() {
        add(
                "service.available",
                "name, **kwargs",
                call -> Values.of(part("service").has(call.text("name"))));
        add(
                "service.missing",
                "name, **kwargs",
                call -> Values.of(!part("service").has(call.text("name"))));
        add("service.status", "name, sig=None, **kwargs", call -> service(call).path("running"));
        add(
                "service.enabled",
                "name, **kwargs",
                call -> Values.of(service(call).path("enabled").asBoolean()));
        add(
                "service.disabled",
                "name, **kwargs",
                call -> Values.of(!service(call).path("enabled").asBoolean()));
        add(
                "service.get_all",
                "",
                call -> {
                    ArrayNode out = Json.array();
                    part("service").fieldNames().forEachRemaining(out::add);
                    return out;
                });
        add("service.start", "name, **kwargs", call -> serve(call, "running", true));
        add("service.stop", "name, **kwargs", call -> serve(call, "running", false));
        for (String name : List.of("restart", "reload", "force_reload", "full_restart")) {
            add("service." + name, "name, **kwargs", call -> serve(call, "running", true));
        }
        add("service.enable", "name, **kwargs", call -> serve(call, "enabled", true));
        add("service.disable", "name, **kwargs", call -> serve(call, "enabled", false));
    }

    private ObjectNode service(Call call) {
        return part("service").get(call.text("name")) instanceof ObjectNode one
                ? one
                : Json.object().put("running", false);
    }

    private JsonNode serve(Call call, String field, boolean value) {
        log.add(call.function() + " " + call.text("name"));
        if (!(part("service").get(call.text("name")) instanceof ObjectNode one)
                || one.path("broken").asBoolean()) {
            return Values.of(false);
        }
        one.put(field, value);
        return Values.of(true);
    }
}
