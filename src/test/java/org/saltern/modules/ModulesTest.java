package org.saltern.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.saltern.modules.TestMinion.json;
import static org.saltern.modules.TestMinion.keywords;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModulesTest {
    @TempDir private Path folder;
    private TestMinion minion;

    @BeforeEach
    void start() {
        minion = new TestMinion(folder);
    }

    @Test
    void an_unknown_function_is_not_available() {
        Outcome outcome = minion.call("no.such");
        assertThat(outcome.value().asText()).isEqualTo("'no.such' is not available.");
        assertThat(outcome.retcode()).isEqualTo(1);
        assertThat(outcome.success()).isFalse();
        assertThat(outcome.outputter()).contains("nested");
    }

    @Test
    void an_unknown_function_brings_the_documentation_of_those_named_alike() {
        assertThat(minion.answer("test.pin").path("test.pin").asText())
                .isEqualTo("'test.pin' is not available.");
        assertThat(minion.answer("test.pin").path("test.ping").asText()).startsWith("Answers True");
    }

    @Test
    void a_missing_argument_is_named_and_the_documentation_follows() {
        Outcome outcome = minion.call("test.echo");
        assertThat(outcome.value().asText())
                .startsWith(
                        "Passed invalid arguments to test.echo: echo() missing 1 required positional argument: 'text'\n")
                .contains("Answers what it was given");
        assertThat(outcome.retcode()).isEqualTo(1);
    }

    @Test
    void several_missing_arguments_are_listed() {
        assertThat(minion.answer("file.replace").asText())
                .contains(
                        "replace() missing 3 required positional arguments: 'path', 'pattern', and 'repl'");
        assertThat(minion.answer("file.symlink").asText())
                .contains("missing 2 required positional arguments: 'src' and 'path'");
    }

    @Test
    void too_many_arguments_are_counted() {
        assertThat(minion.answer("test.ping", "3").asText())
                .contains("ping() takes 0 positional arguments but 1 was given");
        assertThat(minion.answer("test.echo", "a", "b").asText())
                .contains("echo() takes 1 positional argument but 2 were given");
        assertThat(minion.answer("test.rand_str", "1", "2", "3").asText())
                .contains("rand_str() takes from 0 to 2 positional arguments but 3 were given");
    }

    @Test
    void the_same_argument_twice_is_refused() {
        assertThat(
                        minion.answer("test.echo", Values.text("a"), keywords("{\"text\": \"b\"}"))
                                .asText())
                .contains("echo() got multiple values for argument 'text'");
    }

    @Test
    void an_unknown_keyword_is_named() {
        Outcome outcome = minion.call("test.ping", keywords("{\"a\": 1}"));
        assertThat(outcome.value().asText())
                .isEqualTo(
                        "ERROR executing 'test.ping': The following keyword arguments are not valid: a=1");
        assertThat(outcome.retcode()).isEqualTo(1);
    }

    @Test
    void a_text_with_an_equals_sign_is_a_keyword_argument() {
        assertThat(minion.answer("test.echo", "text=5").asInt()).isEqualTo(5);
    }

    @Test
    void a_function_that_breaks_says_so_and_is_marked_as_an_exception() {
        Outcome outcome = minion.call("test.exception", "Boo");
        assertThat(outcome.value().asText())
                .startsWith("The minion function caused an exception: ")
                .contains("Boo");
        assertThat(outcome.exception()).isTrue();
        assertThat(outcome.retcode()).isEqualTo(1);
    }

    @Test
    void each_kind_of_failure_has_its_own_words() {
        assertThat(minion.answer("test.raise_exception", "CommandExecutionError", "x").asText())
                .isEqualTo("ERROR: x");
        assertThat(minion.answer("test.raise_exception", "CommandNotFoundError", "x").asText())
                .isEqualTo("Command required for 'test.raise_exception' not found: x");
        assertThat(minion.answer("test.raise_exception", "SaltInvocationError", "x").asText())
                .isEqualTo("ERROR executing 'test.raise_exception': x");
    }

    @Test
    void a_map_whose_result_is_false_is_no_success() {
        var modules =
                new Modules(
                        List.of(
                                Function.named("a.bad").runs(call -> json("{\"result\": false}")),
                                Function.named("a.good")
                                        .runs(call -> json("{\"result\": true, \"success\": 1}"))));
        assertThat(call(modules, "a.bad").retcode()).isEqualTo(1);
        assertThat(call(modules, "a.good").retcode()).isZero();
    }

    @Test
    void two_functions_of_one_name_are_a_mistake() {
        Function twice = Function.named("a.b").runs(call -> Values.none());
        assertThatThrownBy(() -> new Modules(List.of(twice, twice))).hasMessageContaining("a.b");
    }

    private Outcome call(Modules modules, String name) {
        try {
            return modules.call(minion.context(), name, List.of());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
