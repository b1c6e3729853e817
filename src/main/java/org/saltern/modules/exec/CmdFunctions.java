package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Templates;
import org.saltern.modules.Values;

/** {@code cmd.*}: commands of the machine. */
final class CmdFunctions {
    private static final String HEAD =
            "cmd, cwd=None, stdin=None, runas=None, group=None, shell=None, ";
    private static final String TAIL =
            "success_retcodes=None, success_stdout=None, success_stderr=None, **kwargs";
    private static final String RUN =
            HEAD
                    + "python_shell=None, env=None, clean_env=False, template=None, rstrip=True,"
                    + " umask=None, output_encoding=None, output_loglevel='debug',"
                    + " log_callback=None, hide_output=False, timeout=None,"
                    + " reset_system_locale=True, ignore_retcode=False, saltenv=None, use_vt=False,"
                    + " ";
    private static final String SCRIPT =
            "source, args=None, cwd=None, stdin=None, runas=None, group=None, shell=None,"
                    + " python_shell=None, env=None, template=None, umask=None, ";
    private static final String WAYS =
            "\n\n"
                    + "Takes: cwd (default: the user's home), stdin, runas (another user), env (map),"
                    + " clean_env, umask (octal), timeout (seconds; then everything it started is"
                    + " killed), shell, python_shell (False: no shell, words are split), rstrip,"
                    + " hide_output, output_encoding, ignore_retcode, success_retcodes, success_stdout,"
                    + " success_stderr. Output is told while it arrives.";
    private static final int OWNER_MAY_RUN = 0500;
    private static final int OWNER_MAY_READ = 0400;

    private CmdFunctions() {}

    static List<Function> all() {
        var all = new ArrayList<Function>();
        all.addAll(runs());
        all.addAll(otherRuns());
        all.addAll(scripts());
        all.addAll(lookups());
        return all;
    }

    private static List<Function> runs() {
        return List.of(
                Function.named("cmd.run")
                        .doc(
                                "Runs a command; answers what it printed, errors included.\n\n"
                                        + "    salt '*' cmd.run 'uptime'"
                                        + WAYS)
                        .takes(
                                RUN
                                        + "redirect_stderr=True, bg=False, password=None,"
                                        + " encoded_cmd=False, raise_err=False, prepend_path=None, "
                                        + TAIL)
                        .runs(CmdFunctions::run),
                Function.named("cmd.run_stdout")
                        .doc("Runs a command; answers its standard output." + WAYS)
                        .takes(RUN + "password=None, prepend_path=None, " + TAIL)
                        .runs(call -> Values.text(CmdRun.of(call).run().out())),
                Function.named("cmd.run_stderr")
                        .doc("Runs a command; answers its standard error." + WAYS)
                        .takes(RUN + "password=None, prepend_path=None, " + TAIL)
                        .runs(call -> Values.text(CmdRun.of(call).run().err())),
                Function.named("cmd.run_all")
                        .doc("Runs a command; answers pid, retcode, stdout and stderr." + WAYS)
                        .takes(
                                RUN
                                        + "redirect_stderr=False, password=None, encoded_cmd=False,"
                                        + " prepend_path=None, "
                                        + TAIL)
                        .runs(
                                call ->
                                        CmdRun.of(call)
                                                .mergingErrors(call.flag("redirect_stderr"))
                                                .run()
                                                .tree()));
    }

    private static List<Function> otherRuns() {
        return List.of(
                Function.named("cmd.shell")
                        .doc(
                                "Runs a command line in a shell; answers what it printed, errors"
                                        + " included."
                                        + WAYS)
                        .takes(
                                HEAD
                                        + "env=None, clean_env=False, template=None, rstrip=True,"
                                        + " umask=None, output_encoding=None,"
                                        + " output_loglevel='debug', log_callback=None,"
                                        + " hide_output=False, timeout=None,"
                                        + " reset_system_locale=True, ignore_retcode=False,"
                                        + " saltenv=None, use_vt=False, bg=False, password=None,"
                                        + " prepend_path=None, "
                                        + TAIL)
                        .runs(
                                call ->
                                        Values.text(
                                                CmdRun.of(call)
                                                        .inShell(true)
                                                        .mergingErrors(true)
                                                        .run()
                                                        .out())),
                Function.named("cmd.retcode")
                        .doc("Runs a command; answers its exit code." + WAYS)
                        .takes(
                                HEAD
                                        + "python_shell=None, env=None, clean_env=False,"
                                        + " template=None, umask=None, output_encoding=None,"
                                        + " output_loglevel='debug', log_callback=None,"
                                        + " timeout=None, reset_system_locale=True,"
                                        + " ignore_retcode=False, saltenv=None, use_vt=False,"
                                        + " password=None, "
                                        + TAIL)
                        .runs(call -> Values.of(CmdRun.of(call).run().retcode())),
                Function.named("cmd.run_bg")
                        .doc(
                                "Starts a command and leaves it running; answers its pid. Its"
                                        + " output is lost."
                                        + WAYS)
                        .takes(
                                "cmd, cwd=None, runas=None, group=None, shell=None,"
                                        + " python_shell=None, env=None, clean_env=False,"
                                        + " template=None, umask=None, timeout=None,"
                                        + " output_encoding=None, output_loglevel='debug',"
                                        + " log_callback=None, reset_system_locale=True,"
                                        + " ignore_retcode=False, saltenv=None, password=None,"
                                        + " prepend_path=None, "
                                        + TAIL)
                        .runs(call -> Json.object().put("pid", CmdRun.of(call).start())));
    }

    private static List<Function> scripts() {
        return List.of(
                Function.named("cmd.script")
                        .doc(
                                "Fetches a script (salt://, http(s):// or a path of the minion) and"
                                        + " runs it; answers pid, retcode, stdout and stderr.\n\n"
                                        + "    salt '*' cmd.script salt://scripts/check.sh args='a b'"
                                        + " cwd=/srv")
                        .takes(
                                SCRIPT
                                        + "output_encoding=None, output_loglevel='debug',"
                                        + " log_callback=None, hide_output=False, timeout=None,"
                                        + " reset_system_locale=True, saltenv=None, use_vt=False,"
                                        + " bg=False, password=None, "
                                        + TAIL)
                        .runs(CmdFunctions::script),
                Function.named("cmd.script_retcode")
                        .doc("As cmd.script, but answers the exit code only.")
                        .takes(
                                SCRIPT
                                        + "timeout=None, reset_system_locale=True, saltenv=None,"
                                        + " output_encoding=None, output_loglevel='debug',"
                                        + " log_callback=None, use_vt=False, password=None, "
                                        + TAIL)
                        .runs(call -> script(call).path("retcode")),
                Function.named("cmd.exec_code")
                        .doc(
                                "Gives code to an interpreter; answers its standard output.\n\n"
                                        + "    salt '*' cmd.exec_code bash 'echo $0'")
                        .takes("lang, code, cwd=None, args=None, **kwargs")
                        .runs(call -> exec(call).path("stdout")),
                Function.named("cmd.exec_code_all")
                        .doc(
                                "Gives code to an interpreter; answers pid, retcode, stdout and"
                                        + " stderr.")
                        .takes("lang, code, cwd=None, args=None, **kwargs")
                        .runs(CmdFunctions::exec));
    }

    private static List<Function> lookups() {
        return List.of(
                Function.named("cmd.which")
                        .doc("Answers where a program is, None when it is not on the PATH.")
                        .arg("cmd")
                        .runs(
                                call ->
                                        Values.text(
                                                call.machine()
                                                        .which(call.text("cmd"))
                                                        .orElse(null))),
                Function.named("cmd.which_bin")
                        .doc(
                                "Answers where the first of these programs is that can be found,"
                                        + " else None.")
                        .arg("cmds")
                        .runs(CmdFunctions::whichBin),
                Function.named("cmd.has_exec")
                        .doc("Answers whether a program is on the PATH.")
                        .arg("cmd")
                        .runs(
                                call ->
                                        Values.of(
                                                call.machine()
                                                        .which(call.text("cmd"))
                                                        .isPresent())),
                Function.named("cmd.shells")
                        .doc("Answers the shells listed in /etc/shells.")
                        .runs(CmdFunctions::shells));
    }

    private static JsonNode run(Call call) throws IOException, InterruptedException {
        CmdRun run = CmdRun.of(call).mergingErrors(call.flag("redirect_stderr"));
        if (call.flag("bg")) {
            run.start();
            return Values.text("");
        }
        CmdRun.Result result = run.run();
        if (call.flag("raise_err") && result.retcode() != 0) {
            String why =
                    "Command '"
                            + call.text("cmd")
                            + "' failed with return code: "
                            + result.retcode();
            throw new ModuleError.Failed(result.out().isEmpty() ? why : result.out());
        }
        return Values.text(result.out());
    }

    private static JsonNode script(Call call) throws Exception {
        String source = call.text("source");
        Optional<String> cached =
                Downloads.of(call).cache(source, call.given("saltenv").orElse(null));
        if (cached.isEmpty()) {
            call.retcode(1);
            ObjectNode none =
                    Json.object()
                            .put("pid", 0)
                            .put("retcode", 1)
                            .put("stdout", "")
                            .put("stderr", "");
            return none.put("cache_error", true);
        }
        try (TempDir temp = TempDir.of(call.machine())) {
            byte[] content = rendered(call, call.machine().read(cached.get()));
            String file =
                    temp.file(
                            Paths.name(cached.get()),
                            content,
                            OWNER_MAY_RUN,
                            call.given("runas").orElse(""));
            JsonNode args = call.value("args");
            return CmdRun.of(call, script(file, args)).inShell(true).run().tree();
        }
    }

    private static byte[] rendered(Call call, byte[] content)
            throws IOException, InterruptedException {
        JsonNode engine = call.value("template");
        if (!Values.isTrue(engine)) {
            return content;
        }
        ObjectNode variables = Json.object();
        if (call.keyword("context") instanceof ObjectNode given) {
            variables.setAll(given);
        }
        var template =
                new Templates.Template(
                        Values.asText(engine),
                        new String(content, StandardCharsets.UTF_8),
                        call.text("source"),
                        call.given("saltenv").orElse(Options.environment(call.context())),
                        variables);
        return call.context()
                .templates()
                .render(call.context(), template)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode script(String file, JsonNode args) {
        String words =
                args.isArray()
                        ? ShellWords.quoted(Call.texts(args))
                        : args.isNull() ? "" : Values.asText(args);
        return Values.text((ShellWords.quoted(file) + " " + words).strip());
    }

    private static JsonNode exec(Call call) throws Exception {
        try (TempDir temp = TempDir.of(call.machine())) {
            String runas = Values.asText(call.keyword("runas"));
            byte[] code = call.text("code").getBytes(StandardCharsets.UTF_8);
            String file =
                    temp.file(
                            "code.exec",
                            code,
                            OWNER_MAY_READ,
                            call.keyword("runas").isNull() ? "" : runas);
            var argv = new ArrayList<String>(ShellWords.split(call.text("lang")));
            argv.add(file);
            JsonNode args = call.value("args");
            argv.addAll(
                    args.isArray()
                            ? Call.texts(args)
                            : args.isNull() ? List.of() : ShellWords.split(Values.asText(args)));
            return CmdRun.of(call, Values.texts(argv)).inShell(false).run().tree();
        }
    }

    private static JsonNode whichBin(Call call) throws IOException {
        for (String name : call.texts("cmds")) {
            Optional<String> found = call.machine().which(name);
            if (found.isPresent()) {
                return Values.text(found.get());
            }
        }
        return Values.none();
    }

    private static JsonNode shells(Call call) throws IOException {
        if (!Paths.isFile(call.machine(), "/etc/shells")) {
            return Json.array();
        }
        String text = new String(call.machine().read("/etc/shells"), StandardCharsets.UTF_8);
        return Values.texts(
                text.lines().map(String::strip).filter(l -> l.startsWith("/")).toList());
    }
}
