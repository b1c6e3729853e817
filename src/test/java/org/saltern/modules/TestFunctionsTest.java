package org.saltern.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.saltern.modules.TestMinion.json;
import static org.saltern.modules.TestMinion.keywords;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestFunctionsTest {
    @TempDir private Path folder;
    private TestMinion minion;

    @BeforeEach
    void start() {
        minion = new TestMinion(folder);
    }

    @Test
    void ping_answers_true() {
        assertThat(minion.call("test.ping").value()).isEqualTo(Values.of(true));
        assertThat(minion.call("test.ping").success()).isTrue();
    }

    @Test
    void arguments_come_back_as_they_were_understood() {
        assertThat(
                        minion.answer(
                                "test.arg_clean",
                                json("1"),
                                Values.text("two"),
                                keywords("{\"three\": [3]}")))
                .isEqualTo(json("{\"args\": [1, \"two\"], \"kwargs\": {\"three\": [3]}}"));
    }

    @Test
    void a_function_with_free_keywords_learns_about_the_publication() {
        assertThat(minion.answer("test.kwarg").path("__pub_jid").asText())
                .isEqualTo("20260102030405000006");
        assertThat(minion.withoutJob().answer("test.kwarg")).isEmpty();
    }

    @Test
    void types_are_named_as_salts_users_know_them() {
        assertThat(
                        minion.withoutJob()
                                .answer(
                                        "test.arg_type",
                                        json("1"),
                                        json("1.5"),
                                        json("null"),
                                        json("[]"),
                                        keywords("{\"a\": {}}")))
                .isEqualTo(
                        json(
                                "{\"args\": [\"<class 'int'>\", \"<class 'float'>\", \"<class 'NoneType'>\", \"<class 'list'>\"],"
                                        + " \"kwargs\": {\"a\": \"<class 'dict'>\"}}"));
        assertThat(minion.answer("test.arg_repr", json("1"), json("true")).path("args").asText())
                .isEqualTo("(1, True)");
    }

    @Test
    void retcode_sets_the_exit_code_of_the_return() {
        assertThat(minion.call("test.retcode").retcode()).isEqualTo(42);
        assertThat(minion.call("test.retcode", json("3")).retcode()).isEqualTo(3);
    }

    @Test
    void another_function_can_be_called_from_inside() {
        assertThat(
                        minion.answer("test.cross_test", Values.text("test.echo"), json("[\"hi\"]"))
                                .asText())
                .isEqualTo("hi");
        assertThat(minion.answer("test.try", "test.exception").isNull()).isTrue();
    }

    @Test
    void numbers_are_calculated() {
        assertThat(minion.answer("test.fib", "10").path(0).asInt()).isEqualTo(55);
        assertThat(minion.answer("test.collatz", json("6")).path(0).toString())
                .isEqualTo("[6,3,10,5,16,8,4,2]");
    }

    @Test
    void a_random_hash_has_the_length_of_its_kind() {
        assertThat(minion.answer("test.rand_str").asText()).matches("[0-9a-f]{64}");
        assertThat(minion.answer("test.rand_str", json("10"), Values.text("md5")).asText())
                .matches("[0-9a-f]{32}");
    }

    @Test
    void the_version_is_that_of_the_salt_it_keeps_step_with_and_its_own_is_told_beside_it() {
        assertThat(minion.answer("test.version").asText()).isEqualTo(Release.SALT);
        assertThat(
                        minion.answer("test.versions_information")
                                .path("Salt Version")
                                .path("Saltern")
                                .asText())
                .isNotEmpty();
        assertThat(minion.answer("test.versions").asText())
                .contains("Saltern: " + Release.saltern());
    }

    @Test
    void options_are_shown_without_secrets() {
        minion.options().put("password", "hunter2").put("color", true);
        assertThat(minion.answer("test.get_opts").path("password").asText()).isEqualTo("********");
        assertThat(minion.answer("test.get_opts").path("color").asBoolean()).isTrue();
        assertThat(minion.options().path("password").asText()).isEqualTo("hunter2");
    }
}
