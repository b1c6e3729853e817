package org.saltern.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every recorded state case: what a real Salt answered is what Saltern answers. Never run as root: as root the cases run in a
 * process of nobody. Cases that are known to differ are listed in not-yet.txt, each with its reason; one that passes must leave
 * the list.
 */
class StateCasesTest {
    private static final Path CASES = Path.of("src/test/resources/states");

    private static Map<String, String> notYet() throws IOException {
        return Files.readAllLines(CASES.resolve("not-yet.txt")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split(": ", 2))
                .collect(Collectors.toMap(w -> w[0], w -> w[1]));
    }

    private static Map<String, Optional<String>> results() throws Exception {
        Map<String, Optional<String>> out = new TreeMap<>();
        if (Unprivileged.isRoot()) {
            String classes =
                    System.getProperty(
                            "surefire.test.class.path", System.getProperty("java.class.path"));
            new Unprivileged(classes).run("conformance", CASES, line -> read(line, out));
        } else {
            new Conformance(out::put).run(CASES);
        }
        return out;
    }

    private static void read(String line, Map<String, Optional<String>> out) {
        if (line.startsWith("ok ")) {
            out.put(line.substring(3), Optional.empty());
        } else if (line.startsWith("FAIL ")) {
            String[] words = line.substring(5).split(": ", 2);
            out.put(words[0], Optional.of(words[1]));
        }
    }

    @TestFactory
    Stream<DynamicTest> a_case_gives_the_recorded_answer() throws Exception {
        Map<String, String> notYet = notYet();
        Map<String, Optional<String>> results = results();
        assertThat(results).hasSize(183);
        assertThat(results.keySet().containsAll(notYet.keySet()))
                .as("%s", notYet.keySet())
                .isTrue();
        return results.entrySet().stream()
                .map(
                        e ->
                                dynamicTest(
                                        e.getKey(),
                                        () -> check(e.getValue(), notYet.get(e.getKey()))));
    }

    private static void check(Optional<String> difference, String reason) {
        if (reason == null) {
            assertThat(difference).isEmpty();
        } else {
            assertThat(difference).as("it passes: take it out of not-yet.txt").isPresent();
            assumeTrue(false, reason);
        }
    }
}
