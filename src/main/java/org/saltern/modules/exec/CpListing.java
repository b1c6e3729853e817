package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.FileClient;
import org.saltern.modules.FileStat;
import org.saltern.modules.Function;
import org.saltern.modules.Machine;
import org.saltern.modules.Values;

/** {@code cp.*}: what the master serves and what is in the minion's cache. */
final class CpListing {
    private CpListing() {}

    static List<Function> all() {
        return Stream.of(listing(), describing()).flatMap(List::stream).toList();
    }

    private static List<Function> listing() {
        return List.of(
                Function.named("cp.list_master")
                        .doc("Answers the files that the master serves.")
                        .takes("saltenv=None, prefix=''")
                        .runs(
                                call ->
                                        Values.texts(
                                                call.context()
                                                        .files()
                                                        .files(
                                                                CpFunctions.env(call),
                                                                call.text("prefix")))),
                Function.named("cp.list_master_dirs")
                        .doc("Answers the directories that the master serves.")
                        .takes("saltenv=None, prefix=''")
                        .runs(
                                call ->
                                        Values.texts(
                                                call.context()
                                                        .files()
                                                        .directories(
                                                                CpFunctions.env(call),
                                                                call.text("prefix")))),
                Function.named("cp.list_master_symlinks")
                        .doc("Answers the links that the master serves and where they lead.")
                        .takes("saltenv=None, prefix=''")
                        .runs(CpListing::links),
                Function.named("cp.list_states")
                        .doc("Answers the names of the state files that the master serves.")
                        .takes("saltenv=None")
                        .runs(
                                call ->
                                        Values.texts(
                                                states(
                                                        call.context()
                                                                .files()
                                                                .files(
                                                                        CpFunctions.env(call),
                                                                        "")))));
    }

    private static List<Function> describing() {
        return List.of(
                Function.named("cp.list_minion")
                        .doc("Answers the files in the minion's cache.")
                        .takes("saltenv=None")
                        .runs(CpListing::listMinion),
                Function.named("cp.envs")
                        .doc("Answers the environments of the master.")
                        .runs(call -> Values.texts(call.context().files().environments())),
                Function.named("cp.stat_file")
                        .doc(
                                "Answers the mode of a file of the master, '' when there is none."
                                        + " octal=False answers it as a number.")
                        .takes("path, saltenv=None, octal=True")
                        .runs(CpListing::mode),
                Function.named("cp.hash_file")
                        .doc(
                                "Answers hsum and hash_type of a file of the master (or, without"
                                        + " salt://, of the minion).")
                        .takes("path, saltenv=None")
                        .runs(CpListing::hash));
    }

    private static JsonNode links(Call call) throws IOException {
        ObjectNode out = Json.object();
        call.context().files().links(CpFunctions.env(call), call.text("prefix")).forEach(out::put);
        return out;
    }

    private static List<String> states(List<String> files) {
        String end = ".sls";
        return files.stream()
                .filter(f -> f.endsWith(end))
                .map(f -> f.substring(0, f.length() - end.length()))
                .map(f -> f.endsWith("/init") ? f.substring(0, f.length() - "/init".length()) : f)
                .map(f -> f.replace('/', '.'))
                .sorted()
                .distinct()
                .toList();
    }

    private static JsonNode listMinion(Call call) throws IOException {
        String root = Options.cacheDir(call.context()) + "/files/" + CpFunctions.env(call);
        SaltUrl.requireInside(CpFunctions.env(call));
        ArrayNode out = Json.array();
        for (String dir : List.of(root, Options.cacheDir(call.context()) + "/localfiles")) {
            if (Paths.isDirectory(call.machine(), dir)) {
                walk(call.machine(), dir, out);
            }
        }
        return out;
    }

    private static void walk(Machine machine, String dir, ArrayNode out) throws IOException {
        for (String name : machine.list(dir)) {
            String path = dir + "/" + name;
            Optional<FileStat> stat = machine.stat(path, false);
            if (stat.filter(FileStat::isDirectory).isPresent()) {
                walk(machine, path, out);
            } else if (stat.isPresent()) {
                out.add(path);
            }
        }
    }

    private static JsonNode mode(Call call) throws IOException {
        SaltUrl url = SaltUrl.of(call.text("path"), CpFunctions.env(call));
        Optional<Integer> mode = call.context().files().mode(url.environment(), url.path());
        if (mode.isEmpty()) {
            return Values.text("");
        }
        return call.flag("octal")
                ? Values.text(String.format("%04o", mode.get()))
                : Values.of(mode.get());
    }

    private static JsonNode hash(Call call) throws IOException {
        String path = call.text("path");
        if (path.startsWith("/")) {
            if (!Paths.isFile(call.machine(), path)) {
                return Values.text("");
            }
            try (InputStream in = call.machine().open(path)) {
                return Json.object()
                        .put("hsum", Hashes.of("sha256", in))
                        .put("hash_type", "sha256");
            }
        }
        SaltUrl url = SaltUrl.of(path, CpFunctions.env(call));
        Optional<FileClient.Hash> hash = call.context().files().hash(url.environment(), url.path());
        return hash.<JsonNode>map(
                        h -> Json.object().put("hsum", h.sum()).put("hash_type", h.type()))
                .orElse(Values.text(""));
    }
}
