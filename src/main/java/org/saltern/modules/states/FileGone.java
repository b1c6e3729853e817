package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;
import org.saltern.modules.exec.Paths;

/** {@code file.absent}, {@code exists}, {@code missing}, {@code pruned}: what is there and what is not. */
final class FileGone {
    private FileGone() {}

    static List<Function> all() {
        return List.of(
                Function.named("file.absent")
                        .doc("No file, link or directory of this name.")
                        .takes("name, **kwargs")
                        .runs(FileGone::absent),
                Function.named("file.exists")
                        .doc("Fails when the path is not there; changes nothing.")
                        .takes("name, **kwargs")
                        .runs(FileGone::exists),
                Function.named("file.missing")
                        .doc("Fails when the path is there; changes nothing.")
                        .takes("name, **kwargs")
                        .runs(FileGone::missing),
                Function.named("file.pruned")
                        .doc(
                                "No empty directory of this name; recurse removes the empty ones"
                                        + " below it.")
                        .takes("name, recurse=False, ignore_errors=False, older_than=None")
                        .runs(FileGone::pruned));
    }

    private static String name(Call call) throws IOException {
        return Paths.expanded(call.machine(), call.text("name"));
    }

    private static JsonNode absent(Call call) throws IOException {
        String name = name(call);
        StateResult result = StateResult.named(name);
        if (name.isEmpty()) {
            return result.failed("Must provide name to file.absent").tree();
        }
        if (!name.startsWith("/")) {
            return result.failed("Specified file " + name + " is not an absolute path").tree();
        }
        if (Paths.normal(name).equals("/")) {
            return result.failed("Refusing to make \"/\" absent").tree();
        }
        var stat = call.machine().stat(name, false);
        boolean asDirectory = name.endsWith("/");
        if (stat.isEmpty() || (asDirectory && !Paths.isDirectory(call.machine(), name))) {
            return result.done("File " + name + " is not present").tree();
        }
        boolean directory = stat.get().isDirectory();
        if (call.context().test()) {
            return result.change("removed", name)
                    .would((directory ? "Directory " : "File ") + name + " is set for removal")
                    .tree();
        }
        try {
            Paths.deleteAll(call.machine(), name.replaceFirst("(?<=.)/+$", ""));
        } catch (IOException e) {
            return result.failed(
                            "Failed to remove "
                                    + (directory ? "directory " : "")
                                    + name
                                    + ": "
                                    + e.getMessage())
                    .tree();
        }
        return result.change("removed", name)
                .done("Removed " + (directory ? "directory " : "file ") + name)
                .tree();
    }

    private static JsonNode exists(Call call) throws IOException {
        String name = name(call);
        StateResult result = StateResult.named(name);
        if (name.isEmpty()) {
            return result.failed("Must provide name to file.exists").tree();
        }
        return call.machine().stat(name, true).isPresent()
                ? result.done("Path " + name + " exists").tree()
                : result.failed("Specified path " + name + " does not exist").tree();
    }

    private static JsonNode missing(Call call) throws IOException {
        String name = name(call);
        StateResult result = StateResult.named(name);
        if (name.isEmpty()) {
            return result.failed("Must provide name to file.missing").tree();
        }
        return call.machine().stat(name, true).isPresent()
                ? result.failed("Specified path " + name + " exists").tree()
                : result.done("Path " + name + " is missing").tree();
    }

    private static JsonNode pruned(Call call) throws IOException, InterruptedException {
        String name = name(call);
        StateResult result = StateResult.named(name);
        if (!Paths.isDirectory(call.machine(), name)) {
            return result.done("Directory " + name + " is not present").tree();
        }
        boolean ignore = call.flag("ignore_errors");
        boolean recurse = ignore || call.flag("recurse");
        if (call.context().test()) {
            return result.change("deleted", name)
                    .would("Directory " + name + " is set for removal")
                    .tree();
        }
        var deleted = new TreeSet<String>();
        var errors = new ArrayList<JsonNode>();
        var levels = new ArrayList<>(DirectoryWalk.of(call.machine(), name, recurse ? -1 : 0));
        for (DirectoryWalk.Level level : levels.reversed()) {
            delete(call, level.path(), deleted, errors);
        }
        if (errors.isEmpty() && !recurse) {
            return result.change("deleted", name).done("Removed directory " + name).tree();
        }
        if (errors.isEmpty() || (ignore && !deleted.isEmpty())) {
            return result.change("deleted", Values.texts(deleted))
                    .done("Recursively removed empty directories under " + name)
                    .tree();
        }
        ObjectNode changes = Json.object();
        changes.set("deleted", Values.texts(deleted));
        changes.set("errors", Values.list(errors));
        return result.changes(deleted.isEmpty() ? Json.object() : changes)
                .failed("Failed to remove directory " + name)
                .tree();
    }

    private static void delete(Call call, String path, Set<String> deleted, List<JsonNode> errors)
            throws IOException {
        if (Values.isTrue(call.value("older_than"))) {
            var modified = call.machine().stat(path, false).orElseThrow().modified();
            long days = Duration.between(modified, call.context().clock().instant()).toDays();
            if (days < call.number("older_than")) {
                return;
            }
        }
        try {
            call.machine().delete(path);
            deleted.add(path);
        } catch (DirectoryNotEmptyException e) {
            errors.add(Json.array().add(path).add("Directory not empty"));
        } catch (IOException e) {
            errors.add(Json.array().add(path).add(String.valueOf(e.getMessage())));
        }
    }

    /** @throws ModuleError.BadRequest not a number of bytes such as {@code 10}, {@code 2K}, {@code 3 MiB} */
    static double bytes(JsonNode given) {
        if (given.isNumber()) {
            return given.doubleValue();
        }
        var parts =
                java.util.regex.Pattern.compile("([0-9.]+)\\s*([kmgtpKMGTP]?)(i?)([bB]?)")
                        .matcher(Values.asText(given).strip());
        if (!parts.matches()) {
            throw new ModuleError.BadRequest("Not a size: " + Values.asText(given));
        }
        String unit = parts.group(2).toUpperCase(java.util.Locale.ROOT);
        int power = unit.isEmpty() ? 0 : "KMGTP".indexOf(unit) + 1;
        boolean metric = parts.group(3).isEmpty() && !parts.group(4).isEmpty();
        return Double.parseDouble(parts.group(1)) * Math.pow(metric ? 1000 : 1024, power);
    }
}
