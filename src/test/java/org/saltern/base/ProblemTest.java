package org.saltern.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProblemTest {
    private static final Map<String, String> GERMAN =
            Map.of(
                    "{0} is not {1}",
                    "{1} ist nicht, was {0} ist", "blue", "blau", "It's so", "So ist's");

    private static String inGerman(Problem.Text text) {
        return text.in(english -> GERMAN.getOrDefault(english, english));
    }

    @Test
    void a_problem_says_its_sentence_in_english() {
        var problem =
                new Problem.NotFound(
                        Problem.text("No host is called '{0}'", "web1"),
                        "hosts",
                        Problem.text("It's one of {0}.", 7));
        assertThat(problem).hasMessage("No host is called 'web1'");
        assertThat(problem.what()).isEqualTo("No host is called 'web1'");
        assertThat(problem.fix()).isEqualTo("It's one of 7.");
    }

    @Test
    void another_language_may_put_the_values_elsewhere_and_translates_texts_among_them() {
        assertThat(inGerman(Problem.text("{0} is not {1}", "sky", Problem.text("blue"))))
                .isEqualTo("blau ist nicht, was sky ist");
        assertThat(inGerman(Problem.text("It's so"))).isEqualTo("So ist's");
    }

    @Test
    void a_value_is_neither_filled_nor_translated() {
        assertThat(inGerman(Problem.text("{0} is not {1}", "{1}", "blue")))
                .isEqualTo("blue ist nicht, was {1} ist");
    }

    @Test
    void a_sentence_without_values_keeps_its_braces() {
        var problem = new Problem.BadInput("Not JSON: {0}", "body", "Close the {.");
        assertThat(problem).hasMessage("Not JSON: {0}");
        assertThat(problem.fix()).isEqualTo("Close the {.");
    }
}
