package org.saltern.cli;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What somebody types into a terminal, and what it shows. */
final class TypedWords {
    private final Map<String, String> environment;
    private final Path home;
    private final List<Path> dataFolders;
    private String answers;
    private String secret;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    TypedWords(Map<String, String> environment, Path home, List<Path> dataFolders) {
        this.environment = environment;
        this.home = home;
        this.dataFolders = dataFolders;
    }

    /** Somebody is there and answers this. */
    TypedWords answering(String lines) {
        answers = lines;
        return this;
    }

    /** Somebody is there and types this password. */
    TypedWords withSecret(String password) {
        secret = password;
        return this;
    }

    /** Runs the command; its exit code. */
    int type(String... words) {
        out.reset();
        err.reset();
        var terminal =
                new Terminal(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Optional.ofNullable(answers)
                                .map(StringReader::new)
                                .map(BufferedReader::new),
                        question -> Optional.ofNullable(secret),
                        environment,
                        home,
                        false);
        var root = new CommandLine(new Root());
        new Clients(terminal, dataFolders).addTo(root);
        root.setErr(new java.io.PrintWriter(err, true, StandardCharsets.UTF_8));
        return root.execute(words);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Command(name = "saltern")
    private static final class Root {}
}
