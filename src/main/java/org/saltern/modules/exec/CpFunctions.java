package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Machine;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Templates;
import org.saltern.modules.Values;

/** {@code cp.*}: files of the master on the minion. */
final class CpFunctions {
    private static final int OWNER_ONLY = 0600;

    private CpFunctions() {}

    static List<Function> all() {
        var all = new ArrayList<Function>();
        all.addAll(fetching());
        all.addAll(caching());
        return all;
    }

    private static List<Function> fetching() {
        return List.of(
                Function.named("cp.get_file")
                        .doc(
                                "Copies a file of the master to the minion; answers where it is, ''"
                                        + " when there is none, False when the folder for it is"
                                        + " missing.\n\n"
                                        + "    salt '*' cp.get_file salt://vimrc /etc/vimrc"
                                        + " makedirs=True")
                        .takes(
                                "path, dest, saltenv=None, makedirs=False, template=None,"
                                        + " gzip=None, **kwargs")
                        .runs(CpFunctions::getFile),
                Function.named("cp.get_template")
                        .doc("Renders a file of the master to a path of the minion.")
                        .takes(
                                "path, dest, template='jinja', saltenv=None, makedirs=False,"
                                        + " **kwargs")
                        .runs(CpFunctions::getTemplate),
                Function.named("cp.get_url")
                        .doc(
                                "Copies a file from salt://, http(s)://, file:// or a path to the"
                                        + " minion; answers where it is, or False. Without dest it"
                                        + " stays in the cache; with dest None its content is the"
                                        + " answer.")
                        .takes("path, dest='', saltenv=None, makedirs=False, source_hash=None")
                        .runs(CpFunctions::getUrl),
                Function.named("cp.get_file_str")
                        .doc(
                                "Answers the content of a file of the master, False when there is"
                                        + " none.")
                        .takes("path, saltenv=None")
                        .runs(CpFunctions::content),
                Function.named("cp.get_dir")
                        .doc(
                                "Copies a directory of the master into the directory dest; answers"
                                        + " the files written.")
                        .takes("path, dest, saltenv=None, template=None, gzip=None, **kwargs")
                        .runs(CpFunctions::getDir));
    }

    private static List<Function> caching() {
        return List.of(
                Function.named("cp.cache_file")
                        .doc(
                                "Brings a file into the minion's cache; answers where it is, False"
                                        + " when there is none.")
                        .takes(
                                "path, saltenv=None, source_hash=None, verify_ssl=True,"
                                        + " use_etag=False")
                        .runs(call -> cacheOne(call, call.text("path"))),
                Function.named("cp.cache_files")
                        .doc("Brings several files into the minion's cache; answers where each is.")
                        .takes("paths, saltenv=None")
                        .runs(CpFunctions::cacheSeveral),
                Function.named("cp.cache_dir")
                        .doc(
                                "Brings all files of a directory of the master into the cache;"
                                        + " answers where they are.")
                        .takes(
                                "path, saltenv=None, include_empty=False, include_pat=None,"
                                        + " exclude_pat=None")
                        .runs(CpFunctions::cacheDir),
                Function.named("cp.cache_master")
                        .doc(
                                "Brings all files of the environment into the cache; answers where"
                                        + " they are.")
                        .takes("saltenv=None")
                        .runs(call -> cacheAll(call, call.context().files().files(env(call), ""))),
                Function.named("cp.cache_local_file")
                        .doc(
                                "Copies a file of the minion into the cache, under localfiles;"
                                        + " answers where it is.")
                        .arg("path")
                        .runs(CpFunctions::cacheLocal),
                Function.named("cp.cache_dest")
                        .doc("Answers where cp.cache_file puts this file.")
                        .takes("url, saltenv=None")
                        .runs(call -> Values.text(destination(call, call.text("url")))),
                Function.named("cp.is_cached")
                        .doc(
                                "Answers where a file of the master is in the cache, '' when it is"
                                        + " not there.")
                        .takes("path, saltenv=None")
                        .runs(CpFunctions::isCached));
    }

    static String env(Call call) {
        return call.given("saltenv").orElse(Options.environment(call.context()));
    }

    private static void refuseTemplate(Call call) {
        if (Values.isTrue(call.value("template"))) {
            throw new ModuleError.Failed(
                    "Attempted to render file with unavailable engine " + call.text("template"));
        }
    }

    private static JsonNode getFile(Call call) throws Exception {
        refuseTemplate(call);
        Optional<String> cached = Downloads.of(call).cache(call.text("path"), env(call));
        if (cached.isEmpty()) {
            return Values.text("");
        }
        String to = target(call.machine(), call.text("dest"), cached.get());
        return place(call, cached.get(), to) ? Values.text(to) : Values.of(false);
    }

    private static JsonNode getTemplate(Call call) throws Exception {
        Optional<String> cached = Downloads.of(call).cache(call.text("path"), env(call));
        if (cached.isEmpty()) {
            return Values.text("");
        }
        ObjectNode variables = Json.object();
        call.keywords()
                .properties()
                .forEach(
                        e -> {
                            if (!e.getKey().startsWith("__")) {
                                variables.set(e.getKey(), e.getValue());
                            }
                        });
        String text = new String(call.machine().read(cached.get()), StandardCharsets.UTF_8);
        var template =
                new Templates.Template(
                        call.text("template"), text, call.text("path"), env(call), variables);
        String made = call.context().templates().render(call.context(), template);
        String to = target(call.machine(), call.text("dest"), cached.get());
        if (!Paths.isDirectory(call.machine(), Paths.parent(to))) {
            if (!call.flag("makedirs")) {
                return Values.text("");
            }
            Paths.makeDirectories(call.machine(), Paths.parent(to));
        }
        call.machine().write(to, made.getBytes(StandardCharsets.UTF_8));
        call.machine().setMode(to, OWNER_ONLY);
        return Values.text(to);
    }

    /** A directory, or a name that ends in '/', takes the file under its own name. */
    private static String target(Machine machine, String dest, String from) throws IOException {
        String to = Paths.absolute(Paths.expanded(machine, dest));
        boolean directory = to.endsWith("/") || Paths.isDirectory(machine, to);
        return directory ? to.replaceFirst("/+$", "") + "/" + Paths.name(from) : to;
    }

    private static boolean place(Call call, String from, String to) throws IOException {
        Machine machine = call.machine();
        if (!Paths.isDirectory(machine, Paths.parent(to))) {
            if (!call.flag("makedirs")) {
                return false;
            }
            Paths.makeDirectories(machine, Paths.parent(to));
        }
        machine.write(to, machine.read(from));
        return true;
    }

    private static JsonNode getUrl(Call call) throws Exception {
        Optional<String> cached = Downloads.of(call).cache(call.text("path"), env(call));
        if (cached.isEmpty()) {
            return Values.of(false);
        }
        checkSum(call, cached.get());
        if (call.value("dest").isNull()) {
            return Values.text(
                    new String(call.machine().read(cached.get()), StandardCharsets.UTF_8));
        }
        if (call.text("dest").isEmpty()) {
            return Values.text(cached.get());
        }
        String to = target(call.machine(), call.text("dest"), cached.get());
        return place(call, cached.get(), to) ? Values.text(to) : Values.of(false);
    }

    private static void checkSum(Call call, String file) throws IOException {
        Optional<String> wanted = call.given("source_hash");
        if (wanted.isEmpty()) {
            return;
        }
        String[] parts = wanted.get().split("[=:]", 2);
        String type = parts.length == 2 ? parts[0] : "sha256";
        try (InputStream in = call.machine().open(file)) {
            if (!Hashes.of(type, in).equalsIgnoreCase(parts[parts.length - 1])) {
                throw new ModuleError.Failed(
                        "The hash of " + call.text("path") + " is not " + wanted.get());
            }
        }
    }

    private static JsonNode content(Call call) throws Exception {
        Optional<String> cached = Downloads.of(call).cache(call.text("path"), env(call));
        if (cached.isEmpty()) {
            return Values.of(false);
        }
        return Values.text(new String(call.machine().read(cached.get()), StandardCharsets.UTF_8));
    }

    private static JsonNode getDir(Call call) throws Exception {
        refuseTemplate(call);
        String from = SaltUrl.of(call.text("path"), env(call)).path().replaceFirst("/+$", "");
        String above = Paths.parent(from);
        String to =
                Paths.absolute(Paths.expanded(call.machine(), call.text("dest")))
                        .replaceFirst("/+$", "");
        ArrayNode written = Json.array();
        for (String file : call.context().files().files(env(call), "")) {
            if (!from.isEmpty() && !file.startsWith(from + "/")) {
                continue;
            }
            Optional<String> cached = Downloads.of(call).cache("salt://|" + file, env(call));
            if (cached.isPresent()) {
                String target =
                        to + "/" + (above.isEmpty() ? file : file.substring(above.length() + 1));
                Paths.makeDirectories(call.machine(), Paths.parent(target));
                call.machine().write(target, call.machine().read(cached.get()));
                written.add(target);
            }
        }
        return written;
    }

    private static JsonNode cacheOne(Call call, String path) throws Exception {
        Optional<String> cached = Downloads.of(call).cache(path, env(call));
        return cached.isPresent() ? Values.text(cached.get()) : Values.of(false);
    }

    private static JsonNode cacheSeveral(Call call) throws Exception {
        ArrayNode out = Json.array();
        for (String path : call.texts("paths")) {
            out.add(cacheOne(call, path));
        }
        return out;
    }

    private static JsonNode cacheDir(Call call) throws Exception {
        String prefix = SaltUrl.of(call.text("path"), env(call)).path().replaceFirst("/+$", "");
        List<String> wanted =
                call.context().files().files(env(call), "").stream()
                        .filter(f -> prefix.isEmpty() || f.startsWith(prefix + "/"))
                        .filter(f -> call.given("include_pat").map(p -> matches(p, f)).orElse(true))
                        .filter(
                                f ->
                                        call.given("exclude_pat")
                                                .map(p -> !matches(p, f))
                                                .orElse(true))
                        .toList();
        return cacheAll(call, wanted);
    }

    /** A pattern is a glob, or a regular expression after {@code E@}. */
    private static boolean matches(String pattern, String path) {
        return pattern.startsWith("E@")
                ? Patterns.compile(pattern.substring(2)).matcher(path).find()
                : Globs.matches(pattern, path);
    }

    private static JsonNode cacheAll(Call call, List<String> paths) throws Exception {
        ArrayNode out = Json.array();
        for (String path : paths) {
            Downloads.of(call).cache("salt://|" + path, env(call)).ifPresent(out::add);
        }
        return out;
    }

    private static JsonNode cacheLocal(Call call) throws IOException {
        String path = Paths.absolute(call.text("path"));
        if (!Paths.isFile(call.machine(), path)) {
            return Values.text("");
        }
        String to = Options.cacheDir(call.context()) + "/localfiles" + Paths.normal(path);
        Paths.makeDirectories(call.machine(), Paths.parent(to));
        call.machine().write(to, call.machine().read(path));
        return Values.text(to);
    }

    private static String destination(Call call, String url) {
        if (url.startsWith("http://") || url.startsWith("https://")) {
            return Downloads.of(call).cachedFromWeb(url, env(call));
        }
        return url.startsWith("/") ? url : Downloads.of(call).cached(SaltUrl.of(url, env(call)));
    }

    private static JsonNode isCached(Call call) throws IOException {
        String to = destination(call, call.text("path"));
        return Values.text(Paths.isFile(call.machine(), to) ? to : "");
    }
}
