package org.saltern.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.sls.conformance.JinjaCase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs all cases of a folder, of either kind, in the order of their file names. */
public final class Conformance {
    private static final Logger LOG = LoggerFactory.getLogger(Conformance.class);
    private static final int LONGEST_DIFFERENCE = 4000;

    private final Listener listener;
    private int passed;
    private int failed;

    /** Hears of each case. */
    @FunctionalInterface
    public interface Listener {
        /** @param difference the first difference; empty when the case passed */
        void ran(String name, Optional<String> difference);
    }

    public Conformance(Listener listener) {
        this.listener = listener;
    }

    /** Prints {@code ok NAME} or {@code FAIL NAME: difference} for each case. */
    public static Listener printing(java.io.PrintStream out) {
        return (name, difference) ->
                out.println(
                        difference
                                .map(
                                        d ->
                                                "FAIL "
                                                        + name
                                                        + ": "
                                                        + Problem.shown(d, LONGEST_DIFFERENCE))
                                .orElse("ok " + name));
    }

    /** Runs the folder. @throws Problem.BadInput it holds no cases, or one that cannot be read */
    public void run(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(f -> f.toString().endsWith(".json")).sorted().toList();
        }
        if (files.isEmpty()) {
            throw new Problem.BadInput(
                    "This folder holds no cases",
                    folder.toString(),
                    "Give a folder with one JSON file per state case, or per topic of Jinja"
                            + " cases.");
        }
        for (Path file : files) {
            String text = Files.readString(file);
            JsonNode tree = Json.parse(text);
            if (tree.has("runs")) {
                String name = tree.path("name").asText(file.toString());
                count(name, result(() -> StateCase.run(tree)));
            } else if (tree.has("cases")) {
                for (JinjaCase one : JinjaCase.of(text)) {
                    count(one.name(), result(one::difference));
                }
            }
        }
    }

    private interface Case {
        Optional<String> run();
    }

    /** A case that meets a bug fails; the others still run. */
    private static Optional<String> result(Case one) {
        try {
            return one.run();
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("A case met a bug", e);
            return Optional.of("met a bug: " + e);
        }
    }

    private void count(String name, Optional<String> difference) {
        if (difference.isEmpty()) {
            passed++;
        } else {
            failed++;
        }
        listener.ran(name, difference);
    }

    public int passed() {
        return passed;
    }

    public int failed() {
        return failed;
    }
}
