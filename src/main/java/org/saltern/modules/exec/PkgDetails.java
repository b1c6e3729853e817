package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Ran;
import org.saltern.modules.Values;

/** {@code pkg.*}: what is known of packages and their files, and the ones that stay at their version. */
final class PkgDetails {
    private PkgDetails() {}

    static List<Function> all() {
        return List.of(
                Function.named("pkg.info_installed")
                        .doc("Answers what is known of installed packages.")
                        .takes("*names, **kwargs")
                        .runs(PkgDetails::info),
                Function.named("pkg.file_list")
                        .doc("Answers the files of packages.")
                        .takes("*packages, **kwargs")
                        .runs(PkgDetails::files),
                Function.named("pkg.file_dict")
                        .doc("Answers the files of packages, by package.")
                        .takes("*packages, **kwargs")
                        .runs(PkgDetails::filesByPackage),
                Function.named("pkg.owner")
                        .doc(
                                "Answers the package that a file belongs to, '' for none; of"
                                        + " several a map.")
                        .takes("*paths, **kwargs")
                        .runs(PkgDetails::owner),
                Function.named("pkg.list_holds")
                        .doc("Answers the packages that are held.")
                        .takes("**kwargs")
                        .runs(call -> Values.texts(Packager.of(call).held())),
                Function.named("pkg.hold")
                        .doc("Keeps packages at their version.")
                        .takes("name=None, pkgs=None, sources=None, **kwargs")
                        .runs(call -> hold(call, true)),
                Function.named("pkg.unhold")
                        .doc("Lets packages be upgraded again.")
                        .takes("name=None, pkgs=None, sources=None, **kwargs")
                        .runs(call -> hold(call, false)));
    }

    private static JsonNode info(Call call) throws IOException, InterruptedException {
        Packager packager = Packager.of(call);
        ObjectNode out = Json.object();
        for (String name : call.moreTexts()) {
            ObjectNode one = Json.object();
            packager.info(name).forEach(one::set);
            out.set(name, one);
        }
        return out;
    }

    private static JsonNode files(Call call) throws IOException, InterruptedException {
        Packager packager = Packager.of(call);
        var files = new ArrayList<String>();
        var errors = new ArrayList<String>();
        for (String name : call.moreTexts()) {
            try {
                files.addAll(packager.files(name));
            } catch (ModuleError.Failed e) {
                errors.add(e.getMessage());
            }
        }
        ObjectNode out = Json.object();
        out.set("errors", Values.texts(errors));
        return out.set("files", Values.texts(files));
    }

    private static JsonNode filesByPackage(Call call) throws IOException, InterruptedException {
        Packager packager = Packager.of(call);
        ObjectNode packages = Json.object();
        var errors = new ArrayList<String>();
        for (String name : call.moreTexts()) {
            try {
                packages.set(name, Values.texts(packager.files(name)));
            } catch (ModuleError.Failed e) {
                errors.add(e.getMessage());
            }
        }
        ObjectNode out = Json.object();
        out.set("errors", Values.texts(errors));
        return out.set("packages", packages);
    }

    private static JsonNode owner(Call call) throws IOException, InterruptedException {
        Packager packager = Packager.of(call);
        Map<String, String> owners = new java.util.LinkedHashMap<>();
        for (String path : call.moreTexts()) {
            owners.put(path, packager.owner(Paths.absolute(path)).orElse(""));
        }
        return PkgFunctions.each(call.moreTexts(), owners);
    }

    private static JsonNode hold(Call call, boolean hold) throws IOException, InterruptedException {
        Packager packager = Packager.of(call);
        List<String> held = packager.held();
        ObjectNode out = Json.object();
        for (String name : PkgFunctions.names(call)) {
            ObjectNode one = Json.object().put("name", name);
            one.set("changes", Json.object());
            boolean is = held.contains(name);
            String word = hold ? "hold" : "install";
            if (is == hold) {
                one.put("result", true)
                        .put(
                                "comment",
                                "Package "
                                        + name
                                        + (hold
                                                ? " is already set to be held."
                                                : " is already set not to be held."));
            } else if (call.context().test()) {
                one.set("result", Values.none());
                one.put(
                        "comment",
                        "Package " + name + " is set to be " + (hold ? "held." : "not be held."));
            } else {
                Ran ran = packager.hold(List.of(name), hold);
                one.put("result", ran.ok());
                if (ran.ok()) {
                    one.withObjectProperty("changes")
                            .put("new", word)
                            .put("old", hold ? "install" : "hold");
                }
                one.put(
                        "comment",
                        ran.ok()
                                ? "Package "
                                        + name
                                        + " is now "
                                        + (hold ? "being held." : "not being held.")
                                : Running.complaint(ran));
            }
            out.set(name, one);
        }
        return out;
    }
}
