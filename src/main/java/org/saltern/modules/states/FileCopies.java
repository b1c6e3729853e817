package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.modules.Accounts;
import org.saltern.modules.Call;
import org.saltern.modules.FileStat;
import org.saltern.modules.Function;
import org.saltern.modules.Machine;
import org.saltern.modules.Values;
import org.saltern.modules.exec.Paths;

/** {@code file.copy}, {@code rename}, {@code touch}: entries made from others. */
final class FileCopies {
    private FileCopies() {}

    static List<Function> all() {
        return List.of(
                Function.named("file.copy")
                        .doc(
                                "A copy of another file or directory of the machine; force replaces"
                                        + " what is there.")
                        .takes(
                                "name, source, force=False, makedirs=False, preserve=False,"
                                        + " user=None, group=None, mode=None, dir_mode=None,"
                                        + " subdir=False, **kwargs")
                        .runs(FileCopies::copy),
                Function.named("file.rename")
                        .doc("A file or directory that was called source before.")
                        .takes("name, source, force=False, makedirs=False, **kwargs")
                        .runs(FileCopies::rename),
                Function.named("file.touch")
                        .doc(
                                "A file that is there, with these times (seconds since 1970) or the"
                                        + " time now.")
                        .takes("name, atime=None, mtime=None, makedirs=False")
                        .runs(FileCopies::touch));
    }

    private static String expanded(Call call, String parameter) throws IOException {
        return Paths.expanded(call.machine(), call.text(parameter));
    }

    private static JsonNode copy(Call call) throws IOException, InterruptedException {
        Machine machine = call.machine();
        String source = expanded(call, "source");
        String name = expanded(call, "name");
        StateResult result = StateResult.named(name);
        if (name.isEmpty()) {
            return result.failed("Must provide name to file.copy").tree();
        }
        if (!name.startsWith("/")) {
            return result.failed("Specified file " + name + " is not an absolute path").tree();
        }
        Optional<FileStat> from = machine.stat(source, true);
        if (from.isEmpty()) {
            return result.failed("Source file \"" + source + "\" is not present").tree();
        }
        FileMeta meta = meta(call, from.get());
        String missing = meta.missing(call.context());
        if (!missing.isEmpty()) {
            return result.failed(missing).tree();
        }
        String words = "Copied \"" + source + "\" to \"" + name + "\"";
        if (Paths.isDirectory(machine, name) && call.flag("subdir")) {
            name = name + "/" + Paths.name(source);
        }
        boolean there = Paths.exists(machine, name);
        if (there && !call.flag("force")) {
            return result.done(
                            "The target file \"" + name + "\" exists and will not be overwritten")
                    .tree();
        }
        if (there && Paths.isFile(machine, name) && from.get().isFile()) {
            boolean same = Arrays.equals(machine.read(name), machine.read(source));
            words += same ? " - files are identical but force flag is set" : "";
        }
        if (call.context().test()) {
            return result.would("File \"" + source + "\" is set to be copied to \"" + name + "\"")
                    .tree();
        }
        if (there) {
            Paths.deleteAll(machine, name);
        }
        Optional<String> orphan = parents(call, name, meta);
        if (orphan.isPresent()) {
            return result.failed(orphan.get()).tree();
        }
        List<String> failed = new ArrayList<>();
        copyAll(call, source, name, meta, result.changes(), failed, true);
        result.change(name, source);
        return failed.isEmpty()
                ? result.done(words).tree()
                : result.failed(words + "; " + String.join("; ", failed)).tree();
    }

    private static FileMeta meta(Call call, FileStat source)
            throws IOException, InterruptedException {
        if (call.flag("preserve")) {
            return new FileMeta(
                    Values.text(source.user()),
                    Values.text(source.group()),
                    FileMeta.shown(source.mode()));
        }
        String user = call.given("user").orElse(call.machine().run("id", "-un").text().strip());
        Accounts accounts = Accounts.of(call.machine());
        JsonNode group = call.value("group");
        if (group.isNull()) {
            var known = accounts.user(user);
            group = known.isPresent() ? Values.of(known.get().gid()) : Values.none();
        }
        String mode =
                call.value("mode").isNull()
                        ? FileMeta.shown(source.mode())
                        : FileMeta.normal(call.value("mode"));
        return new FileMeta(Values.text(user), group, mode);
    }

    private static Optional<String> parents(Call call, String name, FileMeta meta)
            throws IOException {
        String parent = Paths.parent(name);
        if (Paths.isDirectory(call.machine(), parent)) {
            return Optional.empty();
        }
        if (!call.flag("makedirs")) {
            return Optional.of("The target directory " + parent + " is not present");
        }
        boolean moded = call.optional("dir_mode").isNull();
        String mode =
                moded
                        ? FileParents.modeFor("", meta.mode())
                        : FileMeta.normal(call.optional("dir_mode"));
        FileParents.make(call.context(), name, meta.withMode(mode));
        return Optional.empty();
    }

    private static void copyAll(
            Call call,
            String from,
            String to,
            FileMeta meta,
            ObjectNode changes,
            List<String> failed,
            boolean top)
            throws IOException {
        Machine machine = call.machine();
        FileStat stat = machine.stat(from, top).orElseThrow();
        ObjectNode set = top ? changes : Json.object();
        switch (stat.kind()) {
            case DIRECTORY -> {
                machine.makeDirectory(to);
                machine.setMode(to, stat.mode());
                for (String name : machine.list(from)) {
                    copyAll(call, from + "/" + name, to + "/" + name, meta, changes, failed, false);
                }
            }
            case LINK -> machine.symlink(machine.readLink(from), to);
            default -> {
                machine.copy(from, to);
                machine.setMode(to, stat.mode());
            }
        }
        FileMeta wanted = top ? meta : meta.withMode("");
        failed.addAll(wanted.apply(call.context(), to, false, set));
    }

    private static JsonNode rename(Call call) throws IOException {
        Machine machine = call.machine();
        String name = expanded(call, "name");
        String source = expanded(call, "source");
        StateResult result = StateResult.named(name);
        if (name.isEmpty()) {
            return result.failed("Must provide name to file.rename").tree();
        }
        if (!name.startsWith("/")) {
            return result.failed("Specified file " + name + " is not an absolute path").tree();
        }
        if (!Paths.exists(machine, source)) {
            return result.done("Source file \"" + source + "\" has already been moved out of place")
                    .tree();
        }
        boolean there = Paths.exists(machine, name);
        if (there && !call.flag("force")) {
            return result.done(
                            "The target file \"" + name + "\" exists and will not be overwritten")
                    .tree();
        }
        if (call.context().test()) {
            return result.would("File \"" + source + "\" is set to be moved to \"" + name + "\"")
                    .tree();
        }
        Optional<String> orphan =
                Paths.isDirectory(machine, Paths.parent(name)) || call.flag("makedirs")
                        ? Optional.empty()
                        : Optional.of(
                                "The target directory " + Paths.parent(name) + " is not present");
        if (orphan.isPresent()) {
            return result.failed(orphan.get()).tree();
        }
        FileParents.make(call.context(), name, FileMeta.ANY);
        if (there) {
            Paths.deleteAll(machine, name);
        }
        try {
            machine.rename(source, name);
        } catch (IOException e) {
            return result.failed("Failed to move \"" + source + "\" to \"" + name + "\"").tree();
        }
        return result.change(name, source)
                .done("Moved \"" + source + "\" to \"" + name + "\"")
                .tree();
    }

    private static JsonNode touch(Call call) throws Exception {
        String name = expanded(call, "name");
        StateResult result = StateResult.named(name);
        if (name.isEmpty()) {
            return result.failed("Must provide name to file.touch").tree();
        }
        if (!name.startsWith("/")) {
            return result.failed("Specified file " + name + " is not an absolute path").tree();
        }
        boolean there = Paths.exists(call.machine(), name);
        if (call.context().test()) {
            return testTouch(call, result, name, there);
        }
        if (!Paths.isDirectory(call.machine(), Paths.parent(name))) {
            if (!call.flag("makedirs")) {
                return result.failed("Directory not present to touch file " + name).tree();
            }
            FileParents.make(call.context(), name, FileMeta.ANY);
        }
        ObjectNode arguments = Json.object().put("name", name);
        arguments.set("atime", call.value("atime"));
        arguments.set("mtime", call.value("mtime"));
        call.context().modules().run(call.context(), "file.touch", List.of(), arguments);
        if (!there) {
            return result.change("new", name).done("Created empty file " + name).tree();
        }
        return result.change("touched", name)
                .done("Updated times on " + kind(call, name) + " " + name)
                .tree();
    }

    private static String kind(Call call, String name) throws IOException {
        return Paths.isDirectory(call.machine(), name) ? "directory" : "file";
    }

    /** With times given, a file that has them already would not change. */
    private static JsonNode testTouch(Call call, StateResult result, String name, boolean there)
            throws IOException {
        if (!there) {
            return result.change("new", name)
                    .would("File " + name + " is set to be created")
                    .tree();
        }
        FileStat stat = call.machine().stat(name, true).orElseThrow();
        boolean timed = !call.value("atime").isNull() || !call.value("mtime").isNull();
        boolean same =
                timed
                        && is(call.value("atime"), stat.accessed().getEpochSecond())
                        && is(call.value("mtime"), stat.modified().getEpochSecond());
        return same
                ? result.done("File " + name + " exists and has the correct times").tree()
                : result.change("touched", name)
                        .would("Times set to be updated on " + kind(call, name) + " " + name)
                        .tree();
    }

    private static boolean is(JsonNode wanted, long seconds) {
        return wanted.isNull() || Values.asText(wanted).equals(Long.toString(seconds));
    }
}
