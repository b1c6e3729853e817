package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Context;
import org.saltern.modules.FileStat;
import org.saltern.modules.Function;
import org.saltern.modules.Machine;
import org.saltern.modules.Modules;
import org.saltern.modules.Values;
import org.saltern.modules.exec.Paths;

/** {@code file.directory}: a directory with this owner and mode, on request all that is in it. */
final class FileDirectory {
    private static final Set<String> RECURSIVE =
            Set.of("user", "group", "mode", "ignore_files", "ignore_dirs", "silent");

    static final Function DIRECTORY =
            Function.named("file.directory")
                    .doc(
                            "A directory with this owner and mode; recurse, clean and exclude_pat"
                                    + " for what is in it.")
                    .takes(
                            "name, user=None, group=None, recurse=None, max_depth=None,"
                                    + " dir_mode=None, file_mode=None, makedirs=False, clean=False,"
                                    + " require=None, exclude_pat=None, follow_symlinks=False,"
                                    + " force=False, backupname=None, allow_symlink=True,"
                                    + " children_only=False, win_owner=None, win_perms=None,"
                                    + " win_deny_perms=None, win_inheritance=True,"
                                    + " win_perms_reset=False, **kwargs")
                    .runs(call -> new FileDirectory(call).run());

    private final Call call;
    private final Context context;
    private final Machine machine;
    private final String name;
    private final StateResult result;
    private final boolean follow;
    private final Set<String> recurse = new HashSet<>();
    private final FileMeta own;
    private final String fileMode;

    private FileDirectory(Call call) throws IOException {
        this.call = call;
        this.context = call.context();
        this.machine = call.machine();
        this.name = Paths.expanded(machine, call.text("name")).replaceFirst("(?<=.)/+$", "");
        this.result = StateResult.named(Paths.expanded(machine, call.text("name")));
        this.follow = call.flag("follow_symlinks");
        JsonNode mode =
                call.value("dir_mode").isNull() ? call.keyword("mode") : call.value("dir_mode");
        JsonNode files = call.value("file_mode").isNull() ? mode : call.value("file_mode");
        this.own = FileMeta.of(call.value("user"), call.value("group"), mode);
        this.fileMode = FileMeta.normal(files);
    }

    /** The state with these arguments. */
    static ObjectNode apply(Context context, ObjectNode arguments) throws Exception {
        return (ObjectNode) Modules.invoke(context, DIRECTORY, List.of(), arguments).value();
    }

    private JsonNode run() throws Exception {
        String wrong = refused();
        if (!wrong.isEmpty()) {
            return result.failed(wrong).tree();
        }
        Optional<String> inTheWay = makeWay();
        if (inTheWay.isPresent()) {
            return result.failed(inTheWay.get()).tree();
        }
        ObjectNode planned = planned();
        result.changes().setAll(planned);
        if (context.test() || result.changes().isEmpty()) {
            return described(planned);
        }
        if (!Paths.isDirectory(machine, name)) {
            return create();
        }
        return repair();
    }

    private String refused() throws IOException {
        if (name.isEmpty()) {
            return "Must provide name to file.directory";
        }
        if (!call.value("max_depth").isNull() && call.flag("clean")) {
            return "Cannot specify both max_depth and clean";
        }
        String missing = own.missing(context);
        if (!missing.isEmpty()) {
            return missing;
        }
        if (!name.startsWith("/")) {
            return "Specified file " + name + " is not an absolute path";
        }
        if (!call.value("recurse").isNull() && !call.value("recurse").isArray()) {
            return "\"recurse\" must be formed as a list of strings";
        }
        for (JsonNode item :
                Values.isTrue(call.value("recurse")) ? call.value("recurse") : Json.array()) {
            if (!RECURSIVE.contains(Values.asText(item))) {
                return "Types for \"recurse\" limited to \"user\", \"group\", \"mode\","
                        + " \"ignore_files\", \"ignore_dirs\", \"silent\".";
            }
            recurse.add(Values.asText(item));
        }
        if (recurse.contains("ignore_files") && recurse.contains("ignore_dirs")) {
            return "Must not specify \"recurse\" options \"ignore_files\" and \"ignore_dirs\" at"
                    + " the same time.";
        }
        return "";
    }

    /** A file or link where the directory belongs goes, when asked for. @return why it stays */
    private Optional<String> makeWay() throws IOException {
        boolean link =
                machine.stat(name, false).filter(s -> s.kind() == FileStat.Kind.LINK).isPresent();
        boolean file = Paths.isFile(machine, name);
        boolean force = call.flag("force");
        if (!file && !(link && (force || !call.flag("allow_symlink")))) {
            return Optional.empty();
        }
        String kind = file ? "File" : "Symlink";
        if (call.given("backupname").isPresent()) {
            return backUp(call.text("backupname"), force);
        }
        if (!force) {
            return Optional.of(
                    "Specified location "
                            + name
                            + " exists and is a "
                            + (file ? "file" : "symlink"));
        }
        if (context.test()) {
            result.change("forced", kind + " would be forcibly replaced");
        } else {
            machine.delete(name);
            result.change("forced", kind + " was forcibly replaced");
        }
        return Optional.empty();
    }

    private Optional<String> backUp(String to, boolean force) throws IOException {
        if (Paths.exists(machine, to) && !force) {
            return Optional.of("File exists where the backup target " + to + " should go");
        }
        if (context.test()) {
            result.change("backup", name + " would be renamed to " + to);
            return Optional.empty();
        }
        if (Paths.exists(machine, to)) {
            Paths.deleteAll(machine, to);
        }
        machine.rename(name, to);
        return Optional.empty();
    }

    private FileMeta inside(String mode) {
        return new FileMeta(
                recurse.contains("user") ? own.user() : Values.none(),
                recurse.contains("group") ? own.group() : Values.none(),
                recurse.contains("mode") ? mode : "");
    }

    private List<DirectoryWalk.Level> levels() throws IOException, InterruptedException {
        long depth = call.value("max_depth").isNull() ? -1 : call.number("max_depth");
        return recurse.isEmpty() ? List.of() : DirectoryWalk.of(machine, name, depth);
    }

    private ObjectNode planned() throws IOException, InterruptedException {
        ObjectNode out = Json.object();
        for (DirectoryWalk.Level level : levels()) {
            for (String file :
                    recurse.contains("ignore_files") ? List.<String>of() : level.files()) {
                add(out, file, inside(fileMode));
            }
            for (String dir :
                    recurse.contains("ignore_dirs") ? List.<String>of() : level.directories()) {
                add(out, dir, inside(own.mode()));
            }
        }
        if (!call.flag("children_only")) {
            add(out, name, own);
        }
        if (call.flag("clean")) {
            for (String path :
                    new FileCleaning(call, name).superfluous(call.value("exclude_pat"))) {
                out.set(path, Json.object().put("removed", "Removed due to clean"));
            }
        }
        if (!Paths.isDirectory(machine, name)) {
            out.set(name, Json.object().put("directory", "new"));
        }
        return out;
    }

    private void add(ObjectNode changes, String path, FileMeta wanted) throws IOException {
        ObjectNode different = wanted.differences(machine, path, follow);
        if (!different.isEmpty()) {
            changes.set(path, different);
        }
    }

    private JsonNode described(ObjectNode planned) {
        if (planned.isEmpty()) {
            return result.done("The directory " + name + " is in the correct state").tree();
        }
        if (result.changes().has("backup")) {
            return result.would(name + " would be backed up and replaced with a new directory")
                    .tree();
        }
        var words = new StringBuilder("The following files will be changed:\n");
        planned.properties()
                .forEach(
                        path ->
                                path.getValue()
                                        .properties()
                                        .forEach(
                                                c ->
                                                        words.append(path.getKey())
                                                                .append(": ")
                                                                .append(c.getKey())
                                                                .append(" - ")
                                                                .append(Values.asText(c.getValue()))
                                                                .append('\n')));
        return result.would(words.toString()).tree();
    }

    private JsonNode create() throws IOException {
        if (!Paths.isDirectory(machine, Paths.parent(name))) {
            if (!call.flag("makedirs")) {
                return result.failed("No directory to create " + name + " in").tree();
            }
            FileParents.make(context, name, own);
        }
        FileParents.directory(context, name, own);
        List<String> failed = own.apply(context, name, true, Json.object());
        if (!Paths.isDirectory(machine, name)) {
            return result.failed("Failed to create directory " + name).tree();
        }
        return failed.isEmpty()
                ? result.done("").tree()
                : result.failed(String.join("; ", failed)).tree();
    }

    private JsonNode repair() throws IOException, InterruptedException {
        var failed = new ArrayList<String>();
        for (String owner : List.of("user", "group")) {
            boolean given = !(owner.equals("user") ? own.user() : own.group()).isNull();
            if (recurse.contains(owner) && !given) {
                failed.add(
                        owner
                                + " not specified, but configured as a target for recursive"
                                + " ownership management");
            }
        }
        if (!call.flag("children_only")) {
            failed.addAll(own.apply(context, name, follow || isLink(), result.changes()));
        }
        for (DirectoryWalk.Level level : levels()) {
            for (String file :
                    recurse.contains("ignore_files") ? List.<String>of() : level.files()) {
                failed.addAll(inside(fileMode).apply(context, file, follow, result.changes()));
            }
            for (String dir :
                    recurse.contains("ignore_dirs") ? List.<String>of() : level.directories()) {
                failed.addAll(inside(own.mode()).apply(context, dir, follow, result.changes()));
            }
        }
        if (recurse.contains("silent")) {
            result.changes(Json.object().put("recursion", "Changes silenced"));
        }
        String words = "";
        if (call.flag("clean")) {
            List<String> removed = new FileCleaning(call, name).remove(call.value("exclude_pat"));
            if (!removed.isEmpty()) {
                result.change("removed", Values.texts(removed));
                words = "Files cleaned from directory " + name;
            }
        }
        if (words.isEmpty()) {
            words = "Directory " + name + (call.flag("children_only") ? "/*" : "") + " updated";
        }
        return failed.isEmpty()
                ? result.done(words).tree()
                : result.failed(words + "\n\n" + String.join("; ", failed)).tree();
    }

    private boolean isLink() throws IOException {
        return machine.stat(name, false).filter(s -> s.kind() == FileStat.Kind.LINK).isPresent();
    }
}
