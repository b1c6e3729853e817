package org.saltern.targets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.saltern.base.Json;

class GlobTest {
    /** Made by Python 3.11: {@code fnmatch.fnmatchcase(text, pattern)} for each pattern and text. */
    @Test
    void matches_what_python_matches() throws IOException {
        JsonNode cases = Json.MAPPER.readTree(getClass().getResource("/targets/fnmatch.json"));
        var wrong = new ArrayList<JsonNode>();
        for (JsonNode c : cases) {
            boolean matches = Glob.of(c.get(0).textValue()).matches(c.get(1).textValue());
            if (matches != c.get(2).booleanValue()) {
                wrong.add(c);
            }
        }
        assertThat(cases.size()).isGreaterThan(2_000);
        assertThat(wrong).isEmpty();
    }

    @Property
    void a_name_without_special_characters_matches_itself_alone(
            @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 5) String pattern,
            @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 5) String text) {
        assertThat(Glob.of(pattern).matches(text)).isEqualTo(pattern.equals(text));
    }

    @Property
    void stars_and_question_marks_mean_what_the_plain_definition_says(
            @ForAll
                    @CharRange(from = '*', to = '*')
                    @CharRange(from = '?', to = '?')
                    @CharRange(from = 'a', to = 'b')
                    @StringLength(max = 7)
                    String pattern,
            @ForAll @CharRange(from = 'a', to = 'b') @StringLength(max = 7) String text) {
        assertThat(Glob.of(pattern).matches(text)).isEqualTo(defined(pattern, text));
    }

    private static boolean defined(String pattern, String text) {
        if (pattern.isEmpty()) {
            return text.isEmpty();
        }
        String rest = pattern.substring(1);
        if (pattern.charAt(0) == '*') {
            return defined(rest, text) || !text.isEmpty() && defined(pattern, text.substring(1));
        }
        return !text.isEmpty()
                && (pattern.charAt(0) == '?' || pattern.charAt(0) == text.charAt(0))
                && defined(rest, text.substring(1));
    }

    @Test
    void many_stars_on_a_long_text_do_not_explode() {
        assertThat(Glob.of("*a".repeat(200) + "b").matches("a".repeat(20_000))).isFalse();
    }
}
