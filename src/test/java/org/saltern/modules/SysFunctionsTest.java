package org.saltern.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.saltern.modules.TestMinion.json;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SysFunctionsTest {
    @TempDir private Path folder;
    private TestMinion minion;

    @BeforeEach
    void start() {
        minion = new TestMinion(folder);
    }

    @Test
    void functions_are_listed_by_module_and_by_pattern() {
        assertThat(minion.answer("sys.list_functions", "mine"))
                .isEqualTo(
                        json(
                                "[\"mine.delete\", \"mine.flush\", \"mine.get\", \"mine.send\","
                                        + " \"mine.update\", \"mine.valid\"]"));
        assertThat(minion.answer("sys.list_functions", "match.g*"))
                .isEqualTo(json("[\"match.glob\", \"match.grain\", \"match.grain_pcre\"]"));
        assertThat(minion.answer("sys.list_functions", "nosuch")).isEmpty();
    }

    @Test
    void modules_are_listed() {
        assertThat(minion.answer("sys.list_modules", "mi*")).isEqualTo(json("[\"mine\"]"));
        assertThat(minion.answer("sys.list_modules").toString()).contains("\"state\"");
    }

    @Test
    void every_function_says_what_it_does() {
        assertThat(minion.answer("sys.doc", "test.ping").path("test.ping").asText())
                .startsWith("Answers True");
        assertThat(minion.modules().functions())
                .allSatisfy(f -> assertThat(f.doc()).as(f.name()).isNotBlank());
    }

    @Test
    void a_signature_names_arguments_and_defaults() {
        assertThat(minion.answer("sys.argspec", "grains.setval"))
                .isEqualTo(
                        json(
                                "{\"grains.setval\": {\"args\": [\"key\", \"val\", \"destructive\","
                                        + " \"refresh_pillar\"], \"defaults\": [false, true],"
                                        + " \"varargs\": null, \"kwargs\": null}}"));
        assertThat(minion.answer("sys.argspec", "test.arg").path("test.arg"))
                .isEqualTo(
                        json(
                                "{\"args\": null, \"defaults\": null, \"varargs\": true,"
                                        + " \"kwargs\": true}"));
    }
}
