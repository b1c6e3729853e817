package org.saltern.sls.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every template in {@code src/test/resources/jinja} and {@code jinja-compared}, whose result a real Jinja2 or a real Salt gave. The
 * second folder holds what a long comparison with generated templates had found to differ.
 */
class JinjaCasesTest {
    @TestFactory
    List<DynamicContainer> a_template_renders_as_the_real_one() throws IOException {
        return topics(Path.of("src/test/resources/jinja"));
    }

    @TestFactory
    List<DynamicContainer> a_generated_template_renders_as_the_real_one() throws IOException {
        return topics(Path.of("src/test/resources/jinja-compared"));
    }

    private static List<DynamicContainer> topics(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(JinjaCasesTest::topic)
                    .toList();
        }
    }

    private static DynamicContainer topic(Path file) {
        List<JinjaCase> cases = read(file);
        return DynamicContainer.dynamicContainer(
                file.getFileName() + ": " + cases.size() + " cases",
                cases.stream().map(JinjaCasesTest::test));
    }

    private static List<JinjaCase> read(Path file) {
        try {
            return JinjaCase.of(Files.readString(file));
        } catch (IOException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }

    private static DynamicTest test(JinjaCase each) {
        return DynamicTest.dynamicTest(each.name(), () -> assertThat(each.difference()).isEmpty());
    }
}
