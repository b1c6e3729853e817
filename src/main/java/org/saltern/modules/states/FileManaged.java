package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Context;
import org.saltern.modules.FileStat;
import org.saltern.modules.Function;
import org.saltern.modules.Machine;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Modules;
import org.saltern.modules.Values;
import org.saltern.modules.exec.AtomicFile;
import org.saltern.modules.exec.FileBackups;
import org.saltern.modules.exec.Paths;

/**
 * {@code file.managed}: one file with this content, owner and mode. Facts (order of checks, words): Salt 3007, conformance
 * cases file-managed-*.
 */
final class FileManaged {
    private static final String TEMPORARY = "0600";

    static final Function MANAGED =
            Function.named("file.managed")
                    .doc("A file with this content (source, contents), owner and mode.")
                    .takes(
                            "name, source=None, source_hash='', source_hash_name=None,"
                                    + " keep_source=True, user=None, group=None, mode=None, attrs=None,"
                                    + " template=None, makedirs=False, dir_mode=None, context=None,"
                                    + " replace=True, defaults=None, backup='', show_changes=True,"
                                    + " create=True, contents=None, tmp_dir='', tmp_ext='',"
                                    + " contents_pillar=None, contents_grains=None,"
                                    + " contents_newline=True, contents_delimiter=':', encoding=None,"
                                    + " encoding_errors='strict', allow_empty=True,"
                                    + " follow_symlinks=True, check_cmd=None, skip_verify=False,"
                                    + " selinux=None, win_owner=None, win_perms=None,"
                                    + " win_deny_perms=None, win_inheritance=True,"
                                    + " win_perms_reset=False, verify_ssl=True, use_etag=False,"
                                    + " **kwargs")
                    .runs(call -> new FileManaged(call).run());

    private final Call call;
    private final Context context;
    private final Machine machine;
    private final StateResult result;
    private final String name;
    private final boolean follow;
    private boolean keepMode;
    private FileMeta meta;

    private FileManaged(Call call) throws IOException {
        this.call = call;
        this.context = call.context();
        this.machine = call.machine();
        this.name = Paths.expanded(machine, call.text("name"));
        this.result = StateResult.named(name);
        this.follow = call.flag("follow_symlinks");
        this.keepMode = Values.asText(call.value("mode")).equalsIgnoreCase("keep");
        this.meta =
                FileMeta.of(
                        call.value("user"),
                        call.value("group"),
                        keepMode ? Values.none() : call.value("mode"));
    }

    static List<Function> all() {
        return List.of(
                MANAGED,
                Function.named("file.mod_run_check_cmd")
                        .doc("Runs check_cmd on a file; answers True or a failed result.")
                        .takes("cmd, filename, **kwargs")
                        .runs(FileManaged::checkCommand));
    }

    /** The state with these arguments, for other states that manage files. */
    static ObjectNode apply(Context context, ObjectNode arguments) throws Exception {
        return (ObjectNode) Modules.invoke(context, MANAGED, List.of(), arguments).value();
    }

    private JsonNode run() throws Exception {
        if (name.isEmpty()) {
            return result.failed("Destination file name is required").tree();
        }
        var contents = new FileContentsArgument(call);
        String wrong = contents.refused(keepMode);
        if (!wrong.isEmpty()) {
            return result.failed(wrong).tree();
        }
        Optional<byte[]> given;
        try {
            given = contents.read();
        } catch (FileSources.Unusable e) {
            return result.failed(e.getMessage()).tree();
        }
        if (!call.flag("create") && !Paths.isFile(machine, name)) {
            return result.done("File " + name + " is not present and is not set for creation")
                    .tree();
        }
        wrong = refused();
        if (!wrong.isEmpty()) {
            return result.failed(wrong).tree();
        }
        boolean nothing = !Values.isTrue(call.value("source")) && given.isEmpty();
        if ((nothing || !call.flag("replace")) && Paths.exists(machine, name)) {
            return permissionsOnly();
        }
        return manage(given);
    }

    private String refused() throws IOException {
        String missing = meta.missing(context);
        if (!missing.isEmpty()) {
            return missing;
        }
        if (!name.startsWith("/")) {
            return "Specified file " + name + " is not an absolute path";
        }
        if (Paths.isDirectory(machine, name)) {
            return "Specified target " + name + " is a directory";
        }
        if (Values.isTrue(call.value("context")) && !call.value("context").isObject()) {
            return "Context must be formed as a dict";
        }
        if (Values.isTrue(call.value("defaults")) && !call.value("defaults").isObject()) {
            return "Defaults must be formed as a dict";
        }
        return "";
    }

    private JsonNode permissionsOnly() throws IOException, InterruptedException {
        String before = machine.stat(name, follow).map(f -> FileMeta.shown(f.mode())).orElse("");
        List<String> failed = apply(meta, name);
        if (!failed.isEmpty()) {
            return result.failed(String.join("; ", failed)).tree();
        }
        if (context.test() && result.changes().has("mode")) {
            return result.would(
                            "File "
                                    + name
                                    + " will be updated with permissions "
                                    + meta.mode()
                                    + " from its current state of "
                                    + before)
                    .tree();
        }
        if (context.test()) {
            JsonNode is = result.changes().isEmpty() ? Values.of(true) : Values.none();
            return result.is(is, "File " + name + " not updated").tree();
        }
        return result.done(
                        result.changes().isEmpty()
                                ? "File "
                                        + name
                                        + " exists with proper permissions. No changes made."
                                : "")
                .tree();
    }

    private List<String> apply(FileMeta wanted, String path)
            throws IOException, InterruptedException {
        var failed = new ArrayList<>(wanted.apply(context, path, follow, result.changes()));
        failed.addAll(FileAttributes.apply(context, path, call.value("attrs"), result.changes()));
        return failed;
    }

    private JsonNode manage(Optional<byte[]> given) throws Exception {
        var sources = new FileSources(call);
        var content = new ManagedContent(call, sources, name, given);
        try {
            content.look();
            if (keepMode) {
                meta = meta.withMode(sources.mode(content.url()));
            }
            return context.test() ? test(content) : real(content);
        } catch (FileSources.Unusable e) {
            return result.changes(Json.object()).failed(e.getMessage()).tree();
        } catch (ModuleError.Failed e) {
            if (content.isRendering() && context.test()) {
                throw e;
            }
            return result.changes(Json.object())
                    .failed("Unable to manage file: " + e.getMessage())
                    .tree();
        }
    }

    private JsonNode test(ManagedContent content) throws Exception {
        if (!isThere()) {
            content.render();
            result.change("newfile", name);
        } else {
            if (!content.isEmpty() && !content.isSame(machine)) {
                String diff =
                        call.flag("show_changes")
                                ? FileDiffs.of(machine.read(name), content.unchecked())
                                : FileDiffs.HIDDEN;
                result.change("diff", diff);
            }
            apply(meta, name);
        }
        return result.changes().isEmpty()
                ? result.done("The file " + name + " is in the correct state").tree()
                : result.would(
                                "The file "
                                        + name
                                        + " is set to be changed\n"
                                        + "Note: No changes made, actual changes may\n"
                                        + "be different due to other states.")
                        .tree();
    }

    private boolean isThere() throws IOException {
        return machine.stat(name, follow).isPresent();
    }

    private JsonNode real(ManagedContent content) throws Exception {
        boolean there = Paths.isFile(machine, name);
        if (there ? content.isSame(machine) : content.isEmpty()) {
            return there ? finish() : touch();
        }
        byte[] bytes = content.read(there);
        String parent = Paths.parent(name);
        boolean orphan = !Paths.isDirectory(machine, parent);
        if (orphan && !call.flag("makedirs")) {
            return result.failed("Parent directory not present").tree();
        }
        JsonNode refused = check(bytes);
        if (refused.isObject()) {
            return refused;
        }
        if (orphan) {
            makeParents();
        }
        if (there) {
            replace(bytes);
        } else {
            create(bytes, content.isStatic());
        }
        return finish();
    }

    private void makeParents() throws IOException {
        String mode = FileParents.modeFor(FileMeta.normal(call.value("dir_mode")), meta.mode());
        FileParents.make(context, name, new FileMeta(meta.user(), meta.group(), mode));
    }

    private void replace(byte[] bytes) throws IOException {
        byte[] before = machine.read(name);
        result.change(
                "diff", call.flag("show_changes") ? FileDiffs.of(before, bytes) : FileDiffs.HIDDEN);
        boolean link =
                machine.stat(name, false).filter(s -> s.kind() == FileStat.Kind.LINK).isPresent();
        if (link && !follow) {
            result.change("diff", "Replace symbolic link with regular file");
        }
        FileBackups.keep(context, FileBackups.mode(context, call.value("backup")), name);
        AtomicFile.write(machine, name, bytes, AtomicFile.BY_UMASK, follow);
    }

    /** A new file is its owner's alone until its owner and mode are set. */
    private void create(byte[] bytes, boolean isStatic) throws IOException {
        boolean byUmask = isStatic && meta.mode().isEmpty();
        int mode = byUmask ? AtomicFile.BY_UMASK : Integer.parseInt(TEMPORARY, 8);
        AtomicFile.write(machine, name, bytes, mode, follow);
        if (!isStatic && meta.mode().isEmpty()) {
            meta = meta.withMode(FileMeta.shown(byUmask()));
        }
        result.change("diff", "New file");
    }

    private int byUmask() throws IOException {
        String probe = Paths.parent(name) + "/." + Paths.name(name) + ".umask";
        machine.write(probe, new byte[0]);
        int mode = machine.stat(probe, false).orElseThrow().mode();
        machine.delete(probe);
        return mode;
    }

    private JsonNode touch() throws Exception {
        if (!Paths.isDirectory(machine, Paths.parent(name))) {
            if (!call.flag("makedirs")) {
                return result.failed("Parent directory not present").tree();
            }
            makeParents();
        }
        int mode = meta.mode().isEmpty() ? AtomicFile.BY_UMASK : Integer.parseInt(TEMPORARY, 8);
        AtomicFile.write(machine, name, new byte[0], mode, follow);
        result.change("new", "file " + name + " created");
        List<String> failed = apply(meta, name);
        return failed.isEmpty()
                ? result.done("Empty file").tree()
                : result.failed("Empty file; " + String.join("; ", failed)).tree();
    }

    private JsonNode finish() throws IOException, InterruptedException {
        List<String> failed = apply(meta, name);
        if (!failed.isEmpty()) {
            return result.failed(String.join("; ", failed)).tree();
        }
        if (!result.changes().isEmpty()) {
            return result.done("File " + name + " updated").tree();
        }
        return result.done("File " + name + " is in the correct state").tree();
    }

    /** Runs check_cmd on the new content before it is put in place. @return the failed result, or null node */
    private JsonNode check(byte[] bytes) throws Exception {
        JsonNode command = call.value("check_cmd");
        if (!Values.isTrue(command)) {
            command = context.state().chunk().path("check_cmd");
        }
        if (!Values.isTrue(command)) {
            return Values.none();
        }
        Optional<String> refused;
        try (var temporary = CheckFile.of(call, bytes)) {
            refused = CheckFile.refused(call, Values.asText(command), temporary.path());
        }
        return refused.isEmpty()
                ? Values.none()
                : result.changes(Json.object())
                        .failed(refused.get())
                        .with("skip_watch", Values.of(true))
                        .tree();
    }

    private static JsonNode checkCommand(Call call) throws Exception {
        Optional<String> refused = CheckFile.refused(call, call.text("cmd"), call.text("filename"));
        return refused.isEmpty()
                ? Values.of(true)
                : Json.object()
                        .put("comment", refused.get())
                        .put("skip_watch", true)
                        .put("result", false);
    }
}
