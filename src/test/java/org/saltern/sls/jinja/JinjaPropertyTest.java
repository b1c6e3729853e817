package org.saltern.sls.jinja;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;

/** What holds for every template: the recorded cases show single ones. */
class JinjaPropertyTest {
    private static final Jinja JINJA = new Jinja(JinjaOptions.DEFAULTS, name -> Optional.empty());

    private static String render(String template) {
        return JINJA.render(template, Map.of("x", 3, "list", java.util.List.of("a", "b")));
    }

    /** Pieces that lexers trip over, put together at random. */
    @Provide
    Arbitrary<String> rubble() {
        return Arbitraries.of(
                        "{{",
                        "}}",
                        "{%",
                        "%}",
                        "{#",
                        "#}",
                        "{%-",
                        "-%}",
                        "'",
                        "\"",
                        "\\",
                        "\n",
                        " ",
                        "x",
                        "list",
                        "if",
                        "endif",
                        "for",
                        "endfor",
                        "in",
                        "else",
                        "set",
                        "=",
                        "==",
                        "|",
                        "upper",
                        "(",
                        ")",
                        "[",
                        "]",
                        "{",
                        "}",
                        ",",
                        ".",
                        ":",
                        "~",
                        "*",
                        "**",
                        "//",
                        "1",
                        "2.5",
                        "0x1f",
                        "1_0",
                        "not",
                        "and",
                        "is",
                        "defined",
                        "raw",
                        "endraw",
                        "macro",
                        "endmacro",
                        "block",
                        "endblock",
                        "include",
                        "é",
                        "\ud83d\ude00",
                        "\r\n")
                .list()
                .ofMaxSize(20)
                .map(words -> String.join("", words));
    }

    @Property(tries = 2000)
    void a_template_renders_or_fails_in_words(@ForAll("rubble") String template) {
        try {
            assertThat(render(template)).isNotNull();
        } catch (JinjaError e) {
            assertThat(e.getMessage()).isNotNull();
        }
    }

    @Property(tries = 300)
    void text_without_delimiters_is_itself(@ForAll @StringLength(max = 200) String any) {
        String text = any.replace("{", "").replace("\r", "") + ".";
        assertThat(render(text)).isEqualTo(text);
    }

    @Property(tries = 300)
    void raw_text_is_itself(@ForAll("rubble") String rubble) {
        String text =
                rubble.replace("\r\n", "\n")
                                .replace("endraw", "")
                                .replace("{%-", "")
                                .replace("-%}", "")
                        + ".";
        assertThat(render("{% raw %}" + text + "{% endraw %}")).isEqualTo(text);
    }

    @Property(tries = 300)
    void numbers_add_and_compare_as_they_are(@ForAll int a, @ForAll int b) {
        assertThat(render("{{ " + a + " + " + b + " }} {{ " + a + " < " + b + " }}"))
                .isEqualTo((long) a + b + " " + (a < b ? "True" : "False"));
    }

    @Property(tries = 200)
    void a_word_survives_its_quotes(@ForAll @AlphaChars @StringLength(max = 30) String word) {
        assertThat(render("{{ '" + word + "' ~ \"" + word + "\" }}")).isEqualTo(word + word);
    }

    @Property(tries = 200)
    void brackets_as_deep_as_you_like_end_in_a_result_or_in_words(@ForAll("depth") int depth) {
        String template = "{{ " + "(".repeat(depth) + "x" + ")".repeat(depth) + " }}";
        try {
            assertThat(render(template)).isEqualTo("3");
        } catch (JinjaError e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Provide
    Arbitrary<Integer> depth() {
        return Arbitraries.integers().between(0, 20_000);
    }

    @Example
    void a_loop_says_the_same_as_its_items_written_out() {
        assertThat(render("{% for i in list %}[{{ i }}]{% endfor %}")).isEqualTo("[a][b]");
    }
}
