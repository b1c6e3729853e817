package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Modules;
import org.saltern.modules.Support;
import org.saltern.modules.Values;

/** {@code pkg.latest}, {@code removed}, {@code purged}, {@code held}, {@code uptodate}; {@code installed} is {@link PkgInstalled}. */
final class PkgStates {
    static final Support SUPPORT =
            new Support(
                    "apt and dpkg; dnf or yum and rpm (parsers tested on recorded output only)",
                    "recorded cases of Salt 3007.0; " + Support.HOST);

    private PkgStates() {}

    static List<Function> all() {
        return SUPPORT.behind(
                List.of(
                        PkgInstalled.INSTALLED,
                        Function.named("pkg.latest")
                                .doc("Packages installed in their newest version.")
                                .takes(
                                        "name, refresh=None, fromrepo=None, skip_verify=False,"
                                                + " pkgs=None, watch_flags=True, **kwargs")
                                .runs(PkgStates::latest),
                        Function.named("pkg.removed")
                                .doc(
                                        "Packages that are not installed; their configuration may"
                                                + " stay.")
                                .takes(
                                        "name, version=None, pkgs=None, normalize=True,"
                                                + " ignore_epoch=None, **kwargs")
                                .runs(call -> uninstall(call, false)),
                        Function.named("pkg.purged")
                                .doc("Packages that are not installed and left no configuration.")
                                .takes(
                                        "name, version=None, pkgs=None, normalize=True,"
                                                + " ignore_epoch=None, **kwargs")
                                .runs(call -> uninstall(call, true)),
                        Function.named("pkg.uptodate")
                                .doc("All packages, or those of pkgs, in their newest version.")
                                .takes("name, refresh=False, pkgs=None, **kwargs")
                                .runs(PkgStates::uptodate),
                        Function.named("pkg.mod_watch")
                                .doc("Runs the state again because what it watches changed.")
                                .takes("name, **kwargs")
                                .runs(PkgStates::watch)));
    }

    /** Names, and the version wanted of each ("" for any). */
    static Map<String, String> desired(Call call) {
        Map<String, String> out = new java.util.LinkedHashMap<>();
        JsonNode pkgs = call.value("pkgs");
        if (pkgs.isNull()) {
            JsonNode version = call.optional("version");
            out.put(call.text("name"), version.isNull() ? "" : Values.asText(version));
            return out;
        }
        for (JsonNode item : pkgs.isArray() ? pkgs : Json.array().add(pkgs)) {
            if (item.isObject()) {
                item.properties()
                        .forEach(
                                e ->
                                        out.put(
                                                e.getKey(),
                                                e.getValue().isNull()
                                                        ? ""
                                                        : Values.asText(e.getValue())));
            } else {
                out.put(Values.asText(item), "");
            }
        }
        return out;
    }

    static JsonNode installed(Exec exec, boolean removed) throws Exception {
        ObjectNode how = Json.object().put("versions_as_list", true);
        return exec.with("pkg.list_pkgs", removed ? how.put("removed", true) : how);
    }

    /** The lists of packages are fetched once per run, unless a state asks for it. */
    static boolean refresh(Call call) {
        JsonNode asked = call.value("refresh");
        if (!asked.isNull()) {
            return Values.isTrue(asked);
        }
        ObjectNode memory =
                call.context().state().memory().computeIfAbsent("pkg", k -> Json.object());
        synchronized (memory) {
            boolean first = !memory.path("refreshed").asBoolean(false);
            if (!call.context().test()) {
                memory.put("refreshed", true);
            }
            return first;
        }
    }

    private static JsonNode latest(Call call) throws Exception {
        StateResult result = StateResult.of(call);
        var exec = new Exec(call);
        List<String> names = List.copyOf(desired(call).keySet());
        ObjectNode how = Json.object().put("refresh", refresh(call));
        how.set("fromrepo", call.value("fromrepo"));
        JsonNode[] positional = names.stream().map(Values::text).toArray(JsonNode[]::new);
        Map<String, String> available;
        Map<String, String> current;
        try {
            available = byName(names, exec.with("pkg.latest_version", how, positional));
            current = byName(names, exec.run("pkg.version", positional));
        } catch (ModuleError.Failed e) {
            return result.failed(
                            "An error was encountered while checking the newest available version"
                                    + " of package(s): "
                                    + e.getMessage())
                    .tree();
        }
        var targets = new TreeMap<String, String>();
        var problems = new ArrayList<String>();
        for (String name : names) {
            if (!available.getOrDefault(name, "").isEmpty()) {
                targets.put(name, available.get(name));
            } else if (current.getOrDefault(name, "").isEmpty()) {
                problems.add("No information found for '" + name + "'.");
            }
        }
        if (!problems.isEmpty()) {
            return result.failed(String.join(" ", problems)).tree();
        }
        if (targets.isEmpty()) {
            return result.done(upToDate(names)).tree();
        }
        List<String> others =
                call.value("pkgs").isNull()
                        ? List.of()
                        : names.stream().filter(n -> !targets.containsKey(n)).sorted().toList();
        if (call.context().test()) {
            String words =
                    "The following packages would be installed/upgraded: "
                            + String.join(", ", targets.keySet());
            if (!others.isEmpty()) {
                words +=
                        "\nThe following packages are already up-to-date: "
                                + String.join(
                                        ", ",
                                        others.stream()
                                                .map(n -> n + " (" + current.get(n) + ")")
                                                .toList());
            }
            return result.would(words).tree();
        }
        return upgrade(call, exec, result, targets, others);
    }

    private static String upToDate(List<String> names) {
        if (names.size() > 10) {
            return "All " + names.size() + " packages are up-to-date.";
        }
        return names.size() > 1
                ? "All packages are up-to-date ("
                        + String.join(", ", names.stream().sorted().toList())
                        + ")."
                : "Package " + names.get(0) + " is already up-to-date";
    }

    private static Map<String, String> byName(List<String> names, JsonNode answer) {
        Map<String, String> out = new TreeMap<>();
        if (answer.isObject()) {
            answer.properties().forEach(e -> out.put(e.getKey(), e.getValue().asText()));
        } else {
            out.put(names.get(0), Values.isTrue(answer) ? answer.asText() : "");
        }
        return out;
    }

    private static JsonNode upgrade(
            Call call,
            Exec exec,
            StateResult result,
            Map<String, String> targets,
            List<String> others)
            throws Exception {
        ObjectNode arguments = Json.object();
        arguments.set("fromrepo", call.value("fromrepo"));
        arguments.set("skip_verify", call.value("skip_verify"));
        arguments.set("pkgs", Values.texts(targets.keySet()));
        arguments.setAll(call.keywords().deepCopy());
        JsonNode changes;
        try {
            changes = exec.with("pkg.install", own(arguments));
        } catch (ModuleError.Failed e) {
            return result.failed(
                            "An error was encountered while installing package(s): "
                                    + e.getMessage())
                    .tree();
        }
        result.changes((ObjectNode) changes);
        var failed = new TreeSet<String>();
        targets.forEach(
                (name, version) -> {
                    String now = changes.path(name).path("new").asText();
                    if (!List.of(now.split(",")).contains(version)) {
                        failed.add(name);
                    }
                });
        if (changes.isEmpty()) {
            return result.failed(
                            targets.size() == 1
                                    ? "Package "
                                            + targets.keySet().iterator().next()
                                            + " failed to update."
                                    : "The following targeted packages failed to update. See debug"
                                            + " log for details: ("
                                            + String.join(", ", targets.keySet())
                                            + ").")
                    .tree();
        }
        var words = new ArrayList<String>();
        if (!failed.isEmpty()) {
            words.add("The following packages failed to update: " + String.join(", ", failed));
        }
        List<String> good = targets.keySet().stream().filter(n -> !failed.contains(n)).toList();
        if (!good.isEmpty()) {
            words.add(
                    "The following packages were successfully installed/upgraded: "
                            + String.join(", ", good));
        }
        if (!others.isEmpty()) {
            words.add(
                    "The following packages were already up-to-date: " + String.join(", ", others));
        }
        return result.is(Values.of(failed.isEmpty()), String.join(" ", words)).tree();
    }

    /** Keywords without those of the publication. */
    static ObjectNode own(ObjectNode keywords) {
        ObjectNode out = Json.object();
        keywords.properties().stream()
                .filter(e -> !e.getKey().startsWith("__"))
                .forEach(e -> out.set(e.getKey(), e.getValue()));
        return out;
    }

    private static JsonNode uninstall(Call call, boolean purge) throws Exception {
        StateResult result = StateResult.of(call);
        var exec = new Exec(call);
        String action = purge ? "purge" : "remove";
        Map<String, String> desired = desired(call);
        JsonNode now = installed(exec, false);
        var targets = new TreeSet<String>();
        for (Map.Entry<String, String> e : desired.entrySet()) {
            List<String> versions =
                    Call.texts(
                            now.path(e.getKey()).isMissingNode()
                                    ? Values.none()
                                    : now.path(e.getKey()));
            if (!versions.isEmpty()
                    && (e.getValue().isEmpty() || versions.contains(e.getValue()))) {
                targets.add(e.getKey());
            }
        }
        if (purge) {
            JsonNode left = installed(exec, true);
            desired.keySet().stream().filter(left::has).forEach(targets::add);
        }
        if (targets.isEmpty()) {
            return result.done(
                            purge
                                    ? "None of the targeted packages are installed or partially"
                                            + " installed"
                                    : "All specified packages are already absent")
                    .tree();
        }
        if (call.context().test()) {
            targets.forEach(
                    t -> result.change(t, Json.object().put("new", action + "d").put("old", "")));
            return result.would(
                            "The following packages will be "
                                    + action
                                    + "d: "
                                    + String.join(", ", targets)
                                    + ".")
                    .tree();
        }
        ObjectNode arguments = Json.object();
        arguments.set("pkgs", Values.texts(targets));
        try {
            result.changes((ObjectNode) exec.with("pkg." + action, arguments));
        } catch (ModuleError.Failed e) {
            return result.failed(
                            "An error was encountered while "
                                    + (purge ? "purging" : "removing")
                                    + " package(s): "
                                    + e.getMessage())
                    .tree();
        }
        return removedWords(exec, result, desired.keySet(), targets, action, purge);
    }

    private static JsonNode removedWords(
            Exec exec,
            StateResult result,
            Set<String> names,
            Set<String> targets,
            String action,
            boolean purge)
            throws Exception {
        JsonNode after = installed(exec, false);
        var failed = new TreeSet<>(targets);
        JsonNode left = purge ? installed(exec, true) : Json.object();
        failed.removeIf(n -> !after.has(n) && !left.has(n));
        if (!failed.isEmpty()) {
            return result.failed(
                            "The following packages failed to "
                                    + action
                                    + ": "
                                    + String.join(", ", failed)
                                    + ".")
                    .tree();
        }
        List<String> others = names.stream().filter(n -> !targets.contains(n)).sorted().toList();
        return result.done(
                        others.isEmpty()
                                ? "All targeted packages were " + action + "d."
                                : "The following packages were not installed: "
                                        + String.join(", ", others)
                                        + " The following packages were "
                                        + action
                                        + "d: "
                                        + String.join(", ", targets)
                                        + ".")
                .tree();
    }

    private static JsonNode uptodate(Call call) throws Exception {
        StateResult result = StateResult.of(call);
        var exec = new Exec(call);
        ObjectNode how = Json.object();
        how.set("refresh", call.value("refresh"));
        try {
            JsonNode upgrades = exec.with("pkg.list_upgrades", how);
            List<String> only = Call.texts(call.value("pkgs"));
            ObjectNode expected = Json.object();
            for (Map.Entry<String, JsonNode> e : upgrades.properties()) {
                if (only.isEmpty() || only.contains(e.getKey())) {
                    JsonNode old = exec.run("pkg.version", e.getKey());
                    ObjectNode both = Json.object();
                    both.set("new", e.getValue());
                    both.set("old", old);
                    expected.set(e.getKey(), both);
                }
            }
            if (expected.isEmpty()) {
                return result.done("System is already up-to-date").tree();
            }
            if (call.context().test()) {
                return result.changes(expected).would("System update will be performed").tree();
            }
            ObjectNode arguments = Json.object().put("refresh", false);
            JsonNode changes;
            if (only.isEmpty()) {
                changes = exec.with("pkg.upgrade", arguments.put("dist_upgrade", true));
            } else {
                var names = new ArrayList<String>();
                expected.fieldNames().forEachRemaining(names::add);
                arguments.set("pkgs", Values.texts(names));
                changes = exec.with("pkg.install", arguments.put("only_upgrade", true));
            }
            return result.changes((ObjectNode) changes)
                    .done(
                            changes.isEmpty()
                                    ? "Upgrade ran successfully; no packages changed"
                                    : "Upgrade ran successfully")
                    .tree();
        } catch (ModuleError.Failed e) {
            return result.failed(e.getMessage()).tree();
        }
    }

    private static JsonNode watch(Call call) throws Exception {
        String fun = Values.asText(call.keyword("sfun"));
        if (!Set.of("installed", "latest", "removed", "purged").contains(fun)) {
            return StateResult.of(call)
                    .failed("pkg." + fun + " does not work with the watch requisite")
                    .tree();
        }
        ObjectNode arguments = own(call.keywords()).put("name", call.text("name"));
        for (String internal : List.of("sfun", "watch", "order", "state", "fun")) {
            arguments.remove(internal);
        }
        Function function = StateBuiltins.modules().find("pkg." + fun).orElseThrow();
        return Modules.invoke(call.context(), function, List.of(), arguments).value();
    }
}
