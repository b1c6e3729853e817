package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.saltern.modules.Call;
import org.saltern.modules.Command;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Output;
import org.saltern.modules.Ran;

/** Programs that functions run: without a shell, with plain output in English. */
final class Running {
    private static final Map<String, String> PLAIN = Map.of("LC_ALL", "C", "LANGUAGE", "C");

    private Running() {}

    /** @throws ModuleError.Missing the program is not on this machine */
    static Ran run(Call call, List<String> argv) throws IOException, InterruptedException {
        return run(call, Command.of(argv));
    }

    static Ran run(Call call, String... argv) throws IOException, InterruptedException {
        return run(call, List.of(argv));
    }

    /** @throws ModuleError.Missing the program is not on this machine */
    static Ran run(Call call, Command command) throws IOException, InterruptedException {
        String program = command.argv().get(0);
        var argv = new ArrayList<>(command.argv());
        argv.set(
                0,
                call.machine().which(program).orElseThrow(() -> new ModuleError.Missing(program)));
        Command found =
                new Command(
                        argv,
                        command.cwd(),
                        command.env(),
                        command.cleanEnv(),
                        command.stdin(),
                        command.runAs(),
                        command.umask(),
                        command.timeout(),
                        command.mergeErrors(),
                        command.limit());
        return call.machine().run(found.withEnv(PLAIN).withEnv(command.env()), Output.NONE);
    }

    /** Whether it ended well; what it complained of goes into a failure. @throws ModuleError.Failed it did not */
    static void must(Call call, String... argv) throws IOException, InterruptedException {
        Ran ran = run(call, argv);
        if (!ran.ok()) {
            throw new ModuleError.Failed(complaint(ran));
        }
    }

    /** Another execution function, through the registry of the call, so that another provider can stand there. */
    static JsonNode other(Call call, String function, ObjectNode keywords, JsonNode... positional)
            throws Exception {
        return call.context()
                .modules()
                .run(call.context(), function, List.of(positional), keywords);
    }

    /** What Salt's {@code cmd.run} answers: output and complaints as they came, without blanks at the end. */
    static String merged(Call call, Command command) throws IOException, InterruptedException {
        return run(call, command.withMergedErrors(true)).text().stripTrailing();
    }

    static String complaint(Ran ran) {
        String words = ran.errors().strip();
        return words.isEmpty() ? ran.text().strip() : words;
    }

    /** @throws ModuleError.BadRequest a name that a program would take for an option, or that holds control characters */
    static String name(String given) {
        if (given.isEmpty()
                || given.startsWith("-")
                || given.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new ModuleError.BadRequest("Not a name: '" + given + "'");
        }
        return given;
    }
}
