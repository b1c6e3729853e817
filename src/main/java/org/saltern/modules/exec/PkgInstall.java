package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/** {@code pkg.install}. */
final class PkgInstall {
    private PkgInstall() {}

    static JsonNode run(Call call) throws IOException, InterruptedException {
        if (Values.isTrue(call.value("debconf"))) {
            throw new ModuleError.BadRequest(
                    "debconf is not supported by this minion; set the answers with"
                            + " debconf-set-selections in cmd.run");
        }
        Packager packager = Packager.of(call);
        if (call.flag("refresh")) {
            packager.refresh();
        }
        boolean files = Values.isTrue(call.value("sources"));
        List<Packager.Wanted> wanted =
                files
                        ? files(call)
                        : PkgFunctions.wanted(
                                call.value("name"),
                                call.value("pkgs"),
                                call.keyword("version").isNull()
                                        ? ""
                                        : Values.asText(call.keyword("version")));
        if (wanted.isEmpty()) {
            return Json.object();
        }
        List<Packager.Wanted> exact = new ArrayList<>();
        for (Packager.Wanted w : wanted) {
            exact.add(exact(packager, w));
        }
        Packager.How how = how(call);
        return PkgFunctions.changed(call, p -> p.install(exact, how));
    }

    private static Packager.How how(Call call) {
        List<String> options = new ArrayList<>();
        if (call.flag("downloadonly")) {
            options.add("--download-only");
        }
        if (Values.isTrue(call.keyword("force_conf_new"))) {
            options.addAll(List.of("-o", "DPkg::Options::=--force-confnew"));
        }
        JsonNode recommends = call.keyword("install_recommends");
        return new Packager.How(
                call.given("fromrepo"),
                call.flag("skip_verify"),
                call.flag("reinstall"),
                recommends.isNull() || Values.isTrue(recommends),
                Values.isTrue(call.keyword("update_holds"))
                        || Values.isTrue(call.keyword("hold_change")),
                Values.isTrue(call.keyword("only_upgrade")),
                options);
    }

    /** A version with a star or a comparison is looked up in the repositories. */
    private static Packager.Wanted exact(Packager packager, Packager.Wanted w)
            throws IOException, InterruptedException {
        String version = w.version().orElse("");
        if (version.equals("latest")) {
            return new Packager.Wanted(w.name(), Optional.empty(), w.file());
        }
        if (!version.matches(".*[*<>=!].*")) {
            return w;
        }
        for (String one : packager.available(List.of(w.name())).getOrDefault(w.name(), List.of())) {
            if (PkgVersions.fits(one, version, false, packager::compare)) {
                return new Packager.Wanted(w.name(), Optional.of(one), w.file());
            }
        }
        throw new ModuleError.Failed("No version matching '" + w.name() + version + "' was found");
    }

    private static List<Packager.Wanted> files(Call call) throws IOException, InterruptedException {
        var out = new ArrayList<Packager.Wanted>();
        for (JsonNode item : call.value("sources")) {
            for (Map.Entry<String, JsonNode> e : item.properties()) {
                String url = Values.asText(e.getValue());
                String path =
                        Downloads.of(call)
                                .cache(url, null)
                                .orElseThrow(() -> new ModuleError.Failed("Unable to find " + url));
                out.add(new Packager.Wanted(e.getKey(), Optional.empty(), Optional.of(path)));
            }
        }
        return out;
    }
}
