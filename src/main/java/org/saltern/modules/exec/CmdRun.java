package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.saltern.base.Json;
import org.saltern.modules.Accounts;
import org.saltern.modules.Call;
import org.saltern.modules.Command;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Ran;
import org.saltern.modules.Templates;
import org.saltern.modules.Values;

/**
 * One run of a command with the options that all {@code cmd} functions share. Facts (order of checks, messages, the
 * locale variables): Salt 3006 cmdmod.
 */
final class CmdRun {
    private static final List<String> LOCALE =
            List.of(
                    "LC_CTYPE",
                    "LC_NUMERIC",
                    "LC_TIME",
                    "LC_COLLATE",
                    "LC_MONETARY",
                    "LC_MESSAGES",
                    "LC_PAPER",
                    "LC_NAME",
                    "LC_ADDRESS",
                    "LC_TELEPHONE",
                    "LC_MEASUREMENT",
                    "LC_IDENTIFICATION",
                    "LANGUAGE");
    private static final double MILLIS = 1000;

    /** What a run left, as the functions answer it. */
    record Result(long pid, int retcode, String out, String err) {
        JsonNode tree() {
            return Json.object()
                    .put("pid", pid)
                    .put("retcode", retcode)
                    .put("stdout", out)
                    .put("stderr", err);
        }
    }

    private final Call call;
    private final JsonNode cmd;
    private boolean shell;
    private boolean mergeErrors;

    private CmdRun(Call call, JsonNode cmd) {
        this.call = call;
        this.cmd = cmd;
        JsonNode python = option("python_shell");
        this.shell = python.isNull() ? call.context().job().has("jid") : Values.isTrue(python);
    }

    /** The command is the parameter {@code cmd}, rendered when there is a {@code template}. */
    static CmdRun of(Call call) throws IOException, InterruptedException {
        JsonNode cmd = call.value("cmd");
        JsonNode engine = call.optional("template");
        if (!Values.isTrue(engine) || !cmd.isTextual()) {
            return of(call, cmd);
        }
        JsonNode env = call.optional("saltenv");
        var template =
                new Templates.Template(
                        Values.asText(engine),
                        cmd.textValue(),
                        "cmd",
                        env.isNull() ? Options.environment(call.context()) : Values.asText(env),
                        Json.object());
        return of(call, Values.text(call.context().templates().render(call.context(), template)));
    }

    static CmdRun of(Call call, JsonNode cmd) {
        return new CmdRun(call, cmd);
    }

    CmdRun inShell(boolean yes) {
        shell = yes;
        return this;
    }

    CmdRun mergingErrors(boolean yes) {
        mergeErrors = yes;
        return this;
    }

    /** Runs it to the end and sets the call's exit code. */
    Result run() throws IOException, InterruptedException {
        Command command = command();
        Charset charset = charset();
        Ran ran;
        try {
            ran = call.machine().run(command, call.context().progress());
        } catch (IOException e) {
            throw cannotRun(command, e);
        }
        Result result = ran.timedOut() ? timedOut(ran) : finished(ran, charset);
        if (!Values.isTrue(option("ignore_retcode"))) {
            call.retcode(result.retcode());
        }
        boolean hide = Values.isTrue(option("hide_output"));
        return hide ? new Result(result.pid(), result.retcode(), "", "") : result;
    }

    /** Starts it and leaves it alone; answers the process id. */
    long start() throws IOException {
        Command command = command();
        try {
            return call.machine().start(command);
        } catch (IOException e) {
            throw cannotRun(command, e);
        }
    }

    private JsonNode option(String name) {
        return call.optional(name);
    }

    private ModuleError cannotRun(Command command, IOException e) {
        String program = command.argv().get(0);
        String reason =
                e instanceof NoSuchFileException
                        ? "[Errno 2] No such file or directory: '" + program + "'"
                        : e.getMessage();
        return new ModuleError.Failed(
                "Unable to run command '"
                        + Values.shown(Values.texts(command.argv()))
                        + "', reason: "
                        + reason,
                e);
    }

    private Result timedOut(Ran ran) {
        String seconds = Values.asText(option("timeout"));
        return new Result(
                ran.pid(),
                1,
                Values.asText(cmd) + " : Timed out after " + seconds + " seconds",
                "");
    }

    private Result finished(Ran ran, Charset charset) {
        String out = tidy(ran.text(charset));
        String err = tidy(new String(ran.err(), charset));
        if (ran.cut()) {
            out += "\n[output cut after " + Command.LIMIT + " bytes]";
        }
        int retcode = isSuccess(ran.exit(), out, err) ? 0 : ran.exit();
        return new Result(ran.pid(), retcode, out, err);
    }

    private String tidy(String text) {
        JsonNode rstrip = option("rstrip");
        return rstrip.isNull() || Values.isTrue(rstrip) ? text.stripTrailing() : text;
    }

    private boolean isSuccess(int exit, String out, String err) {
        for (String code : Call.texts(option("success_retcodes"))) {
            if (!code.matches("-?[0-9]{1,9}")) {
                throw new ModuleError.BadRequest("success_retcodes must be a list of integers");
            }
            if (Integer.parseInt(code) == exit) {
                return true;
            }
        }
        return Call.texts(option("success_stdout")).stream().anyMatch(out::contains)
                || Call.texts(option("success_stderr")).stream().anyMatch(err::contains);
    }

    private Charset charset() {
        JsonNode name = option("output_encoding");
        try {
            return name.isNull() ? StandardCharsets.UTF_8 : Charset.forName(Values.asText(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new ModuleError.BadRequest("unknown encoding: " + Values.asText(name));
        }
    }

    private Command command() throws IOException {
        refuseWhatIsNotThere();
        String program = shellProgram();
        String runas = Values.asText(option("runas"));
        boolean other = !option("runas").isNull() && !runas.isEmpty();
        if (other && Accounts.of(call.machine()).user(runas).isEmpty()) {
            throw new ModuleError.Failed("User '" + runas + "' is not available");
        }
        Command command = Command.of(argv(program)).in(directory(other ? runas : ""));
        if (other) {
            command =
                    command.as(runas).withEnv(LoginEnvironment.of(call.machine(), runas, program));
        }
        command = command.withEnv(environment()).withCleanEnv(Values.isTrue(option("clean_env")));
        command = limited(command.withMergedErrors(mergeErrors));
        JsonNode stdin = option("stdin");
        return stdin.isNull()
                ? command
                : command.withStdin(input(stdin).getBytes(StandardCharsets.UTF_8));
    }

    private void refuseWhatIsNotThere() {
        for (String name : List.of("use_vt", "group")) {
            if (Values.isTrue(option(name))) {
                throw new ModuleError.BadRequest("'" + name + "' is not supported by this minion");
            }
        }
        CommandPolicy.of(call.context()).require(Values.asText(cmd));
    }

    private String shellProgram() throws IOException {
        JsonNode wanted = option("shell");
        String program =
                wanted.isNull()
                        ? call.context().grains().path("shell").asText("/bin/sh")
                        : Values.asText(wanted);
        if (!program.startsWith("/") || call.machine().which(program).isEmpty()) {
            throw new ModuleError.Failed("The shell " + program + " is not available");
        }
        return program;
    }

    private List<String> argv(String program) {
        var argv = new ArrayList<String>();
        if (shell) {
            argv.add(program);
            argv.add("-c");
        }
        if (cmd.isArray()) {
            argv.addAll(Call.texts(cmd));
        } else if (shell) {
            argv.add(Values.asText(cmd));
        } else {
            argv.addAll(ShellWords.split(Values.asText(cmd)));
        }
        if (argv.isEmpty()) {
            throw new ModuleError.BadRequest("There is no command to run");
        }
        return argv;
    }

    private String directory(String user) throws IOException {
        JsonNode cwd = option("cwd");
        if (!Values.isTrue(cwd)) {
            String home = Paths.home(call.machine(), user).orElse("/");
            return Paths.isDirectory(call.machine(), home) ? home : "/";
        }
        String path = Values.asText(cwd);
        if (!path.startsWith("/") || !Paths.isDirectory(call.machine(), path)) {
            throw new ModuleError.Failed(
                    "Specified cwd '" + path + "' either not absolute or does not exist");
        }
        return path;
    }

    private Map<String, String> environment() {
        var env = new HashMap<String, String>();
        JsonNode reset = option("reset_system_locale");
        if (reset.isNull() || Values.isTrue(reset)) {
            LOCALE.forEach(name -> env.put(name, "C"));
        }
        JsonNode given = option("env");
        for (JsonNode part : given.isArray() ? Trees.elements(given) : List.of(given)) {
            part.properties()
                    .forEach(
                            e ->
                                    env.put(
                                            e.getKey(),
                                            e.getValue().isNull()
                                                    ? ""
                                                    : Values.asText(e.getValue())));
        }
        JsonNode prepend = option("prepend_path");
        if (Values.isTrue(prepend)) {
            String path =
                    env.getOrDefault("PATH", call.machine().environment().getOrDefault("PATH", ""));
            env.put("PATH", Values.asText(prepend) + ":" + path);
        }
        return env;
    }

    private Command limited(Command command) {
        Command out = command;
        JsonNode umask = option("umask");
        if (!umask.isNull()) {
            out = out.withUmask(mask(Values.asText(umask)));
        }
        JsonNode timeout = option("timeout");
        if (Values.isTrue(timeout)) {
            if (!timeout.isNumber()) {
                throw new ModuleError.BadRequest(
                        "timeout " + Values.asText(timeout) + " must be a number");
            }
            out = out.within(Duration.ofMillis((long) (timeout.doubleValue() * MILLIS)));
        }
        return out;
    }

    private static int mask(String text) {
        String digits = text.replaceFirst("^0+", "");
        if (digits.isEmpty()) {
            throw new ModuleError.Failed("Zero umask is not allowed.");
        }
        if (!digits.matches("[0-7]{1,4}")) {
            throw new ModuleError.Failed("Invalid umask: '" + text + "'");
        }
        return Integer.parseInt(digits, 8);
    }

    private String input(JsonNode stdin) {
        String text = Values.asText(stdin);
        return Values.isTrue(call.keyword("stdin_raw_newlines")) ? text : text.replace("\\n", "\n");
    }
}
