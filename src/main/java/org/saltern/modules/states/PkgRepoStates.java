package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Support;
import org.saltern.modules.Values;
import org.saltern.modules.exec.AtomicFile;
import org.saltern.modules.exec.Downloads;
import org.saltern.modules.exec.Paths;
import org.saltern.modules.exec.Texts;

/** {@code pkgrepo.*}: sources of packages, for apt (one-line and deb822 files) and for dnf and yum. */
final class PkgRepoStates {
    private static final Support SUPPORT =
            Support.compared(
                    "sources.list and .sources files; yum.repos.d (not tested)",
                    ", one-line file without key");

    private static final String TEST =
            ". This may cause pkg states to behave differently than stated if this action is"
                    + " repeated without test=True, due to the differences in the configured"
                    + " repositories.";

    private PkgRepoStates() {}

    static List<Function> all() {
        return SUPPORT.behind(
                List.of(
                        Function.named("pkgrepo.managed")
                                .doc(
                                        "A source of packages: for apt a line (file, key_url,"
                                                + " comps, dist, signedby), for dnf baseurl, gpgkey and"
                                                + " their like.")
                                .takes("name, ppa=None, copr=None, aptkey=True, **kwargs")
                                .runs(PkgRepoStates::managed),
                        Function.named("pkgrepo.absent")
                                .doc("No such source of packages.")
                                .takes("name, **kwargs")
                                .runs(PkgRepoStates::absent)));
    }

    private static boolean isApt(Call call) throws IOException {
        return call.machine().which("apt-get").isPresent();
    }

    private static JsonNode managed(Call call) throws Exception {
        StateResult result = StateResult.of(call);
        if (Values.isTrue(call.value("ppa")) || Values.isTrue(call.value("copr"))) {
            return result.failed(
                            "ppa and copr are not supported by this minion; give the line of the"
                                    + " repository and its key_url")
                    .tree();
        }
        if (Values.isTrue(call.keyword("keyid")) || Values.isTrue(call.keyword("keyserver"))) {
            return result.failed(
                            "keyid and keyserver are not supported by this minion; give the key"
                                    + " with key_url")
                    .tree();
        }
        try {
            return isApt(call) ? apt(call, result) : yum(call, result);
        } catch (ModuleError.Failed e) {
            return result.changes(org.saltern.base.Json.object())
                    .failed(
                            "Failed to configure repo '"
                                    + call.text("name")
                                    + "': "
                                    + e.getMessage())
                    .tree();
        }
    }

    private static List<String> lines(Call call, String path) throws IOException {
        return Paths.isFile(call.machine(), path)
                ? new ArrayList<>(Texts.read(call.machine(), path).text().lines().toList())
                : new ArrayList<>();
    }

    private static AptSource source(Call call) {
        return AptSource.of(call.text("name"))
                .orElseThrow(
                        () ->
                                new ModuleError.Failed(
                                        "the name must be a line such as 'deb http://… suite main',"
                                                + " not '"
                                                + call.text("name")
                                                + "'"))
                .with(call.keywords());
    }

    private static String file(Call call) {
        JsonNode given = call.keyword("file");
        return given.isNull() ? "/etc/apt/sources.list" : Values.asText(given);
    }

    private static JsonNode apt(Call call, StateResult result) throws Exception {
        AptSource wanted = source(call);
        String file = file(call);
        if (!file.startsWith("/")) {
            throw new ModuleError.Failed("file must be an absolute path: " + file);
        }
        Optional<Key> key = key(call, wanted);
        boolean deb822 = file.endsWith(".sources");
        List<String> before = lines(call, file);
        List<String> after =
                deb822
                        ? wanted.paragraph().lines().toList()
                        : edited(
                                Values.isTrue(call.keyword("clean_file")) ? List.of() : before,
                                wanted);
        boolean same = before.equals(after);
        boolean keyed = key.isEmpty() || key.get().isThere(call);
        String name = call.text("name");
        if (same && keyed) {
            return result.done("Package repo '" + name + "' already configured").tree();
        }
        if (call.context().test()) {
            return result.change("repo", name)
                    .would("Package repo '" + name + "' would be configured" + TEST)
                    .tree();
        }
        if (!keyed) {
            key.get().write(call);
        }
        if (!same) {
            write(call, file, String.join("\n", after) + "\n");
        }
        return configured(call, result);
    }

    private static JsonNode configured(Call call, StateResult result) throws Exception {
        JsonNode refresh = call.keyword("refresh");
        if (refresh.isNull() || Values.isTrue(refresh)) {
            new Exec(call).run("pkg.refresh_db", new JsonNode[0]);
        }
        return result.change("repo", call.text("name"))
                .done("Configured package repo '" + call.text("name") + "'")
                .tree();
    }

    private static void write(Call call, String file, String text) throws IOException {
        Paths.makeDirectories(call.machine(), Paths.parent(file));
        AtomicFile.write(call.machine(), file, text.getBytes(StandardCharsets.UTF_8), 0644, true);
    }

    /** The line in the place of the one for the same source; others of it go. */
    private static List<String> edited(List<String> before, AptSource wanted) {
        var out = new ArrayList<String>();
        boolean done = false;
        for (String line : before) {
            Optional<AptSource> there = AptSource.of(line);
            if (there.filter(wanted::isSame).isEmpty()) {
                out.add(line);
            } else if (!done) {
                out.add(there.get().equals(wanted) ? line : wanted.line());
                done = true;
            }
        }
        if (!done) {
            out.add(wanted.line());
        }
        return out;
    }

    /** A key that packages of a source are signed with, and where it belongs. */
    private record Key(String path, byte[] content) {
        boolean isThere(Call call) throws IOException {
            return Paths.isFile(call.machine(), path)
                    && Arrays.equals(call.machine().read(path), content);
        }

        void write(Call call) throws IOException {
            Paths.makeDirectories(call.machine(), Paths.parent(path));
            AtomicFile.write(call.machine(), path, content, 0644, true);
        }
    }

    private static Optional<Key> key(Call call, AptSource wanted)
            throws IOException, InterruptedException {
        JsonNode url = call.keyword("key_url");
        if (!Values.isTrue(url)) {
            return Optional.empty();
        }
        String from = Values.asText(url);
        String at =
                Downloads.of(call)
                        .cache(from, call.context().state().environment())
                        .orElseThrow(() -> new ModuleError.Failed("there is no key at " + from));
        byte[] content = call.machine().read(at);
        boolean armoured =
                new String(content, StandardCharsets.ISO_8859_1).contains("BEGIN PGP PUBLIC KEY");
        String signed = wanted.options().get("signed-by");
        if (signed == null) {
            if (!call.flag("aptkey")) {
                throw new ModuleError.Failed("aptkey: False needs a signed-by for the key");
            }
            String name =
                    Paths.name(from)
                            .replaceAll("[^A-Za-z0-9._-]", "_")
                            .replaceFirst("\\.\\w+$", "");
            return Optional.of(
                    new Key(
                            "/etc/apt/trusted.gpg.d/" + name + (armoured ? ".asc" : ".gpg"),
                            content));
        }
        boolean binary = signed.endsWith(".gpg");
        return Optional.of(new Key(signed, armoured && binary ? bare(content) : content));
    }

    /** The bytes inside an ASCII armour. */
    private static byte[] bare(byte[] armour) {
        var data = new StringBuilder();
        boolean inside = false;
        boolean body = false;
        for (String line : new String(armour, StandardCharsets.ISO_8859_1).lines().toList()) {
            if (line.startsWith("-----BEGIN")) {
                inside = true;
            } else if (line.startsWith("-----END") || (inside && line.startsWith("="))) {
                break;
            } else if (inside && line.isBlank()) {
                body = true;
            } else if (inside && (body || !line.contains(": "))) {
                data.append(line.strip());
            }
        }
        try {
            return Base64.getDecoder().decode(data.toString());
        } catch (IllegalArgumentException e) {
            throw new ModuleError.Failed("the key is damaged: " + e.getMessage(), e);
        }
    }

    private static String repoFile(Call call) {
        String name = call.text("name");
        if (!name.matches("[A-Za-z0-9_.:-]+")) {
            throw new ModuleError.Failed("not the name of a repository: " + name);
        }
        return "/etc/yum.repos.d/" + name + ".repo";
    }

    private static JsonNode yum(Call call, StateResult result) throws Exception {
        Map<String, String> fields = new LinkedHashMap<>();
        String name = call.text("name");
        JsonNode human = call.keyword("humanname");
        fields.put("name", human.isNull() ? name : Values.asText(human));
        for (Map.Entry<String, JsonNode> e : call.keywords().properties()) {
            boolean own =
                    e.getKey().startsWith("__")
                            || List.of(
                                            "humanname",
                                            "refresh",
                                            "file",
                                            "key_url",
                                            "order",
                                            "disabled",
                                            "enabled",
                                            "comments")
                                    .contains(e.getKey());
            if (!own) {
                fields.put(e.getKey(), value(e.getValue()));
            }
        }
        boolean off =
                Values.isTrue(call.keyword("disabled"))
                        || (call.keywords().has("enabled")
                                && !Values.isTrue(call.keyword("enabled")));
        fields.put("enabled", off ? "0" : "1");
        var text = new StringBuilder("[" + name + "]\n");
        fields.forEach((k, v) -> text.append(k).append('=').append(v).append('\n'));
        String file = repoFile(call);
        String before = String.join("\n", lines(call, file)) + "\n";
        if (before.contentEquals(text)) {
            return result.done("Package repo '" + name + "' already configured").tree();
        }
        if (call.context().test()) {
            return result.change("repo", name)
                    .would("Package repo '" + name + "' would be configured" + TEST)
                    .tree();
        }
        write(call, file, text.toString());
        return configured(call, result);
    }

    private static String value(JsonNode value) {
        return value.isBoolean()
                ? value.booleanValue() ? "1" : "0"
                : String.join(" ", FileSources.texts(value));
    }

    private static JsonNode absent(Call call) throws Exception {
        StateResult result = StateResult.of(call);
        String name = call.text("name");
        try {
            Map<String, List<String>> changed = isApt(call) ? withoutApt(call) : withoutYum(call);
            if (changed.isEmpty()) {
                return result.done("Package repo " + name + " is absent").tree();
            }
            if (call.context().test()) {
                return result.change("repo", name)
                        .would("Package repo '" + name + "' will be removed" + TEST)
                        .tree();
            }
            for (Map.Entry<String, List<String>> e : changed.entrySet()) {
                if (e.getValue().stream().allMatch(String::isBlank)) {
                    call.machine().delete(e.getKey());
                } else {
                    write(call, e.getKey(), String.join("\n", e.getValue()) + "\n");
                }
            }
            return result.change("repo", name).done("Removed repo " + name).tree();
        } catch (ModuleError.Failed e) {
            return result.failed("Failed to remove repo '" + name + "': " + e.getMessage()).tree();
        }
    }

    private static Map<String, List<String>> withoutYum(Call call) throws IOException {
        String file = repoFile(call);
        return Paths.isFile(call.machine(), file) ? Map.of(file, List.of()) : Map.of();
    }

    /** What is left of the files that have the source. */
    private static Map<String, List<String>> withoutApt(Call call) throws IOException {
        AptSource wanted = source(call);
        Map<String, List<String>> out = new LinkedHashMap<>();
        var files = new ArrayList<>(List.of("/etc/apt/sources.list"));
        if (Paths.isDirectory(call.machine(), "/etc/apt/sources.list.d")) {
            call.machine()
                    .list("/etc/apt/sources.list.d")
                    .forEach(f -> files.add("/etc/apt/sources.list.d/" + f));
        }
        for (String file : files) {
            List<String> before = lines(call, file);
            List<String> after =
                    file.endsWith(".sources")
                            ? paragraphsWithout(before, wanted)
                            : before.stream()
                                    .filter(
                                            l ->
                                                    AptSource.of(l)
                                                            .filter(s -> !s.disabled())
                                                            .filter(wanted::isSame)
                                                            .isEmpty())
                                    .toList();
            if (!after.equals(before)) {
                out.put(file, after);
            }
        }
        return out;
    }

    private static List<String> paragraphsWithout(List<String> lines, AptSource wanted) {
        var out = new ArrayList<String>();
        for (String paragraph : String.join("\n", lines).split("\n\\s*\n")) {
            List<String> part = paragraph.lines().toList();
            boolean meant =
                    has(part, "Types", wanted.type())
                            && has(part, "URIs", wanted.uri())
                            && has(part, "Suites", wanted.suite());
            if (!meant) {
                out.addAll(out.isEmpty() ? List.of() : List.of(""));
                out.addAll(part);
            }
        }
        return out;
    }

    private static boolean has(List<String> paragraph, String field, String value) {
        return paragraph.stream()
                .filter(l -> l.startsWith(field + ":"))
                .flatMap(l -> Arrays.stream(l.substring(field.length() + 1).strip().split("\\s+")))
                .map(v -> v.replaceFirst("(?<=.)/+$", ""))
                .anyMatch(value::equals);
    }
}
