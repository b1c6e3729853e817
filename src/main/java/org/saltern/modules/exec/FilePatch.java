package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Command;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Output;
import org.saltern.modules.Ran;

/** {@code file.patch}: patch(1) on a file or directory. */
final class FilePatch {
    private FilePatch() {}

    static List<Function> all() {
        return List.of(
                Function.named("file.patch")
                        .doc(
                                "Runs patch on a file, or in a directory; answers pid, retcode,"
                                        + " stdout and stderr.")
                        .takes("originalfile, patchfile, options='', dry_run=False")
                        .runs(FilePatch::run));
    }

    private static JsonNode run(Call call) throws IOException, InterruptedException {
        if (call.machine().which("patch").isEmpty()) {
            throw new ModuleError.Failed(
                    "patch executable not found. Is the distribution's patch package installed?");
        }
        String target = Paths.expanded(call.machine(), call.text("originalfile"));
        boolean directory = Paths.isDirectory(call.machine(), target);
        var argv = new ArrayList<>(List.of("patch"));
        argv.addAll(ShellWords.split(call.text("options")));
        for (String option : List.of("--forward", "--batch")) {
            if (!argv.contains(option) && !(option.equals("--forward") && reverses(argv))) {
                argv.add(option);
            }
        }
        if (argv.stream().noneMatch(a -> a.startsWith("--reject-file") || a.startsWith("-r"))) {
            argv.add("--reject-file=-");
        }
        if (call.flag("dry_run")) {
            argv.add("--dry-run");
        }
        argv.add("--input=" + call.text("patchfile"));
        argv.add(directory ? "--directory=" + target : target);
        Ran ran = call.machine().run(Command.of(argv), Output.NONE);
        return Json.object()
                .put("pid", ran.pid())
                .put("retcode", ran.exit())
                .put("stdout", ran.text().stripTrailing())
                .put("stderr", ran.errors().stripTrailing());
    }

    private static boolean reverses(List<String> argv) {
        return argv.contains("-R") || argv.contains("--reverse");
    }
}
