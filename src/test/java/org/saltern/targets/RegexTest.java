package org.saltern.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.saltern.base.Json;
import org.saltern.base.Problem;

class RegexTest {
    private static JsonNode golden() throws IOException {
        return Json.MAPPER.readTree(RegexTest.class.getResource("/targets/re.json"));
    }

    /** Made by Python 3.11: {@code re.match} and {@code re.fullmatch} of each expression on each text. */
    @Test
    void matches_what_python_matches() throws IOException {
        var wrong = new ArrayList<String>();
        JsonNode cases = golden().get("cases");
        for (JsonNode c : cases) {
            Regex regex = Regex.of(c.get(0).textValue());
            String text = c.get(1).textValue();
            if (regex.matchesStart(text) != c.get(2).booleanValue()
                    || regex.matchesAll(text) != c.get(3).booleanValue()) {
                wrong.add(c.toString());
            }
        }
        assertThat(cases.size()).isGreaterThan(4_000);
        assertThat(wrong).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> refuses_what_python_refuses() throws IOException {
        var bad = new ArrayList<JsonNode>();
        golden().get("bad").forEach(bad::add);
        return bad.stream().map(JsonNode::textValue).map(RegexTest::refused);
    }

    private static DynamicTest refused(String expression) {
        return DynamicTest.dynamicTest(
                expression,
                () ->
                        assertThatThrownBy(() -> Regex.of(expression))
                                .isInstanceOf(Problem.BadInput.class)
                                .hasMessageContaining("Not a regular expression"));
    }

    @TestFactory
    Stream<DynamicTest> an_expression_that_would_run_for_ever_is_stopped() {
        return Stream.of(
                        "(a+)+b",
                        "(a|a)*b",
                        "(a*)*b",
                        "(|){60}b",
                        "(a|aa)+\\Z",
                        "(.*)*x",
                        "((a+)+)+$")
                .map(
                        expression ->
                                DynamicTest.dynamicTest(
                                        expression,
                                        () ->
                                                assertThatThrownBy(
                                                                () ->
                                                                        Regex.of(expression)
                                                                                .matchesStart(
                                                                                        "a"
                                                                                                        .repeat(
                                                                                                                100)
                                                                                                + "!"))
                                                        .isInstanceOf(Problem.BadInput.class)
                                                        .hasMessageContaining(
                                                                "The regular expression")));
    }

    @Test
    void the_deepest_recursion_allowed_fits_a_small_stack() throws Exception {
        var done = new CompletableFuture<Object>();
        new Thread(
                        null,
                        () -> {
                            try {
                                done.complete(
                                        Regex.of("((((a|b))))*$").matchesStart("ab".repeat(500)));
                            } catch (Problem.BadInput tooDeep) {
                                done.complete(tooDeep.getMessage());
                            } catch (StackOverflowError overflow) {
                                done.completeExceptionally(overflow);
                            }
                        },
                        "small stack",
                        512 * 1024)
                .start();
        assertThat(done.get().toString()).contains("repeats too deeply");
    }

    @Test
    void a_long_plain_name_is_no_trouble() {
        String name = "a".repeat(253);
        assertThat(Regex.of("[a-z]+$").matchesStart(name)).isTrue();
        assertThat(Regex.of("(a|b)*$").matchesStart(name)).isTrue();
        assertThat(Regex.of(name).matchesAll(name)).isTrue();
    }

    @Test
    void an_expression_too_long_is_refused() {
        assertThatThrownBy(() -> Regex.of("a".repeat(Regex.LONGEST + 1)))
                .isInstanceOf(Problem.BadInput.class);
    }

    @Test
    void a_text_too_long_does_not_match() {
        assertThat(Regex.of("a*").matchesStart("a".repeat(Regex.LONGEST_TEXT + 1))).isFalse();
    }

    @Property
    void any_text_is_an_expression_or_a_problem_that_says_so(
            @ForAll
                    @Chars({
                        '(', ')', '[', ']', '{', '}', '?', '*', '+', '|', '\\', '^', '$', '.', 'a',
                        '1', ',', '-', ':', 'P', '<', '>', '=', '!', '#'
                    })
                    @StringLength(max = 12)
                    String expression) {
        try {
            Regex.of(expression).matchesStart("a1-a");
        } catch (Problem.BadInput bad) {
            assertThat(bad.where()).startsWith("target");
        }
    }

    @Property
    void plain_repeats_agree_with_javas_own_engine(
            @ForAll @Chars({'a', 'b', '*', '?', '+', '|', '(', ')', '.'}) @StringLength(max = 8)
                    String expression,
            @ForAll @CharRange(from = 'a', to = 'b') @StringLength(max = 6) String text) {
        Regex mine;
        try {
            mine = Regex.of(expression);
        } catch (Problem.BadInput bad) {
            return;
        }
        assertThat(mine.matchesStart(text))
                .isEqualTo(Pattern.compile(expression).matcher(text).lookingAt());
    }
}
