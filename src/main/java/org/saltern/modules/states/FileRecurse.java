package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Context;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;
import org.saltern.modules.exec.Paths;
import org.saltern.modules.exec.SaltUrl;

/** {@code file.recurse}: a directory of the master on this machine, each file as {@code file.managed} would manage it. */
final class FileRecurse {
    private final Call call;
    private final Context context;
    private final String name;
    private final StateResult result;
    private final Map<String, List<String>> comments = new LinkedHashMap<>();
    private final Set<String> keep = new LinkedHashSet<>();
    private JsonNode worst = Values.of(true);
    private boolean keepMode;

    private FileRecurse(Call call) throws IOException {
        this.call = call;
        this.context = call.context();
        this.name = Paths.expanded(call.machine(), call.text("name")).replaceFirst("(?<=.)/+$", "");
        this.result = StateResult.named(call.text("name"));
        this.keepMode = Values.asText(call.value("file_mode")).equalsIgnoreCase("keep");
    }

    static List<Function> all() {
        return List.of(
                Function.named("file.recurse")
                        .doc("A directory of the master with all its files.")
                        .takes(
                                "name, source, keep_source=True, clean=False, require=None,"
                                        + " user=None, group=None, dir_mode=None, file_mode=None,"
                                        + " sym_mode=None, template=None, context=None, replace=True,"
                                        + " defaults=None, include_empty=False, backup='',"
                                        + " include_pat=None, exclude_pat=None, maxdepth=None,"
                                        + " keep_symlinks=False, force_symlinks=False, win_owner=None,"
                                        + " win_perms=None, win_deny_perms=None, win_inheritance=True,"
                                        + " **kwargs")
                        .runs(call -> new FileRecurse(call).run()));
    }

    private JsonNode run() throws Exception {
        FileMeta meta =
                FileMeta.of(call.value("user"), call.value("group"), call.value("dir_mode"));
        String wrong = refused(meta);
        if (!wrong.isEmpty()) {
            return result.failed(wrong).tree();
        }
        SaltUrl source;
        try {
            source = source();
        } catch (ModuleError.Failed e) {
            return result.failed("Recurse failed: " + e.getMessage()).tree();
        }
        if (!new FileSources(call).isDirectory(source)) {
            return result.failed(
                            "The directory '"
                                    + source.path()
                                    + "' does not exist on the salt fileserver in saltenv '"
                                    + source.environment()
                                    + "'")
                    .tree();
        }
        if (!Paths.isDirectory(call.machine(), name)) {
            if (Paths.exists(call.machine(), name)) {
                return result.failed("The path " + name + " exists and is not a directory").tree();
            }
            if (!context.test()) {
                FileParents.make(context, name, meta);
                FileParents.directory(context, name, meta);
            }
        }
        manage(source);
        clean();
        return answer();
    }

    private String refused(FileMeta meta) throws IOException {
        if (call.keywords().has("mode")) {
            return "'mode' is not allowed in 'file.recurse'. Please use 'file_mode' and"
                    + " 'dir_mode'.";
        }
        String missing = meta.missing(context);
        if (!missing.isEmpty()) {
            return missing;
        }
        if (!name.startsWith("/")) {
            return "Specified file " + name + " is not an absolute path";
        }
        for (String url : FileSources.texts(call.value("source"))) {
            if (!url.startsWith("salt://")) {
                return "Invalid source '" + url + "' (must be a salt:// URI)";
            }
        }
        return "";
    }

    private SaltUrl source() throws IOException, InterruptedException {
        var urls = Json.array();
        FileSources.texts(call.value("source")).forEach(u -> urls.add(u.replaceFirst("/+$", "")));
        String url = new FileSources(call).choose(urls, Values.none()).url();
        return SaltUrl.of(url, context.state().environment());
    }

    private void manage(SaltUrl source) throws Exception {
        String prefix = source.path().isEmpty() ? "" : source.path() + "/";
        Map<String, String> links =
                call.flag("keep_symlinks")
                        ? context.files().links(source.environment(), prefix)
                        : Map.of();
        var directories = new LinkedHashSet<String>();
        var files = new LinkedHashMap<String, String>();
        var symlinks = new LinkedHashMap<String, String>();
        for (String path : context.files().files(source.environment(), prefix)) {
            if (!path.startsWith(prefix)
                    || links.keySet().stream().anyMatch(l -> path.startsWith(l + "/"))) {
                continue;
            }
            String relative = path.substring(prefix.length());
            if (isWanted(relative)) {
                if (links.containsKey(path)) {
                    symlinks.put(name + "/" + relative, links.get(path));
                } else {
                    directories.add(Paths.parent(name + "/" + relative));
                    files.put(name + "/" + relative, "salt://" + path);
                }
            }
        }
        for (Map.Entry<String, String> link : links.entrySet()) {
            String relative =
                    link.getKey().substring(Math.min(prefix.length(), link.getKey().length()));
            if (link.getKey().startsWith(prefix) && isWanted(relative)) {
                symlinks.put(name + "/" + relative, link.getValue());
            }
        }
        if (call.flag("include_empty")) {
            for (String path : context.files().directories(source.environment(), prefix)) {
                if (path.startsWith(prefix) && isWanted(path.substring(prefix.length()))) {
                    directories.add(name + "/" + path.substring(prefix.length()));
                }
            }
        }
        apply(directories, files, symlinks, source.environment());
    }

    private boolean isWanted(String relative) {
        boolean shallow =
                call.value("maxdepth").isNull()
                        || relative.chars().filter(c -> c == '/').count()
                                <= call.number("maxdepth");
        return !relative.isEmpty()
                && shallow
                && PathPatterns.allow(
                        relative, call.value("include_pat"), call.value("exclude_pat"));
    }

    private void apply(
            Set<String> directories,
            Map<String, String> files,
            Map<String, String> links,
            String environment)
            throws Exception {
        for (Map.Entry<String, String> e : links.entrySet()) {
            ObjectNode arguments = common(e.getKey()).put("target", e.getValue());
            arguments.put("makedirs", true).set("force", call.value("force_symlinks"));
            arguments.set("mode", call.value("sym_mode"));
            merge(e.getKey(), FileSymlink.apply(context, arguments));
        }
        for (String dir : directories) {
            keep.add(dir);
            if (!replaced(dir, false)) {
                ObjectNode arguments = common(dir).put("makedirs", true);
                arguments.set("dir_mode", call.value("dir_mode"));
                merge(dir, FileDirectory.apply(context, arguments));
            }
        }
        for (Map.Entry<String, String> e : files.entrySet()) {
            keep.add(e.getKey());
            if (!replaced(e.getKey(), true)) {
                merge(e.getKey(), FileManaged.apply(context, file(e, environment)));
            }
        }
        keep.addAll(links.keySet());
    }

    private ObjectNode common(String path) {
        ObjectNode out = Json.object().put("name", path);
        out.set("user", call.value("user"));
        out.set("group", call.value("group"));
        return out;
    }

    private ObjectNode file(Map.Entry<String, String> e, String environment) {
        boolean other = !environment.equals(context.state().environment());
        String url = e.getValue() + (other ? "?saltenv=" + environment : "");
        ObjectNode out = common(e.getKey()).put("source", url).put("makedirs", true);
        out.set("mode", keepMode ? Values.text("keep") : call.value("file_mode"));
        for (String argument :
                List.of("template", "context", "defaults", "backup", "keep_source", "replace")) {
            out.set(argument, call.value(argument));
        }
        for (String argument : List.of("show_changes", "skip_verify", "encoding")) {
            if (call.keywords().has(argument)) {
                out.set(argument, call.keyword(argument));
            }
        }
        return out;
    }

    /** With {@code clean}, a directory makes way for a file and a file for a directory. True in test mode: only said. */
    private boolean replaced(String path, boolean byFile) throws IOException {
        boolean directory = Paths.isDirectory(call.machine(), path);
        boolean inTheWay = Paths.exists(call.machine(), path) && directory == byFile;
        if (!call.flag("clean") || !inTheWay || (byFile && !call.flag("replace"))) {
            return false;
        }
        ObjectNode said = Json.object();
        said.set("changes", Json.object());
        if (context.test()) {
            said.put(
                    "comment",
                    byFile
                            ? "Replacing directory " + path + " with a file"
                            : "Replacing " + path + " with a directory");
            said.set("result", Values.none());
            merge(path, said);
            return true;
        }
        Paths.deleteAll(call.machine(), path);
        said.put("comment", "").put("result", true);
        said.withObject("/changes")
                .put(
                        "diff",
                        byFile
                                ? "Replaced directory with a new file"
                                : "Replaced file with a directory");
        merge(path, said);
        return false;
    }

    /** The worst result of all counts: false, would change, true. */
    private void merge(String path, ObjectNode one) {
        JsonNode is = one.get("result");
        boolean fine = is.isBoolean() && is.booleanValue();
        if ((is.isBoolean() && !is.booleanValue()) || (worst.isBoolean() && worst.booleanValue())) {
            worst = is;
        }
        if (!fine && !one.get("comment").asText().isEmpty()) {
            comments.computeIfAbsent(path, p -> new ArrayList<>()).add(one.get("comment").asText());
        }
        if (!one.get("changes").isEmpty()) {
            result.change(path, one.get("changes"));
        }
    }

    private void clean() throws IOException, InterruptedException {
        if (!call.flag("clean") || !Paths.isDirectory(call.machine(), name)) {
            return;
        }
        var cleaning = new FileCleaning(call, name);
        keep.forEach(cleaning::keep);
        List<String> removed = cleaning.remove(call.value("exclude_pat"));
        if (removed.isEmpty()) {
            return;
        }
        if (context.test()) {
            worst = worst.isBoolean() && worst.booleanValue() ? Values.none() : worst;
            comments.put("removed", removed);
        } else {
            result.change("removed", Values.texts(removed));
        }
    }

    private JsonNode answer() {
        var words = new StringBuilder();
        comments.forEach(
                (path, lines) -> {
                    words.append(words.isEmpty() ? "" : "\n");
                    words.append("\n#### ").append(path).append(" ####\n");
                    words.append(String.join("\n", lines));
                });
        String comment = words.toString().strip();
        boolean fine = worst.isNull() || worst.booleanValue();
        if (result.changes().isEmpty() && fine && comment.isEmpty()) {
            comment = "The directory " + name + " is in the correct state";
        }
        return result.is(worst, comment.isEmpty() ? "Recursively updated " + name : comment).tree();
    }
}
