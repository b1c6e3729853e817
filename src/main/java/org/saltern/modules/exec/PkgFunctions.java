package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Ran;
import org.saltern.modules.Values;

/** {@code pkg.*}: packages, by apt or by dnf and yum. */
final class PkgFunctions {
    private PkgFunctions() {}

    static List<Function> all() {
        return Stream.of(answers(), changes()).flatMap(List::stream).toList();
    }

    private static List<Function> answers() {
        return List.of(
                Function.named("pkg.list_pkgs")
                        .doc(
                                "Answers the installed packages and their versions; removed=True"
                                        + " those that left configuration.")
                        .takes(
                                "versions_as_list=False, removed=False, purge_desired=False,"
                                        + " **kwargs")
                        .runs(PkgFunctions::list),
                Function.named("pkg.version")
                        .doc(
                                "Answers the installed version of a package, '' when it is not"
                                        + " installed; of several a map.")
                        .takes("*names, **kwargs")
                        .runs(PkgFunctions::version),
                latest("pkg.latest_version"),
                latest("pkg.available_version"),
                Function.named("pkg.upgrade_available")
                        .doc("Answers whether there is a newer version of a package.")
                        .takes("name, **kwargs")
                        .runs(
                                call ->
                                        Values.of(
                                                Packager.of(call)
                                                        .upgrades()
                                                        .containsKey(call.text("name")))),
                Function.named("pkg.list_upgrades")
                        .doc("Answers the packages that have a newer version, and that version.")
                        .takes("refresh=True, dist_upgrade=True, **kwargs")
                        .runs(PkgFunctions::upgrades),
                Function.named("pkg.list_repo_pkgs")
                        .doc("Answers the versions of packages in the repositories.")
                        .takes("*args, **kwargs")
                        .runs(PkgFunctions::available),
                Function.named("pkg.version_cmp")
                        .doc("Compares two versions: -1, 0 or 1.")
                        .takes("pkg1, pkg2, ignore_epoch=False, **kwargs")
                        .runs(PkgFunctions::compare));
    }

    private static Function latest(String name) {
        return Function.named(name)
                .doc(
                        "Answers the newest version that could be installed, '' when there is none"
                                + " or it is installed.")
                .takes("*names, **kwargs")
                .runs(PkgFunctions::latest);
    }

    private static List<Function> changes() {
        return List.of(
                Function.named("pkg.refresh_db")
                        .doc("Fetches the lists of packages.")
                        .takes("cache_valid_time=0, failhard=False, **kwargs")
                        .runs(PkgFunctions::refresh),
                Function.named("pkg.install")
                        .doc(
                                "Installs packages; answers what changed.\n\n"
                                        + "    salt '*' pkg.install vim")
                        .takes(
                                "name=None, refresh=False, fromrepo=None, skip_verify=False,"
                                        + " debconf=None, pkgs=None, sources=None, reinstall=False,"
                                        + " downloadonly=False, ignore_epoch=False, **kwargs")
                        .runs(PkgInstall::run),
                Function.named("pkg.remove")
                        .doc("Removes packages; answers what changed.")
                        .takes("name=None, pkgs=None, **kwargs")
                        .runs(call -> remove(call, false)),
                Function.named("pkg.purge")
                        .doc("Removes packages and their configuration; answers what changed.")
                        .takes("name=None, pkgs=None, **kwargs")
                        .runs(call -> remove(call, true)),
                Function.named("pkg.autoremove")
                        .doc("Removes packages that nothing needs any more; answers what changed.")
                        .takes("list_only=False, purge=False")
                        .runs(call -> changed(call, p -> p.autoremove(call.flag("purge")))),
                Function.named("pkg.upgrade")
                        .doc(
                                "Upgrades all packages; dist_upgrade=True also where that adds or"
                                        + " removes some.")
                        .takes("refresh=True, dist_upgrade=False, **kwargs")
                        .runs(PkgFunctions::upgrade));
    }

    static ObjectNode tree(SortedMap<String, List<String>> packages, boolean lists) {
        ObjectNode out = Json.object();
        packages.forEach(
                (name, versions) ->
                        out.set(
                                name,
                                lists
                                        ? Values.texts(versions)
                                        : Values.text(String.join(",", versions))));
        return out;
    }

    private static JsonNode list(Call call) throws IOException, InterruptedException {
        Packager packager = Packager.of(call);
        if (call.flag("purge_desired")) {
            return Json.object();
        }
        return tree(
                call.flag("removed") ? packager.removed() : packager.installed(),
                call.flag("versions_as_list"));
    }

    /** One text for one name, a map for several. */
    static JsonNode each(List<String> names, Map<String, String> values) {
        if (names.size() == 1) {
            return Values.text(values.getOrDefault(names.get(0), ""));
        }
        ObjectNode out = Json.object();
        names.forEach(n -> out.put(n, values.getOrDefault(n, "")));
        return out;
    }

    private static JsonNode version(Call call) throws IOException, InterruptedException {
        var values = new java.util.TreeMap<String, String>();
        Packager.of(call).installed().forEach((n, v) -> values.put(n, String.join(",", v)));
        return each(call.moreTexts(), values);
    }

    private static void refreshIf(JsonNode wanted, Packager packager)
            throws IOException, InterruptedException {
        if (Values.isTrue(wanted)) {
            packager.refresh();
        }
    }

    private static JsonNode latest(Call call) throws IOException, InterruptedException {
        Packager packager = Packager.of(call);
        JsonNode refresh =
                call.keywords().has("refresh") ? call.keyword("refresh") : Values.of(true);
        refreshIf(refresh, packager);
        List<String> names = call.moreTexts();
        Optional<String> repository =
                Optional.of(Values.asText(call.keyword("fromrepo")))
                        .filter(r -> !call.keyword("fromrepo").isNull());
        var installed = packager.installed();
        var newer = new java.util.TreeMap<String, String>();
        for (Map.Entry<String, String> e : packager.candidates(names, repository).entrySet()) {
            boolean have = false;
            for (String now : installed.getOrDefault(e.getKey(), List.of())) {
                have |= packager.compare(now, e.getValue()) >= 0;
            }
            if (!have) {
                newer.put(e.getKey(), e.getValue());
            }
        }
        return each(names, newer);
    }

    private static JsonNode upgrades(Call call) throws IOException, InterruptedException {
        Packager packager = Packager.of(call);
        refreshIf(call.value("refresh"), packager);
        ObjectNode out = Json.object();
        packager.upgrades().forEach(out::put);
        return out;
    }

    private static JsonNode available(Call call) throws IOException, InterruptedException {
        ObjectNode out = Json.object();
        Packager.of(call)
                .available(call.moreTexts())
                .forEach((n, v) -> out.set(n, Values.texts(v)));
        return out;
    }

    private static JsonNode compare(Call call) throws IOException, InterruptedException {
        String one = call.text("pkg1");
        String other = call.text("pkg2");
        if (call.flag("ignore_epoch")) {
            one = one.replaceFirst("^[0-9]+:", "");
            other = other.replaceFirst("^[0-9]+:", "");
        }
        return Values.of(Packager.of(call).compare(one, other));
    }

    private static JsonNode refresh(Call call) throws IOException, InterruptedException {
        ObjectNode out = Json.object();
        Packager.of(call).refresh().forEach(out::put);
        return out;
    }

    /** The names that a call gives: {@code name} with commas, or {@code pkgs}, whose items may name a version. */
    static List<Packager.Wanted> wanted(JsonNode name, JsonNode pkgs, String version) {
        var out = new ArrayList<Packager.Wanted>();
        if (pkgs.isNull()) {
            for (String one : Call.texts(name)) {
                out.add(
                        new Packager.Wanted(
                                one,
                                Optional.of(version).filter(v -> !v.isEmpty()),
                                Optional.empty()));
            }
            return out;
        }
        for (JsonNode item : Trees.elements(pkgs)) {
            if (item.isObject()) {
                item.properties()
                        .forEach(
                                e ->
                                        out.add(
                                                new Packager.Wanted(
                                                        e.getKey(),
                                                        Values.isTrue(e.getValue())
                                                                ? Optional.of(
                                                                        Values.asText(e.getValue()))
                                                                : Optional.empty(),
                                                        Optional.empty())));
            } else {
                out.add(
                        new Packager.Wanted(
                                Values.asText(item), Optional.empty(), Optional.empty()));
            }
        }
        return out;
    }

    static List<String> names(Call call) {
        return wanted(call.value("name"), call.value("pkgs"), "").stream()
                .map(Packager.Wanted::name)
                .toList();
    }

    /** One change of packages. */
    interface Step {
        Ran run(Packager packager) throws IOException, InterruptedException;
    }

    /** Runs a step; answers what is different after it. @throws ModuleError.Failed with what the manager complained of */
    static JsonNode changed(Call call, Step step) throws IOException, InterruptedException {
        Packager packager = Packager.of(call);
        ObjectNode before = tree(packager.installed(), false);
        Ran ran = step.run(packager);
        ObjectNode changes = differences(before, tree(packager.installed(), false));
        if (!ran.ok()) {
            String words =
                    "Problem encountered "
                            + call.context().job().path("fun").asText("changing packages")
                            + ". Additional info follows:\n\nchanges:\n    "
                            + Values.shown(changes)
                            + "\nerrors:\n    - "
                            + Running.complaint(ran);
            throw new ModuleError.Failed(words);
        }
        return changes;
    }

    static ObjectNode differences(ObjectNode before, ObjectNode after) {
        var names = new TreeSet<String>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        ObjectNode out = Json.object();
        for (String name : names) {
            String old = before.path(name).asText("");
            String now = after.path(name).asText("");
            if (!old.equals(now)) {
                out.set(name, Json.object().put("old", old).put("new", now));
            }
        }
        return out;
    }

    private static JsonNode remove(Call call, boolean purge)
            throws IOException, InterruptedException {
        Packager packager = Packager.of(call);
        var there = new TreeSet<>(packager.installed().keySet());
        if (purge) {
            there.addAll(packager.removed().keySet());
        }
        List<String> names = names(call).stream().filter(there::contains).toList();
        return names.isEmpty() ? Json.object() : changed(call, p -> p.remove(names, purge));
    }

    private static JsonNode upgrade(Call call) throws IOException, InterruptedException {
        refreshIf(call.value("refresh"), Packager.of(call));
        return changed(call, p -> p.upgrade(call.flag("dist_upgrade")));
    }
}
