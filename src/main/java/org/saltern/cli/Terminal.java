package org.saltern.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a command prints, asks and finds its surroundings.
 *
 * @param input answers to questions, one line each; empty when nobody is there to answer
 * @param secrets reads an answer without showing it
 * @param environment the process's environment
 * @param home the user's home folder
 * @param colours whether the output is looked at on a terminal that shows colours
 */
public record Terminal(
        PrintStream out,
        PrintStream err,
        Optional<BufferedReader> input,
        Function<String, Optional<String>> secrets,
        Map<String, String> environment,
        Path home,
        boolean colours) {

    /** The terminal this process runs in. Colours only on a real one, and not with {@code NO_COLOR} set. */
    public static Terminal system() {
        // JDK 22 to 24 hand out a console even when nobody looks at it, unless told so.
        System.setProperty("jdk.console", "java.base");
        Console console = System.console();
        boolean attended = console != null;
        Map<String, String> environment = System.getenv();
        boolean colours =
                attended
                        && environment.getOrDefault("NO_COLOR", "").isEmpty()
                        && !"dumb".equals(environment.get("TERM"));
        var input = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        return new Terminal(
                System.out,
                System.err,
                attended ? Optional.of(input) : Optional.empty(),
                question -> attended ? secret(console, question) : Optional.empty(),
                environment,
                Path.of(System.getProperty("user.home")),
                colours);
    }

    Pen pen() {
        return new Pen(colours);
    }

    /** An environment variable; empty when it is unset or blank. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** One line of answer; empty when there is nobody to ask. */
    Optional<String> ask(String question) {
        if (input.isEmpty()) {
            return Optional.empty();
        }
        err.print(question);
        err.flush();
        try {
            return Optional.ofNullable(input.get().readLine());
        } catch (IOException e) {
            throw new IllegalStateException("The terminal cannot be read", e);
        }
    }

    private static Optional<String> secret(Console console, String question) {
        char[] answer = console.readPassword("%s", question);
        return answer == null ? Optional.empty() : Optional.of(new String(answer));
    }
}
