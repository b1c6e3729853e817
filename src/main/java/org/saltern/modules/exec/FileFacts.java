package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.FileStat;
import org.saltern.modules.Function;
import org.saltern.modules.Machine;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/** {@code file.*}: what is known of a path, and calculations with paths. */
final class FileFacts {
    private static final double MICROS = 1e6;
    private static final Map<String, String> TESTS =
            Map.of("f", "-e", "r", "-r", "w", "-w", "x", "-x");

    private FileFacts() {}

    static List<Function> all() {
        var all = new ArrayList<Function>();
        all.addAll(facts());
        all.addAll(kinds());
        all.addAll(names());
        return all;
    }

    private static List<Function> facts() {
        return List.of(
                Function.named("file.stats")
                        .doc(
                                "Answers size, owner, mode, times and type of a path; with hash_type also its hash.")
                        .takes("path, hash_type=None, follow_symlinks=True")
                        .runs(FileFacts::stats),
                Function.named("file.lstat")
                        .doc("Answers the fields of lstat(2), an empty map when nothing is there.")
                        .arg("path")
                        .runs(FileFacts::lstat),
                Function.named("file.access")
                        .doc(
                                "Answers whether this minion may do something with a path: mode f (is there), r, w or x.")
                        .takes("path, mode")
                        .runs(FileFacts::access),
                Function.named("file.diskusage")
                        .doc("Answers the bytes of a file, or of all files in a directory.")
                        .arg("path")
                        .runs(
                                call ->
                                        Values.of(
                                                size(
                                                        call.machine(),
                                                        Paths.expanded(
                                                                call.machine(),
                                                                call.text("path"))))));
    }

    private static List<Function> kinds() {
        return List.of(
                Function.named("file.file_exists")
                        .doc("Answers whether a path is a file.")
                        .arg("path")
                        .runs(call -> is(call, "path", FileStat.Kind.FILE)),
                Function.named("file.directory_exists")
                        .doc("Answers whether a path is a directory.")
                        .arg("path")
                        .runs(call -> is(call, "path", FileStat.Kind.DIRECTORY)),
                Function.named("file.path_exists_glob")
                        .doc("Answers whether something matches a pattern such as /etc/*.conf.")
                        .arg("path")
                        .runs(
                                call ->
                                        Values.of(
                                                anyMatch(
                                                        call.machine(),
                                                        Paths.expanded(
                                                                call.machine(),
                                                                call.text("path"))))),
                Function.named("file.is_fifo")
                        .doc("Answers whether a path is a named pipe.")
                        .arg("name")
                        .runs(call -> is(call, "name", FileStat.Kind.PIPE)),
                Function.named("file.is_blkdev")
                        .doc("Answers whether a path is a block device.")
                        .arg("name")
                        .runs(call -> is(call, "name", FileStat.Kind.BLOCK)),
                Function.named("file.is_chrdev")
                        .doc("Answers whether a path is a character device.")
                        .arg("name")
                        .runs(call -> is(call, "name", FileStat.Kind.CHARACTER)));
    }

    private static List<Function> names() {
        return List.of(
                Function.named("file.basename")
                        .doc("Answers the last part of a path.")
                        .arg("path")
                        .runs(call -> Values.text(Paths.name(call.text("path")))),
                Function.named("file.dirname")
                        .doc("Answers a path without its last part.")
                        .arg("path")
                        .runs(call -> Values.text(Paths.parent(call.text("path")))),
                Function.named("file.join")
                        .doc(
                                "Answers parts of a path joined; one that begins with '/' starts anew.")
                        .more()
                        .runs(call -> Values.text(joined(call.moreTexts()))),
                Function.named("file.normpath")
                        .doc("Answers a path without '.', '..' and doubled slashes.")
                        .arg("path")
                        .runs(call -> Values.text(Paths.normal(call.text("path")))),
                Function.named("file.pardir")
                        .doc("Answers the name of the directory above.")
                        .runs(call -> Values.text("..")));
    }

    private static JsonNode is(Call call, String parameter, FileStat.Kind kind) throws IOException {
        String path = Paths.expanded(call.machine(), call.text(parameter));
        return Values.of(call.machine().stat(path, true).filter(s -> s.kind() == kind).isPresent());
    }

    static double seconds(Instant time) {
        return (time.getEpochSecond() * 1_000_000 + time.getNano() / 1000) / MICROS;
    }

    private static JsonNode stats(Call call) throws IOException {
        String path = Paths.expanded(call.machine(), call.text("path"));
        FileStat s =
                call.machine()
                        .stat(path, call.flag("follow_symlinks"))
                        .orElseThrow(() -> new ModuleError.Failed("Path not found: " + path));
        ObjectNode out =
                Json.object().put("inode", s.inode()).put("uid", s.uid()).put("gid", s.gid());
        out.put("group", s.group()).put("user", s.user());
        out.put("atime", seconds(s.accessed()))
                .put("mtime", seconds(s.modified()))
                .put("ctime", seconds(s.changed()));
        out.put("size", s.size()).put("mode", String.format("%04o", s.mode()));
        if (call.given("hash_type").isPresent() && s.isFile()) {
            try (InputStream in = call.machine().open(path)) {
                out.put("sum", Hashes.of(call.text("hash_type"), in));
            }
        }
        return out.put("type", s.kind().word()).put("target", call.machine().realPath(path));
    }

    private static JsonNode lstat(Call call) throws IOException {
        Optional<FileStat> stat =
                call.machine()
                        .stat(
                                Paths.absolute(Paths.expanded(call.machine(), call.text("path"))),
                                false);
        ObjectNode out = Json.object();
        stat.ifPresent(
                s ->
                        out.put("st_atime", seconds(s.accessed()))
                                .put("st_ctime", seconds(s.changed()))
                                .put("st_gid", s.gid())
                                .put("st_mode", s.mode() | s.kind().bits())
                                .put("st_mtime", seconds(s.modified()))
                                .put("st_nlink", s.links())
                                .put("st_size", s.size())
                                .put("st_uid", s.uid()));
        return out;
    }

    private static JsonNode access(Call call) throws IOException, InterruptedException {
        String test = TESTS.get(call.text("mode"));
        if (test == null) {
            throw new ModuleError.BadRequest("Invalid mode specified.");
        }
        String path = Paths.absolute(Paths.expanded(call.machine(), call.text("path")));
        return Values.of(call.machine().run("test", test, path).ok());
    }

    private static long size(Machine machine, String path)
            throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("The job was killed while it looked at " + path);
        }
        Optional<FileStat> stat = machine.stat(path, false);
        if (stat.isEmpty() || !stat.get().isDirectory()) {
            return stat.map(FileStat::size).orElse(0L);
        }
        long sum = 0;
        for (String name : machine.list(path)) {
            Optional<FileStat> below = machine.stat(path + "/" + name, false);
            if (below.isPresent() && (below.get().isDirectory() || below.get().isFile())) {
                sum += size(machine, path + "/" + name);
            }
        }
        return sum;
    }

    private static boolean anyMatch(Machine machine, String pattern) throws IOException {
        if (!Globs.isPattern(pattern)) {
            return Paths.exists(machine, pattern);
        }
        var at = new ArrayList<>(List.of(""));
        for (String part : Paths.absolute(pattern).substring(1).split("/")) {
            var next = new ArrayList<String>();
            for (String dir : at) {
                for (String name :
                        Paths.isDirectory(machine, dir + "/")
                                ? machine.list(dir + "/")
                                : List.<String>of()) {
                    boolean hidden = name.startsWith(".") && !part.startsWith(".");
                    if (!hidden && Globs.matches(part, name)) {
                        next.add(dir + "/" + name);
                    }
                }
            }
            at = next;
        }
        return !at.isEmpty();
    }

    private static String joined(List<String> parts) {
        String out = "";
        for (String part : parts) {
            boolean slash = out.isEmpty() || out.endsWith("/");
            out = part.startsWith("/") ? part : out + (slash ? "" : "/") + part;
        }
        return out;
    }
}
