package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;
import org.saltern.modules.exec.Paths;
import org.saltern.modules.exec.ShellWords;
import org.saltern.modules.exec.TempDir;

/** {@code file.patch}: a file or directory to which a patch is applied. Tried dry first, so that it is applied whole or not. */
final class FilePatched {
    private static final List<String> REFUSED =
            List.of("-N", "--forward", "-r", "--reject-file", "-o", "--output");

    private FilePatched() {}

    static List<Function> all() {
        return List.of(
                Function.named("file.patch")
                        .doc("A file or directory with a patch applied.")
                        .takes(
                                "name, source=None, source_hash=None, source_hash_name=None,"
                                        + " skip_verify=False, template=None, context=None,"
                                        + " defaults=None, options='', reject_file=None, strip=None,"
                                        + " saltenv=None, **kwargs")
                        .runs(FilePatched::run));
    }

    private static JsonNode run(Call call) throws Exception {
        StateResult result = StateResult.of(call);
        String name = Paths.expanded(call.machine(), call.text("name"));
        Optional<String> wrong = refused(call, name);
        if (wrong.isPresent()) {
            return result.failed(wrong.get()).tree();
        }
        List<String> options = new ArrayList<>();
        String strip = call.given("strip").orElse("");
        for (String option : ShellWords.split(call.text("options"))) {
            if (option.matches("-p[0-9]+|--strip=[0-9]+")) {
                strip = option.replaceFirst("^(-p|--strip=)", "");
            } else {
                options.add(option);
            }
        }
        if (!strip.isEmpty() && Paths.isDirectory(call.machine(), name)) {
            options.add("-p" + strip);
        }
        try (TempDir folder = TempDir.of(call.machine())) {
            var sources = new FileSources(call);
            var content = new ManagedContent(call, sources, name, Optional.empty());
            content.look();
            if (content.isEmpty()) {
                return result.failed("A source is required to patch " + name).tree();
            }
            String patch = folder.file("patch", content.read(false), 0600, "");
            return apply(call, result, name, patch, options);
        } catch (FileSources.Unusable | ModuleError.Failed e) {
            return result.failed(e.getMessage()).tree();
        }
    }

    private static Optional<String> refused(Call call, String name) throws Exception {
        if (call.machine().which("patch").isEmpty()) {
            return Optional.of("patch executable not found on minion");
        }
        if (!name.startsWith("/")) {
            return Optional.of(name + " is not an absolute path");
        }
        if (!Paths.exists(call.machine(), name)) {
            return Optional.of(name + " does not exist");
        }
        List<String> bad =
                ShellWords.split(call.text("options")).stream()
                        .filter(o -> REFUSED.stream().anyMatch(o::startsWith))
                        .toList();
        if (!bad.isEmpty()) {
            return Optional.of(
                    "The following CLI options are not allowed: " + String.join(", ", bad));
        }
        Optional<String> rejects = call.given("reject_file");
        if (rejects.isPresent()) {
            String parent = Paths.parent(rejects.get());
            if (!rejects.get().startsWith("/")) {
                return Optional.of("'" + rejects.get() + "' is not an absolute path");
            }
            if (!Paths.isDirectory(call.machine(), parent)) {
                return Optional.of(
                        "Parent directory for reject_file '"
                                + rejects.get()
                                + "' either does not exist, or is not a directory");
            }
        }
        return Optional.empty();
    }

    private static JsonNode patch(
            Call call, String name, String patch, List<String> options, boolean dry)
            throws Exception {
        ObjectNode arguments =
                Json.object()
                        .put("originalfile", name)
                        .put("patchfile", patch)
                        .put("options", ShellWords.quoted(options))
                        .put("dry_run", dry);
        return call.context().modules().run(call.context(), "file.patch", List.of(), arguments);
    }

    private static JsonNode apply(
            Call call, StateResult result, String name, String patch, List<String> options)
            throws Exception {
        var forward = new ArrayList<>(options);
        forward.add("--forward");
        JsonNode tried = patch(call, name, patch, forward, true);
        if (tried.path("retcode").asInt() != 0) {
            var reverse = new ArrayList<>(options);
            reverse.addAll(List.of("-R", "-f"));
            if (patch(call, name, patch, reverse, true).path("retcode").asInt() == 0) {
                return result.done("Patch was already applied").tree();
            }
            String error = tried.path("stderr").asText();
            if (tried.path("retcode").asInt() == 2 && !error.isEmpty()) {
                return result.failed(error).tree();
            }
            if (call.given("reject_file").isPresent() && !call.context().test()) {
                call.machine().copy(patch, call.text("reject_file"));
            }
            return result.failed(
                            "Patch would not apply cleanly, no changes made. Results of dry-run are"
                                    + " below."
                                    + (call.given("reject_file").isEmpty()
                                            ? " Run state again using the reject_file option to"
                                                    + " save rejects to a persistent file."
                                            : "")
                                    + "\n\n"
                                    + Values.asText(tried.path("stdout"))
                                    + error)
                    .tree();
        }
        if (call.context().test()) {
            return result.changes((ObjectNode) tried).would("The patch would be applied").tree();
        }
        ObjectNode done = (ObjectNode) patch(call, name, patch, forward, false);
        result.changes(done);
        return done.path("retcode").asInt() == 0
                ? result.done("Patch successfully applied").tree()
                : result.failed("Failed to apply patch").tree();
    }
}
