package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.modules.Accounts;
import org.saltern.modules.Call;
import org.saltern.modules.FileStat;
import org.saltern.modules.Function;
import org.saltern.modules.Machine;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;
import org.saltern.modules.exec.Paths;

/** {@code file.hardlink} and {@code file.mknod}: further names, device files, pipes. */
final class FileNodes {
    private FileNodes() {}

    static List<Function> all() {
        return List.of(
                Function.named("file.hardlink")
                        .doc("A further name of a file.")
                        .takes(
                                "name, target, force=False, makedirs=False, user=None, group=None,"
                                        + " dir_mode=None, **kwargs")
                        .runs(FileNodes::hardlink),
                Function.named("file.mknod")
                        .doc("A character device (c), block device (b) or pipe (p).")
                        .takes("name, ntype, major=0, minor=0, user=None, group=None, mode='0600'")
                        .runs(FileNodes::mknod));
    }

    private static JsonNode hardlink(Call call) throws IOException {
        Machine machine = call.machine();
        String name = Paths.expanded(machine, call.text("name"));
        String target = call.text("target");
        StateResult result = StateResult.named(name);
        if (name.isEmpty()) {
            return result.failed("Must provide name to file.hardlink").tree();
        }
        List<String> wrong = refused(call, name, target);
        if (!wrong.isEmpty()) {
            String words = String.join(". ", wrong);
            return result.failed(wrong.size() > 1 ? words + "." : words).tree();
        }
        Optional<FileStat> there = machine.stat(name, false);
        Optional<FileStat> from = machine.stat(target, false);
        if (call.context().test()) {
            return testLink(call, result, name, target);
        }
        for (String path : List.of(name, target)) {
            if (Paths.isDirectory(machine, path)) {
                return result.failed(
                                "Unable to hard link "
                                        + (path.equals(name) ? "to" : "from")
                                        + " directory "
                                        + path)
                        .tree();
            }
        }
        if (from.isEmpty()) {
            return result.failed("Target " + target + " for hard link does not exist").tree();
        }
        if (there.isPresent() && isSame(there.get(), from.get())) {
            return result.done("Target of hard link " + name + " is already pointing to " + target)
                    .tree();
        }
        if (!Paths.isDirectory(machine, Paths.parent(name))) {
            if (!call.flag("makedirs")) {
                return result.failed(
                                "Directory " + Paths.parent(name) + " for hard link is not present")
                        .tree();
            }
            FileParents.make(
                    call.context(),
                    name,
                    FileMeta.of(call.value("user"), call.value("group"), call.value("dir_mode")));
        }
        return link(call, result, name, there);
    }

    private static List<String> refused(Call call, String name, String target) throws IOException {
        var wrong = new ArrayList<String>();
        Accounts accounts = Accounts.of(call.machine());
        Optional<String> user = call.given("user");
        if (user.isPresent() && accounts.user(user.get()).isEmpty()) {
            wrong.add("User " + user.get() + " does not exist");
        }
        Optional<String> group = call.given("group");
        if (group.isPresent() && accounts.group(group.get()).isEmpty()) {
            wrong.add("Group " + group.get() + " does not exist");
        }
        if (!name.startsWith("/")) {
            wrong.add("Specified file " + name + " is not an absolute path");
        }
        if (!target.startsWith("/")) {
            wrong.add("Specified target " + target + " is not an absolute path");
        }
        return wrong;
    }

    private static boolean isSame(FileStat one, FileStat other) {
        return one.inode() == other.inode() && one.device() == other.device();
    }

    private static boolean isLinked(FileStat stat) {
        return stat.isFile() && stat.links() > 1;
    }

    private static JsonNode link(
            Call call, StateResult result, String name, Optional<FileStat> there)
            throws IOException {
        String target = call.text("target");
        boolean other = there.filter(FileNodes::isLinked).isPresent();
        if (there.isPresent() && !other) {
            if (!call.flag("force")) {
                return result.failed("File exists where the hard link " + name + " should be")
                        .tree();
            }
            result.change("forced", "File for hard link was forcibly replaced");
        }
        try {
            if (there.isPresent()) {
                call.machine().delete(name);
            }
            call.machine().hardLink(target, name);
        } catch (IOException e) {
            return result.failed(
                            "Unable to create new hard link "
                                    + name
                                    + " -> "
                                    + target
                                    + ": "
                                    + e.getMessage())
                    .tree();
        }
        return result.change("new", name)
                .done(
                        (other ? "Set target of hard link " : "Created new hard link ")
                                + name
                                + " -> "
                                + target)
                .tree();
    }

    private static JsonNode testLink(Call call, StateResult result, String name, String target)
            throws IOException {
        Machine machine = call.machine();
        Optional<FileStat> from = machine.stat(target, false);
        Optional<FileStat> there = machine.stat(name, false);
        if (from.isEmpty()) {
            return result.failed("Target " + target + " for hard link does not exist").tree();
        }
        if (Paths.isDirectory(machine, target)) {
            return result.failed("Unable to hard link from directory " + target).tree();
        }
        if (Paths.isDirectory(machine, name)) {
            return result.failed("Unable to hard link to directory " + name).tree();
        }
        if (there.isEmpty()) {
            return result.change("new", name)
                    .would("Hard link " + name + " to " + target + " is set for creation")
                    .tree();
        }
        if (isSame(there.get(), from.get())) {
            return result.done("The hard link " + name + " is presently targetting " + target)
                    .tree();
        }
        if (isLinked(there.get())) {
            return result.change("change", name)
                    .would("Link " + name + " target is set to be changed to " + target)
                    .tree();
        }
        return call.flag("force")
                ? result.would(
                                "The file or directory "
                                        + name
                                        + " is set for removal to make way for a new hard link"
                                        + " targeting "
                                        + target)
                        .tree()
                : result.failed(
                                "File or directory exists where the hard link "
                                        + name
                                        + " should be. Did you mean to use force?")
                        .tree();
    }

    private static JsonNode mknod(Call call) throws Exception {
        String name = Paths.expanded(call.machine(), call.text("name"));
        StateResult result = StateResult.named(name);
        String kind =
                switch (call.text("ntype")) {
                    case "c" -> "haracter device";
                    case "b" -> "lock device";
                    case "p" -> "ifo pipe";
                    default -> "";
                };
        if (kind.isEmpty()) {
            return result.failed(
                            "Node type unavailable: '"
                                    + call.text("ntype")
                                    + "'. Available node types are character ('c'), block ('b'),"
                                    + " and pipe ('p')")
                    .tree();
        }
        String letter = kind.startsWith("h") ? "c" : kind.startsWith("l") ? "b" : "f";
        Optional<FileStat> there = call.machine().stat(name, true);
        if (there.filter(FileStat::isFile).isPresent()) {
            return result.failed(
                            "File "
                                    + name
                                    + " exists and is not a "
                                    + letter
                                    + kind
                                    + ". Refusing to continue")
                    .tree();
        }
        String shown = letter.toUpperCase(java.util.Locale.ROOT) + kind;
        if (there.isEmpty()) {
            return create(call, result, name, shown);
        }
        if (!call.text("ntype").equals("p")) {
            JsonNode now =
                    call.context()
                            .modules()
                            .run(
                                    call.context(),
                                    "file.get_devmm",
                                    List.of(Values.text(name)),
                                    Json.object());
            if (now.get(0).asLong() != call.number("major")
                    || now.get(1).asLong() != call.number("minor")) {
                return result.failed(
                                shown
                                        + " "
                                        + name
                                        + " exists and has a different major/minor "
                                        + now.get(0).asLong()
                                        + "/"
                                        + now.get(1).asLong()
                                        + ". Refusing to continue")
                        .tree();
            }
        }
        FileMeta meta = FileMeta.of(call.value("user"), call.value("group"), call.value("mode"));
        List<String> failed = meta.apply(call.context(), name, true, result.changes());
        if (!failed.isEmpty()) {
            return result.failed(String.join("; ", failed)).tree();
        }
        if (call.context().test() && !result.changes().isEmpty()) {
            return result.would("").tree();
        }
        return result.done(
                        result.changes().isEmpty()
                                ? shown + " " + name + " is in the correct state"
                                : "")
                .tree();
    }

    private static JsonNode create(Call call, StateResult result, String name, String shown)
            throws Exception {
        if (call.context().test()) {
            return result.would(shown + " " + name + " is set to be created").tree();
        }
        ObjectNode arguments = Json.object().put("name", name);
        for (String argument : List.of("ntype", "major", "minor", "user", "group", "mode")) {
            arguments.set(argument, call.value(argument));
        }
        try {
            call.context().modules().run(call.context(), "file.mknod", List.of(), arguments);
        } catch (ModuleError.Failed e) {
            return result.failed(e.getMessage()).tree();
        }
        return result.change("new", shown + " " + name + " created.").done("").tree();
    }
}
