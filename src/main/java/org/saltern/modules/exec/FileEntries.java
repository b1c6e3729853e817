package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.FileStat;
import org.saltern.modules.Function;
import org.saltern.modules.Machine;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/** {@code file.*}: files, directories and links as entries of the file system. */
final class FileEntries {
    private static final double NANOS = 1e9;

    private FileEntries() {}

    static List<Function> all() {
        var all = new ArrayList<Function>();
        all.addAll(making());
        all.addAll(moving());
        all.addAll(linking());
        return all;
    }

    private static List<Function> making() {
        return List.of(
                Function.named("file.mkdir")
                        .doc("Creates a directory and those above it; answers True.")
                        .takes("dir_path, user=None, group=None, mode=None")
                        .runs(FileEntries::mkdir),
                Function.named("file.makedirs")
                        .doc("Creates the directories above a path.")
                        .takes("path, user=None, group=None, mode=None")
                        .runs(FileEntries::makedirs),
                Function.named("file.touch")
                        .doc(
                                "Creates an empty file, or sets the times of one that is there (seconds since 1970).")
                        .takes("name, atime=None, mtime=None")
                        .runs(FileEntries::touch),
                Function.named("file.remove")
                        .doc(
                                "Removes a file, a link, or a directory with all in it; answers whether something was there.")
                        .takes("path, **kwargs")
                        .runs(FileEntries::remove),
                Function.named("file.rmdir")
                        .doc(
                                "Removes an empty directory (recurse: with all in it); answers whether it is gone.")
                        .takes("path, recurse=False, verbose=False, older_than=None")
                        .runs(FileEntries::rmdir),
                Function.named("file.readdir")
                        .doc("Answers the names in a directory.")
                        .arg("path")
                        .runs(FileEntries::readdir));
    }

    private static List<Function> moving() {
        return List.of(
                Function.named("file.copy")
                        .doc(
                                "Copies a file, with recurse a directory; remove_existing clears the target first.")
                        .takes("src, dst, recurse=False, remove_existing=False")
                        .runs(FileEntries::copy),
                Function.named("file.move")
                        .doc("Moves a file or directory; answers result and comment.")
                        .takes("src, dst, disallow_copy_and_unlink=False")
                        .runs(FileEntries::move),
                Function.named("file.rename")
                        .doc("Renames a file or directory.")
                        .takes("src, dst")
                        .runs(FileEntries::rename));
    }

    private static List<Function> linking() {
        return List.of(
                Function.named("file.symlink")
                        .doc("Makes path a symbolic link to src; force replaces what is there.")
                        .takes("src, path, force=False, atomic=False")
                        .runs(FileEntries::symlink),
                Function.named("file.link")
                        .doc("Makes path a further name (hard link) of the file src.")
                        .takes("src, path")
                        .runs(FileEntries::link),
                Function.named("file.readlink")
                        .doc(
                                "Answers where a symbolic link leads; canonicalize resolves all links on the way.")
                        .takes("path, canonicalize=False")
                        .runs(FileEntries::readlink),
                Function.named("file.is_link")
                        .doc("Answers whether a path is a symbolic link.")
                        .arg("path")
                        .runs(call -> Values.of(isLink(call.machine(), path(call, "path")))),
                Function.named("file.is_hardlink")
                        .doc("Answers whether a file has several names.")
                        .arg("path")
                        .runs(
                                call ->
                                        Values.of(
                                                call.machine()
                                                        .stat(path(call, "path"), false)
                                                        .filter(s -> s.isFile() && s.links() > 1)
                                                        .isPresent())));
    }

    private static String path(Call call, String parameter) throws IOException {
        return Paths.expanded(call.machine(), call.text(parameter));
    }

    private static boolean isLink(Machine machine, String path) throws IOException {
        return machine.stat(path, false).filter(s -> s.kind() == FileStat.Kind.LINK).isPresent();
    }

    private static JsonNode mkdir(Call call) throws IOException {
        String path = Paths.normal(path(call, "dir_path"));
        if (!Paths.isDirectory(call.machine(), path)) {
            create(call, path);
        }
        return Values.of(true);
    }

    private static void create(Call call, String path) throws IOException {
        Paths.makeDirectories(call.machine(), path);
        FileOwners.apply(call, path);
    }

    private static JsonNode makedirs(Call call) throws IOException {
        String dir = Paths.normal(Paths.parent(path(call, "path")));
        if (Paths.isDirectory(call.machine(), dir)) {
            return Values.text("Directory '" + dir + "' already exists");
        }
        if (Paths.exists(call.machine(), dir)) {
            return Values.text("The path '" + dir + "' already exists and is not a directory");
        }
        create(call, dir);
        return Values.none();
    }

    private static JsonNode touch(Call call) throws IOException {
        String path = path(call, "name");
        try {
            boolean there = Paths.exists(call.machine(), path);
            if (!there) {
                call.machine().append(path, new byte[0]);
            }
            if (there || !call.value("atime").isNull() || !call.value("mtime").isNull()) {
                call.machine().setTimes(path, time(call, "atime"), time(call, "mtime"));
            }
        } catch (NoSuchFileException e) {
            throw new ModuleError.Failed("No such file or directory", e);
        }
        return Values.of(Paths.exists(call.machine(), path));
    }

    private static Instant time(Call call, String parameter) {
        if (call.value(parameter).isNull()) {
            return call.context().clock().instant();
        }
        double seconds =
                call.value(parameter).isNumber()
                        ? call.value(parameter).doubleValue()
                        : call.number(parameter);
        return Instant.ofEpochSecond((long) seconds, (long) (seconds % 1 * NANOS));
    }

    private static JsonNode remove(Call call) throws IOException {
        String path = Paths.absolute(path(call, "path"));
        if (Paths.normal(path).equals("/")) {
            throw new ModuleError.BadRequest("The root directory is not removed");
        }
        if (!Paths.exists(call.machine(), path)) {
            return Values.of(false);
        }
        Paths.deleteAll(call.machine(), path);
        return Values.of(true);
    }

    private static JsonNode rmdir(Call call) throws IOException {
        String path = Paths.absolute(path(call, "path"));
        if (!Values.isTrue(call.value("older_than")) && Paths.isDirectory(call.machine(), path)) {
            if (call.flag("recurse")) {
                return remove(call);
            }
            try {
                call.machine().delete(path);
                return Values.of(true);
            } catch (DirectoryNotEmptyException e) {
                return Values.of(false);
            }
        }
        throw new ModuleError.BadRequest(
                Values.isTrue(call.value("older_than"))
                        ? "'older_than' is not supported by this minion"
                        : "A valid directory was not specified.");
    }

    private static JsonNode readdir(Call call) throws IOException {
        String path = Paths.absolute(path(call, "path"));
        if (!Paths.isDirectory(call.machine(), path)) {
            throw new ModuleError.BadRequest("A valid directory was not specified.");
        }
        ArrayNode out = Json.array().add(".").add("..");
        call.machine().list(path).forEach(out::add);
        return out;
    }

    private static JsonNode copy(Call call) throws IOException {
        String from = Paths.absolute(path(call, "src"));
        String to = Paths.absolute(path(call, "dst"));
        if (!Paths.exists(call.machine(), from)) {
            throw new ModuleError.Failed("No such file or directory '" + from + "'");
        }
        boolean directory = Paths.isDirectory(call.machine(), from);
        if (directory && !call.flag("recurse")) {
            throw new ModuleError.BadRequest(
                    "Cannot copy overwriting a directory without recurse flag set to true!");
        }
        if (directory && (to + "/").startsWith(from + "/")) {
            throw new ModuleError.BadRequest("A directory cannot be copied into itself");
        }
        if (call.flag("remove_existing") && Paths.exists(call.machine(), to)) {
            Paths.deleteAll(call.machine(), to);
        }
        boolean into = !directory && Paths.isDirectory(call.machine(), to);
        copy(call.machine(), from, into ? to + "/" + Paths.name(from) : to);
        return Values.of(true);
    }

    private static void copy(Machine machine, String from, String to) throws IOException {
        Optional<FileStat> stat = machine.stat(from, true);
        if (stat.isEmpty() || !stat.get().isDirectory()) {
            machine.copy(from, to);
            return;
        }
        Paths.makeDirectories(machine, to);
        machine.setMode(to, stat.get().mode());
        machine.setOwner(to, stat.get().uid(), stat.get().gid(), true);
        for (String name : machine.list(from)) {
            copy(machine, from + "/" + name, to + "/" + name);
        }
    }

    private static JsonNode move(Call call) throws IOException {
        String from = Paths.absolute(path(call, "src"));
        String to = Paths.absolute(path(call, "dst"));
        try {
            boolean into = Paths.isDirectory(call.machine(), to);
            call.machine().rename(from, into ? to + "/" + Paths.name(from) : to);
        } catch (IOException e) {
            throw new ModuleError.Failed(
                    "Unable to move '" + from + "' to '" + to + "': " + reason(e), e);
        }
        return Json.object()
                .put("result", true)
                .put("comment", "'" + from + "' moved to '" + to + "'");
    }

    private static JsonNode rename(Call call) throws IOException {
        String from = Paths.absolute(path(call, "src"));
        String to = Paths.absolute(path(call, "dst"));
        try {
            call.machine().rename(from, to);
            return Values.of(true);
        } catch (IOException e) {
            throw new ModuleError.Failed("Could not rename '" + from + "' to '" + to + "'", e);
        }
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException
                ? "[Errno 2] No such file or directory: '" + e.getMessage() + "'"
                : e.getMessage();
    }

    private static JsonNode symlink(Call call) throws IOException {
        String target = path(call, "src");
        String link = path(call, "path");
        if (!link.startsWith("/")) {
            throw new ModuleError.BadRequest("Link path must be absolute: " + link);
        }
        if (isLink(call.machine(), link)) {
            if (call.machine().readLink(link).equals(target)) {
                return Values.of(true);
            }
            requireForce(call, "Found existing symlink: " + link);
        } else if (Paths.exists(call.machine(), link)) {
            requireForce(call, "Existing path is not a symlink: " + link);
        }
        if (Paths.exists(call.machine(), link)) {
            Paths.deleteAll(call.machine(), link);
        }
        call.machine().symlink(target, link);
        return Values.of(true);
    }

    private static void requireForce(Call call, String message) {
        if (!call.flag("force") && !call.flag("atomic")) {
            throw new ModuleError.Failed(message);
        }
    }

    private static JsonNode link(Call call) throws IOException {
        String from = Paths.absolute(path(call, "src"));
        String to = path(call, "path");
        try {
            call.machine().hardLink(from, to);
            return Values.of(true);
        } catch (IOException e) {
            throw new ModuleError.Failed("Could not create '" + to + "': " + reason(e), e);
        }
    }

    private static JsonNode readlink(Call call) throws IOException {
        String path = Paths.absolute(path(call, "path"));
        if (!isLink(call.machine(), path)) {
            throw new ModuleError.BadRequest("A valid link was not specified: " + path);
        }
        return Values.text(
                call.flag("canonicalize")
                        ? call.machine().realPath(path)
                        : call.machine().readLink(path));
    }
}
