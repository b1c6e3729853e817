package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Support;
import org.saltern.modules.Values;
import org.saltern.modules.exec.PythonVersion;

/** {@code pip.installed} and {@code pip.removed}: Python packages. */
final class PipStates {
    private static final Support SUPPORT =
            Support.compared(
                    "pip of python3 or of a virtual environment", ", from files of the host");
    private static final Pattern REQUIREMENT =
            Pattern.compile(
                    "([A-Za-z0-9][A-Za-z0-9._-]*)\\s*(?:\\[[^\\]]*\\])?\\s*((?:(?:===|==|~=|!=|<=|>=|<|>)[^;]*)?)(;.*)?");

    /** One package that is asked for. @param name empty for an address of one */
    private record Wanted(String written, String name, String versions) {}

    private PipStates() {}

    static List<Function> all() {
        return SUPPORT.behind(
                List.of(
                        Function.named("pip.installed")
                                .doc(
                                        "Python packages in these versions, or what a requirements"
                                                + " file names.")
                                .takes(
                                        "name, pkgs=None, pip_bin=None, requirements=None,"
                                                + " bin_env=None, use_wheel=False, no_use_wheel=False,"
                                                + " log=None, proxy=None, timeout=None, repo=None,"
                                                + " editable=None, find_links=None, index_url=None,"
                                                + " extra_index_url=None, no_index=False, mirrors=None,"
                                                + " build=None, target=None, download=None,"
                                                + " download_cache=None, source=None, upgrade=False,"
                                                + " force_reinstall=False, ignore_installed=False,"
                                                + " exists_action=None, no_deps=False,"
                                                + " no_install=False, no_download=False,"
                                                + " install_options=None, global_options=None,"
                                                + " user=None, cwd=None, pre_releases=False, cert=None,"
                                                + " allow_all_external=False, allow_external=None,"
                                                + " allow_unverified=None,"
                                                + " process_dependency_links=False, env_vars=None,"
                                                + " use_vt=False, trusted_host=None,"
                                                + " no_cache_dir=False, cache_dir=None, no_binary=None,"
                                                + " extra_args=None, **kwargs")
                                .runs(PipStates::installed),
                        Function.named("pip.removed")
                                .doc("No such Python package.")
                                .takes(
                                        "name, requirements=None, bin_env=None, log=None,"
                                                + " proxy=None, timeout=None, user=None, cwd=None,"
                                                + " use_vt=False")
                                .runs(PipStates::removed)));
    }

    private static ObjectNode with(Call call, String... names) {
        ObjectNode out = Json.object();
        for (String name : names) {
            out.set(name, call.value(name));
        }
        JsonNode program = call.optional("pip_bin");
        if (call.value("bin_env").isNull() && !program.isNull()) {
            out.set("bin_env", program);
        }
        return out;
    }

    private static ObjectNode where(Call call) {
        return with(call, "bin_env", "user", "cwd").set("env_vars", call.optional("env_vars"));
    }

    /** Name in lower case to name and version. */
    private static Map<String, Map.Entry<String, String>> there(Call call) throws Exception {
        var out = new java.util.LinkedHashMap<String, Map.Entry<String, String>>();
        for (Map.Entry<String, JsonNode> e :
                new Exec(call).with("pip.list", where(call)).properties()) {
            out.put(same(e.getKey()), Map.entry(e.getKey(), e.getValue().asText()));
        }
        return out;
    }

    private static String same(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
    }

    private static Wanted wanted(String written) {
        Matcher m = REQUIREMENT.matcher(written.strip());
        if (m.matches()) {
            return new Wanted(written, m.group(1), m.group(2).strip());
        }
        if (written.contains("/") || written.contains("+")) {
            return new Wanted(written, "", "");
        }
        throw new ModuleError.Failed(
                written.contains("=") && !written.contains("==")
                        ? "Invalid version specification in package "
                                + written
                                + ". '=' is not supported, use '==' instead."
                        : "pip raised an exception while parsing '" + written + "'");
    }

    private static JsonNode installed(Call call) throws Exception {
        boolean listed = Values.isTrue(call.value("pkgs"));
        if (listed && !call.value("pkgs").isArray()) {
            return StateResult.of(call).failed("pkgs argument must be formatted as a list").tree();
        }
        List<String> names = listed ? Call.texts(call.value("pkgs")) : List.of(call.text("name"));
        StateResult result = StateResult.named(String.join(";", names));
        var exec = new Exec(call);
        try {
            exec.with("pip.version", with(call, "bin_env"));
        } catch (ModuleError e) {
            return result.failed("Error installing '" + call.text("name") + "': " + e.getMessage())
                    .tree();
        }
        if (call.given("user").isPresent() && exec.run("user.info", call.text("user")).isEmpty()) {
            return result.failed("User " + call.text("user") + " does not exist").tree();
        }
        return Values.isTrue(call.value("requirements")) || Values.isTrue(call.value("editable"))
                ? fromFile(call, result)
                : packages(call, result, names);
    }

    private static JsonNode install(Call call, List<String> packages, boolean dry)
            throws Exception {
        ObjectNode how =
                with(
                        call,
                        "requirements",
                        "bin_env",
                        "log",
                        "proxy",
                        "timeout",
                        "editable",
                        "find_links",
                        "index_url",
                        "extra_index_url",
                        "no_index",
                        "mirrors",
                        "build",
                        "target",
                        "download",
                        "download_cache",
                        "upgrade",
                        "force_reinstall",
                        "ignore_installed",
                        "exists_action",
                        "no_deps",
                        "global_options",
                        "install_options",
                        "user",
                        "cwd",
                        "pre_releases",
                        "cert",
                        "env_vars",
                        "trusted_host",
                        "no_cache_dir",
                        "extra_args",
                        "cache_dir",
                        "no_binary");
        how.set("pkgs", Values.texts(packages));
        how.put("dry_run", dry);
        return new Exec(call).with("pip.install", how);
    }

    private static boolean failed(JsonNode ran) {
        return ran.path("retcode").asInt(1) != 0;
    }

    private static String error(JsonNode ran) {
        return "Error: " + ran.path("stdout").asText() + " " + ran.path("stderr").asText();
    }

    private static JsonNode fromFile(Call call, StateResult result) throws Exception {
        Optional<String> file = call.given("requirements");
        Optional<String> source = call.given("editable");
        var words = new ArrayList<String>();
        if (call.context().test()) {
            file.ifPresent(f -> words.add("Requirements file '" + f + "' will be processed."));
            source.ifPresent(
                    s ->
                            words.add(
                                    "Package will be installed in editable mode (i.e. setuptools"
                                            + " \"develop mode\") from "
                                            + s
                                            + "."));
            return result.would(String.join(" ", words)).tree();
        }
        JsonNode ran = install(call, List.of(), false);
        if (failed(ran)) {
            file.ifPresent(f -> words.add("Unable to process requirements file \"" + f + "\""));
            source.ifPresent(s -> words.add("Unable to install from VCS checkout " + s + "."));
            words.add(error(ran));
            return result.failed(String.join(" ", words)).tree();
        }
        if (file.isPresent()) {
            boolean changed =
                    ran.path("stdout")
                            .asText()
                            .lines()
                            .anyMatch(l -> l.strip().startsWith("Successfully installed"));
            if (changed) {
                result.change("requirements", Values.of(true));
            }
            words.add(
                    changed
                            ? "Successfully processed requirements file " + file.get() + "."
                            : "Requirements were already installed.");
        }
        if (source.isPresent()) {
            words.add("Package successfully installed from VCS checkout " + source.get() + ".");
            result.change("editable", Values.of(true));
        }
        return result.done(String.join(" ", words)).tree();
    }

    /** Whether a package must be worked on. */
    private static boolean isMissing(
            Call call, Wanted one, Map<String, Map.Entry<String, String>> there) throws Exception {
        Map.Entry<String, String> now = there.get(same(one.name()));
        if (one.name().isEmpty()
                || now == null
                || call.flag("force_reinstall")
                || call.flag("ignore_installed")
                || !PythonVersion.fits(now.getValue(), one.versions())) {
            return true;
        }
        if (!call.flag("upgrade")) {
            return false;
        }
        JsonNode dry = install(call, List.of(one.written()), true);
        return failed(dry) || dry.path("stdout").asText().contains("Would install ");
    }

    private static JsonNode packages(Call call, StateResult result, List<String> names)
            throws Exception {
        var wanted = new ArrayList<Wanted>();
        for (String name : names) {
            try {
                wanted.add(wanted(name));
            } catch (ModuleError.Failed e) {
                return result.failed(e.getMessage()).tree();
            }
        }
        Map<String, Map.Entry<String, String>> before = there(call);
        var missing = new ArrayList<Wanted>();
        var words = new ArrayList<String>();
        for (Wanted one : wanted) {
            if (isMissing(call, one, before)) {
                missing.add(one);
            } else {
                words.add("Python package " + one.written() + " was already installed");
            }
        }
        if (missing.isEmpty()) {
            words.add(
                    "All specified packages are already installed"
                            + (call.flag("upgrade") ? " and up-to-date" : ""));
            return result.done(String.join("\n", words)).tree();
        }
        List<String> written = missing.stream().map(Wanted::written).toList();
        if (call.context().test()) {
            return result.would(
                            wanted.size() > 1
                                    ? "Python package(s) set to be installed:\n"
                                            + String.join("\n", names)
                                    : "Python package "
                                            + written.getFirst()
                                            + " is set to be installed")
                    .tree();
        }
        JsonNode ran = install(call, written, false);
        if (failed(ran)) {
            words.add(
                    "Failed to install packages: "
                            + String.join(", ", written)
                            + ". "
                            + error(ran));
            return result.failed(String.join("\n", words)).tree();
        }
        Map<String, Map.Entry<String, String>> after = there(call);
        var unseen = new ArrayList<String>();
        for (Wanted one : missing) {
            Map.Entry<String, String> now = after.get(same(one.name()));
            if (one.name().isEmpty()) {
                result.change(one.written() + "==???", "Installed");
            } else if (now == null) {
                unseen.add(
                        "There was no error installing package '"
                                + one.written()
                                + "' although it does not show when calling 'pip.freeze'.");
            } else {
                result.change(one.name() + "==" + now.getValue(), "Installed");
            }
        }
        words.addAll(
                unseen.isEmpty() ? List.of("All packages were successfully installed") : unseen);
        return result.done(String.join("\n", words)).tree();
    }

    private static JsonNode removed(Call call) throws Exception {
        String name = call.text("name");
        StateResult result = StateResult.of(call);
        ObjectNode where = with(call, "bin_env", "user", "cwd");
        try {
            if (!Values.isTrue(new Exec(call).with("pip.is_installed", where, Values.text(name)))) {
                return result.done("Package is not installed.").tree();
            }
        } catch (ModuleError e) {
            return result.failed("Error uninstalling '" + name + "': " + e.getMessage()).tree();
        }
        if (call.context().test()) {
            return result.would("Package " + name + " is set to be removed").tree();
        }
        ObjectNode how =
                with(call, "requirements", "bin_env", "log", "proxy", "timeout", "user", "cwd");
        how.put("pkgs", name);
        JsonNode ran = new Exec(call).with("pip.uninstall", how);
        return failed(ran)
                ? result.failed("Could not remove package.").tree()
                : result.change(name, "Removed").done("Package was successfully removed.").tree();
    }
}
