package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Command;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Ran;
import org.saltern.modules.Values;

/**
 * {@code pip.*}: Python packages, of a virtual environment or of the interpreter that {@code bin_env} names, else of the
 * machine's {@code python3} (Salt takes the Python that it runs on itself).
 */
final class PipFunctions {
    /** Options of pip install that take a value, by argument. */
    private static final Map<String, String> VALUES =
            ordered(
                    "log", "--log",
                    "proxy", "--proxy",
                    "timeout", "--timeout",
                    "index_url", "--index-url",
                    "build", "--build",
                    "target", "--target",
                    "exists_action", "--exists-action",
                    "cert", "--cert",
                    "cache_dir", "--cache-dir",
                    "no_binary", "--no-binary");

    /** Options that are there or not. */
    private static final Map<String, String> FLAGS =
            ordered(
                    "no_index", "--no-index",
                    "upgrade", "--upgrade",
                    "force_reinstall", "--force-reinstall",
                    "ignore_installed", "--ignore-installed",
                    "no_deps", "--no-deps",
                    "pre_releases", "--pre",
                    "no_cache_dir", "--no-cache-dir");

    /** Options that may be there many times. */
    private static final Map<String, String> LISTS =
            ordered(
                    "find_links", "--find-links",
                    "extra_index_url", "--extra-index-url",
                    "trusted_host", "--trusted-host",
                    "global_options", "--global-option",
                    "editable", "--editable");

    private PipFunctions() {}

    private static Map<String, String> ordered(String... pairs) {
        var out = new LinkedHashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            out.put(pairs[i], pairs[i + 1]);
        }
        return java.util.Collections.unmodifiableMap(out);
    }

    static List<Function> all() {
        String where = "bin_env=None, user=None, cwd=None, ";
        return List.of(
                Function.named("pip.version")
                        .doc("Answers the version of pip.")
                        .takes("bin_env=None, cwd=None, user=None")
                        .runs(PipFunctions::version),
                Function.named("pip.list")
                        .doc("Answers the packages with their versions.")
                        .takes("prefix=None, " + where + "env_vars=None, **kwargs")
                        .runs(PipFunctions::list),
                Function.named("pip.freeze")
                        .doc("Answers the packages as a requirements file names them.")
                        .takes(where + "use_vt=False, env_vars=None, **kwargs")
                        .runs(
                                call ->
                                        Values.texts(
                                                must(call, List.of("freeze", "--all"))
                                                        .lines()
                                                        .toList())),
                Function.named("pip.is_installed")
                        .doc("Answers whether a package is there.")
                        .takes("pkgname=None, " + where + "**kwargs")
                        .runs(
                                call ->
                                        Values.of(
                                                packages(call).stream()
                                                        .anyMatch(
                                                                p ->
                                                                        same(p.path("name")
                                                                                        .asText())
                                                                                .equals(
                                                                                        same(
                                                                                                call
                                                                                                        .text(
                                                                                                                "pkgname")))))),
                Function.named("pip.install")
                        .doc(
                                "Installs packages or what requirements files name; answers what"
                                        + " pip said.")
                        .takes(
                                "pkgs=None, requirements=None, bin_env=None, use_wheel=False,"
                                        + " no_use_wheel=False, log=None, proxy=None, timeout=None,"
                                        + " editable=None, find_links=None, index_url=None,"
                                        + " extra_index_url=None, no_index=False, mirrors=None,"
                                        + " build=None, target=None, download=None,"
                                        + " download_cache=None, source=None, upgrade=False,"
                                        + " force_reinstall=False, ignore_installed=False,"
                                        + " exists_action=None, no_deps=False, no_install=False,"
                                        + " no_download=False, global_options=None,"
                                        + " install_options=None, user=None, cwd=None,"
                                        + " pre_releases=False, cert=None, env_vars=None, use_vt=False,"
                                        + " trusted_host=None, no_cache_dir=False, extra_args=None,"
                                        + " cache_dir=None, no_binary=None, dry_run=False, **kwargs")
                        .runs(PipFunctions::install),
                Function.named("pip.uninstall")
                        .doc("Removes packages; answers what pip said.")
                        .takes(
                                "pkgs=None, requirements=None, bin_env=None, log=None, proxy=None,"
                                        + " timeout=None, user=None, cwd=None, saltenv='base',"
                                        + " use_vt=False")
                        .runs(PipFunctions::uninstall));
    }

    /** A package's name as an index compares it: case and kind of dashes do not matter. */
    static String same(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
    }

    private static List<String> program(Call call) throws IOException {
        Optional<String> environment = call.given("bin_env");
        if (environment.isEmpty()) {
            return List.of("python3", "-m", "pip");
        }
        String path = Paths.absolute(environment.get());
        if (Paths.isDirectory(call.machine(), path)) {
            for (String python : List.of(path + "/python", path + "/bin/python")) {
                if (Paths.isFile(call.machine(), python)) {
                    return List.of(python, "-m", "pip");
                }
            }
            throw new ModuleError.Missing("Could not find a pip binary in virtualenv " + path);
        }
        if (!Paths.isFile(call.machine(), path)) {
            throw new ModuleError.Missing(
                    "Access denied to " + path + ", could not find a pip binary");
        }
        return Paths.name(path).contains("python") ? List.of(path, "-m", "pip") : List.of(path);
    }

    private static Ran run(Call call, List<String> arguments)
            throws IOException, InterruptedException {
        var argv = new ArrayList<>(program(call));
        argv.addAll(arguments);
        Command command = Command.of(argv);
        Optional<String> user = call.given("user");
        var env = new LinkedHashMap<String, String>();
        env.put("PIP_DISABLE_PIP_VERSION_CHECK", "1");
        if (user.isPresent()) {
            env.putAll(LoginEnvironment.of(call.machine(), user.get(), "/bin/sh"));
            command = command.as(user.get());
        }
        if (call.given("cwd").isPresent()) {
            command = command.in(Paths.absolute(call.text("cwd")));
        } else {
            command = command.in("/");
        }
        JsonNode more = call.optional("env_vars");
        if (more.isObject()) {
            more.properties().forEach(e -> env.put(e.getKey(), Values.asText(e.getValue())));
        }
        return Running.run(call, command.withEnv(env));
    }

    private static String must(Call call, List<String> arguments)
            throws IOException, InterruptedException {
        Ran ran = run(call, arguments);
        if (!ran.ok()) {
            throw new ModuleError.Failed(ran.errors().strip());
        }
        return ran.text().stripTrailing();
    }

    private static JsonNode version(Call call) throws IOException, InterruptedException {
        Ran ran = run(call, List.of("--version"));
        Matcher m = Pattern.compile("pip (\\S+).*", Pattern.DOTALL).matcher(ran.text());
        if (!ran.ok() || !m.matches()) {
            throw new ModuleError.Failed("Could not find a `pip` binary");
        }
        return Values.text(m.group(1));
    }

    private static List<JsonNode> packages(Call call) throws IOException, InterruptedException {
        var out = new ArrayList<JsonNode>();
        Json.parse(must(call, List.of("list", "--format=json"))).forEach(out::add);
        return out;
    }

    private static JsonNode list(Call call) throws IOException, InterruptedException {
        String prefix = call.given("prefix").orElse("").toLowerCase(Locale.ROOT);
        ObjectNode out = Json.object();
        for (JsonNode one : packages(call)) {
            String name = one.path("name").asText();
            if (name.toLowerCase(Locale.ROOT).startsWith(prefix)) {
                out.set(name, one.path("version"));
            }
        }
        return out;
    }

    private static ObjectNode answer(Ran ran) {
        return Json.object()
                .put("pid", ran.pid())
                .put("retcode", ran.exit())
                .put("stdout", ran.text().stripTrailing())
                .put("stderr", ran.errors().stripTrailing());
    }

    private static List<String> listed(JsonNode given) {
        return given.isArray()
                ? Call.texts(given)
                : Values.isTrue(given) ? Call.texts(given) : List.of();
    }

    /** Requirements files as arguments; those of the master are fetched first. */
    private static List<String> requirements(Call call) throws Exception {
        var out = new ArrayList<String>();
        for (String file : listed(call.value("requirements"))) {
            String local = file;
            if (file.startsWith("salt://")) {
                JsonNode cached =
                        Running.other(call, "cp.cache_file", Json.object(), Values.text(file));
                if (!cached.isTextual()) {
                    throw new ModuleError.Failed("pip requirements file '" + file + "' not found");
                }
                local = cached.textValue();
            }
            out.addAll(List.of("--requirement", local));
        }
        return out;
    }

    private static JsonNode install(Call call) throws Exception {
        for (String gone : List.of("install_options", "mirrors", "download_cache")) {
            if (Values.isTrue(call.value(gone))) {
                throw new ModuleError.BadRequest("pip has no option for " + gone + " any more");
            }
        }
        var argv = new ArrayList<String>();
        argv.add(Values.isTrue(call.value("download")) ? "download" : "install");
        if (Values.isTrue(call.value("download"))) {
            argv.addAll(List.of("--dest", call.text("download")));
        }
        if (call.flag("dry_run")) {
            argv.add("--dry-run");
        }
        argv.addAll(requirements(call));
        for (Map.Entry<String, String> e : VALUES.entrySet()) {
            if (Values.isTrue(call.value(e.getKey()))) {
                argv.addAll(
                        List.of(
                                e.getValue(),
                                String.join(",", Call.texts(call.value(e.getKey())))));
            }
        }
        for (Map.Entry<String, String> e : LISTS.entrySet()) {
            for (String one : listed(call.value(e.getKey()))) {
                argv.addAll(List.of(e.getValue(), one));
            }
        }
        for (Map.Entry<String, String> e : FLAGS.entrySet()) {
            if (call.flag(e.getKey())) {
                argv.add(e.getValue());
            }
        }
        for (JsonNode extra : call.value("extra_args")) {
            if (extra.isObject()) {
                extra.properties()
                        .forEach(
                                e -> argv.addAll(List.of(e.getKey(), Values.asText(e.getValue()))));
            } else {
                argv.add(Values.asText(extra));
            }
        }
        for (String name : listed(call.value("pkgs"))) {
            argv.add(Running.name(name.replace(';', ',')));
        }
        return answer(run(call, argv));
    }

    private static JsonNode uninstall(Call call) throws Exception {
        var argv = new ArrayList<>(List.of("uninstall", "-y"));
        argv.addAll(requirements(call));
        for (String option : List.of("log", "proxy", "timeout")) {
            if (Values.isTrue(call.value(option))) {
                argv.addAll(List.of("--" + option, call.text(option)));
            }
        }
        for (String name : listed(call.value("pkgs"))) {
            argv.add(Running.name(name));
        }
        return answer(run(call, argv));
    }
}
