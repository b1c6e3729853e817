package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;
import org.saltern.modules.exec.PkgVersions;

/** {@code pkg.installed}: packages that are installed, in the versions asked for. Facts: Salt 3007, case host-pkg. */
final class PkgInstalled {
    private static final int LONG_SUMMARY = 20;

    static final Function INSTALLED =
            Function.named("pkg.installed")
                    .doc(
                            "Packages that are installed: name or pkgs, with versions; sources are"
                                    + " package files.")
                    .takes(
                            "name, version=None, refresh=None, fromrepo=None, skip_verify=False,"
                                    + " skip_suggestions=False, pkgs=None, sources=None,"
                                    + " allow_updates=False, pkg_verify=False, normalize=True,"
                                    + " ignore_epoch=None, reinstall=False, update_holds=False,"
                                    + " **kwargs")
                    .runs(call -> new PkgInstalled(call).run());

    private final Call call;
    private final Exec exec;
    private final StateResult result;
    private final boolean files;
    private Map<String, String> desired = new LinkedHashMap<>();
    private final Map<String, String> targets = new LinkedHashMap<>();
    private final Set<String> again = new LinkedHashSet<>();
    private boolean versioned;

    private PkgInstalled(Call call) {
        this.call = call;
        this.exec = new Exec(call);
        this.result = StateResult.of(call);
        this.files = Values.isTrue(call.value("sources"));
    }

    private JsonNode run() throws Exception {
        JsonNode pkgs = call.value("pkgs");
        if (pkgs.isArray() && pkgs.isEmpty()) {
            return result.done("No packages to install provided").tree();
        }
        if (Values.isTrue(pkgs) && files) {
            return result.failed("Only one of \"pkgs\" and \"sources\" is permitted.").tree();
        }
        try {
            desired = files ? sources() : PkgStates.desired(call);
            String unknown = unknown();
            if (!unknown.isEmpty()) {
                return result.failed(unknown).tree();
            }
            resolveLatest();
            choose();
        } catch (ModuleError.Failed e) {
            return result.failed(e.getMessage()).tree();
        }
        if (targets.isEmpty() && again.isEmpty()) {
            return already();
        }
        return call.context().test() ? test() : install();
    }

    private Map<String, String> sources() {
        Map<String, String> out = new LinkedHashMap<>();
        for (JsonNode item : call.value("sources")) {
            item.properties().forEach(e -> out.put(e.getKey(), Values.asText(e.getValue())));
        }
        return out;
    }

    private List<String> versions(JsonNode installed, String name) {
        JsonNode found = installed.path(name.contains("=") ? name.split("=")[0] : name);
        return found.isMissingNode() ? List.of() : Call.texts(found);
    }

    private boolean fits(List<String> have, String wanted) throws Exception {
        for (String version : have) {
            String condition =
                    call.flag("allow_updates") && !wanted.matches(".*[<>=!*].*")
                            ? ">=" + wanted
                            : wanted;
            if (PkgVersions.fits(
                    version, condition, Values.isTrue(call.value("ignore_epoch")), this::compare)) {
                return true;
            }
        }
        return false;
    }

    private int compare(String one, String other) {
        if (!exec.has("pkg.version_cmp")) {
            return one.compareTo(other);
        }
        try {
            return exec.run("pkg.version_cmp", one, other).asInt();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ModuleError.Failed("Versions cannot be compared: " + e.getMessage(), e);
        }
    }

    /** Names that the package database does not have, where it can be asked. */
    private String unknown() throws Exception {
        if (files || call.flag("skip_suggestions") || !exec.has("pkg.check_db")) {
            return "";
        }
        JsonNode now = PkgStates.installed(exec, false);
        var names = new ArrayList<JsonNode>();
        for (Map.Entry<String, String> e : desired.entrySet()) {
            List<String> have = versions(now, e.getKey());
            if (have.isEmpty() || (!e.getValue().isEmpty() && !fits(have, e.getValue()))) {
                names.add(Values.text(e.getKey()));
            }
        }
        if (names.isEmpty()) {
            return "";
        }
        JsonNode known = exec.run("pkg.check_db", names.toArray(JsonNode[]::new));
        var none = new java.util.TreeSet<String>();
        var words = new ArrayList<String>();
        known.properties()
                .forEach(
                        e -> {
                            boolean found = Values.isTrue(e.getValue().path("found"));
                            JsonNode alike = e.getValue().path("suggestions");
                            if (!found && !Values.isTrue(alike)) {
                                none.add(e.getKey());
                            } else if (!found) {
                                words.add(
                                        "Package '"
                                                + e.getKey()
                                                + "' not found (possible matches: "
                                                + String.join(", ", Call.texts(alike))
                                                + ")");
                            }
                        });
        if (!none.isEmpty()) {
            words.add(
                    0,
                    "The following package(s) were not found, and no possible matches were found in"
                            + " the package db: "
                            + String.join(", ", none));
        }
        return words.size() > 1 ? String.join(". ", words) + "." : String.join("", words);
    }

    private void resolveLatest() throws Exception {
        List<String> newest =
                desired.entrySet().stream()
                        .filter(e -> !files && e.getValue().equals("latest"))
                        .map(Map.Entry::getKey)
                        .toList();
        for (String name : newest) {
            ObjectNode how = Json.object().put("refresh", PkgStates.refresh(call));
            String version = Values.asText(exec.with("pkg.latest_version", how, Values.text(name)));
            List<String> have = versions(PkgStates.installed(exec, false), name);
            desired.put(name, version.isEmpty() && !have.isEmpty() ? have.getLast() : version);
        }
    }

    /** What is missing, in another version, or to be installed anew. */
    private void choose() throws Exception {
        JsonNode now = PkgStates.installed(exec, false);
        for (Map.Entry<String, String> e : desired.entrySet()) {
            List<String> have = versions(now, e.getKey());
            if (have.isEmpty()) {
                targets.put(e.getKey(), e.getValue());
            } else if (call.flag("reinstall")) {
                again.add(e.getKey());
            } else if (!files && !e.getValue().isEmpty()) {
                versioned = true;
                if (!fits(have, e.getValue())) {
                    targets.put(e.getKey(), e.getValue());
                }
            }
        }
    }

    private JsonNode already() throws Exception {
        result.done(
                "All specified packages are already installed"
                        + (versioned && !files ? " and are at the desired version" : ""));
        if (call.keywords().has("hold")) {
            hold(new ArrayList<>());
        }
        return result.tree();
    }

    private JsonNode test() {
        var words = new ArrayList<String>();
        if (!targets.isEmpty()) {
            words.add(
                    "The following packages would be installed/updated: "
                            + String.join(", ", targets.keySet()));
        }
        if (!again.isEmpty()) {
            words.add("The following packages would be reinstalled: " + String.join(", ", again));
        }
        var all = new ArrayList<>(targets.keySet());
        all.addAll(again);
        all.forEach(n -> result.change(n, Json.object().put("new", "installed").put("old", "")));
        return result.would(String.join("\n", words)).tree();
    }

    private ObjectNode arguments() {
        ObjectNode out = PkgStates.own(call.keywords());
        out.remove("hold");
        for (String same : List.of("fromrepo", "skip_verify", "ignore_epoch", "update_holds")) {
            out.set(same, call.value(same));
        }
        out.put("refresh", PkgStates.refresh(call)).put("reinstall", !again.isEmpty());
        ArrayNode list = Json.array();
        if (files) {
            for (JsonNode item : call.value("sources")) {
                String name = item.fieldNames().next();
                if (targets.containsKey(name) || again.contains(name)) {
                    list.add(item);
                }
            }
            out.set("sources", list);
            return out;
        }
        targets.forEach(
                (name, version) ->
                        list.add(
                                version.isEmpty()
                                        ? Values.text(name)
                                        : Json.object().put(name, version)));
        again.forEach(
                name -> {
                    String version = desired.get(name);
                    list.add(
                            version.isEmpty()
                                    ? Values.text(name)
                                    : Json.object().put(name, version));
                });
        out.set("pkgs", list);
        return out;
    }

    private JsonNode install() throws Exception {
        JsonNode changes;
        try {
            changes = exec.with("pkg.install", arguments());
        } catch (ModuleError.Failed e) {
            return result.failed(
                            "An error was encountered while installing package(s): "
                                    + e.getMessage())
                    .tree();
        }
        if (changes.isObject()) {
            result.changes((ObjectNode) changes);
        }
        JsonNode after = PkgStates.installed(exec, false);
        var done = new ArrayList<String>();
        var others = new ArrayList<String>();
        var failed = new ArrayList<String>();
        for (Map.Entry<String, String> e : desired.entrySet()) {
            List<String> have = versions(after, e.getKey());
            boolean good =
                    !have.isEmpty()
                            && (files || e.getValue().isEmpty() || fits(have, e.getValue()));
            boolean target = targets.containsKey(e.getKey());
            if (!good && target) {
                failed.add(shown(e.getKey()));
            } else if (good && target) {
                done.add(shown(e.getKey()));
            } else if (good && !again.contains(e.getKey())) {
                others.add(shown(e.getKey()));
            }
        }
        var words = words(done, others, failed);
        result.is(Values.of(failed.isEmpty()), "");
        if (call.keywords().has("hold")) {
            hold(words);
        }
        return result.comment(String.join("\n", words)).tree();
    }

    private String shown(String name) {
        String version = desired.get(name);
        return version.isEmpty() || files
                ? name
                : name + (version.matches("[<>=!].*") ? "" : "=") + version;
    }

    private List<String> words(List<String> done, List<String> others, List<String> failed) {
        var words = new ArrayList<String>();
        if (!failed.isEmpty()) {
            words.add(
                    "The following packages failed to install/update: "
                            + String.join(", ", failed));
        }
        String summary = String.join(", ", done);
        if (!done.isEmpty()) {
            words.add(
                    summary.length() < LONG_SUMMARY
                            ? "The following packages were installed/updated: " + summary
                            : done.size()
                                    + " targeted package"
                                    + (done.size() > 1 ? "s were" : " was")
                                    + " installed/updated.");
        }
        if (!others.isEmpty()) {
            words.add(
                    others.size() <= LONG_SUMMARY
                            ? "The following packages were already installed: "
                                    + String.join(", ", others)
                            : others.size() + " targeted packages were already installed");
        }
        if (!again.isEmpty()) {
            words.add("The following packages were reinstalled: " + String.join(", ", again));
        }
        return words;
    }

    /** {@code hold: True}: the packages stay at the version that they have now. */
    private void hold(List<String> words) throws Exception {
        boolean on = Values.isTrue(call.keyword("hold"));
        for (String name : desired.keySet()) {
            JsonNode one = exec.run(on ? "pkg.hold" : "pkg.unhold", name).path(name);
            words.add(one.path("comment").asText());
            if (one.path("result").isBoolean() && !one.path("result").booleanValue()) {
                result.result(Values.of(false));
            }
            if (Values.isTrue(one.path("changes"))) {
                result.change(name, one.path("changes"));
            }
        }
    }
}
