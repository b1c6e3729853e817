package org.saltern;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/security.md} names only what is there, and leaves nothing out. */
class SecurityMapTest {
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*Test)(?:#(\\w+))?`");
    private static final Pattern GUARD = Pattern.compile("`([a-z]+(?:\\.[a-z]+)*\\.[A-Z]\\w*)`");

    private static String page() throws IOException {
        return Files.readString(Path.of("docs/security.md"));
    }

    private static Map<String, Path> tests() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.toString().endsWith("Test.java"))
                    .collect(
                            Collectors.toMap(
                                    file -> file.getFileName().toString().replace(".java", ""),
                                    file -> file,
                                    (one, other) -> one,
                                    TreeMap::new));
        }
    }

    @Test
    void every_test_that_is_named_is_there() throws IOException {
        Map<String, Path> tests = tests();
        Set<String> missing = new TreeSet<>();
        for (var named : TEST.matcher(page()).results().toList()) {
            Path file = tests.get(named.group(1));
            String method = named.group(2);
            if (file == null
                    || method != null && !Files.readString(file).contains("void " + method + "(")) {
                missing.add(named.group());
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void every_guard_that_is_named_is_there() throws IOException {
        assertThat(
                        GUARD.matcher(page())
                                .results()
                                .map(guard -> guard.group(1).replace('.', '/') + ".java")
                                .filter(
                                        path ->
                                                !Files.exists(
                                                        Path.of(
                                                                "src/main/java/org/saltern",
                                                                path))))
                .isEmpty();
    }

    @Test
    void no_requirement_and_no_published_flaw_is_left_out() throws IOException {
        String page = page();
        assertThat(IntStream.rangeClosed(1, 45).mapToObj(n -> "| S-" + n + " |"))
                .allSatisfy(row -> assertThat(page).contains(row));
        assertThat(tests().keySet().stream().filter(name -> name.startsWith("Cve")))
                .hasSizeGreaterThan(30)
                .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }
}
