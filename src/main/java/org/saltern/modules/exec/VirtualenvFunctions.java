package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Command;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Ran;
import org.saltern.modules.Values;

/** {@code virtualenv.*}: virtual environments of Python, made with virtualenv or with the module venv of python3. */
final class VirtualenvFunctions {
    private VirtualenvFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.named("virtualenv.create")
                        .doc(
                                "Makes a virtual environment with virtualenv (venv_bin: another"
                                        + " program, or venv); answers what it said.")
                        .takes(
                                "path, venv_bin=None, system_site_packages=False, distribute=False,"
                                        + " clear=False, python=None, extra_search_dir=None,"
                                        + " never_download=None, prompt=None, pip=False, symlinks=None,"
                                        + " upgrade=None, user=None, use_vt=False, saltenv='base',"
                                        + " **kwargs")
                        .runs(VirtualenvFunctions::create));
    }

    private static String program(Call call) {
        JsonNode set = call.context().options().path("venv_bin");
        return call.given("venv_bin").orElse(set.asText("virtualenv"));
    }

    private static void refuse(Call call, String program, String... names) {
        for (String name : names) {
            if (Values.isTrue(call.value(name))) {
                throw new ModuleError.Failed(
                        "The `"
                                + name
                                + "`(`--"
                                + name
                                + "`) option is not supported by '"
                                + program
                                + "'");
            }
        }
    }

    private static JsonNode create(Call call) throws Exception {
        String program = program(call);
        boolean module = program.contains("venv");
        var argv = new ArrayList<String>();
        if (program.equals("venv")) {
            argv.addAll(List.of("python3", "-m", "venv"));
        } else {
            argv.add(program);
        }
        if (module) {
            refuse(call, program, "python", "extra_search_dir", "never_download", "prompt");
            if (call.flag("upgrade")) {
                argv.add("--upgrade");
            }
            if (call.flag("symlinks")) {
                argv.add("--symlinks");
            }
        } else {
            refuse(call, program, "upgrade", "symlinks");
            if (call.given("python").isPresent()) {
                if (call.machine().which(call.text("python")).isEmpty()) {
                    throw new ModuleError.Failed(
                            "Cannot find requested python (" + call.text("python") + ").");
                }
                argv.add("--python=" + call.text("python"));
            }
            for (String folder : call.texts("extra_search_dir")) {
                argv.add("--extra-search-dir=" + folder);
            }
            if (call.flag("never_download")) {
                argv.add("--never-download");
            }
            call.given("prompt").ifPresent(p -> argv.add("--prompt=" + p));
        }
        if (call.flag("clear")) {
            argv.add("--clear");
        }
        if (call.flag("system_site_packages")) {
            argv.add("--system-site-packages");
        }
        argv.add(Paths.absolute(call.text("path")));
        Command command = Command.of(argv).in("/");
        Optional<String> user = call.given("user");
        if (user.isPresent()) {
            command =
                    command.as(user.get())
                            .withEnv(LoginEnvironment.of(call.machine(), user.get(), "/bin/sh"));
        }
        Ran ran = Running.run(call, command);
        return Json.object()
                .put("pid", ran.pid())
                .put("retcode", ran.exit())
                .put("stdout", ran.text().stripTrailing())
                .put("stderr", ran.errors().stripTrailing());
    }
}
