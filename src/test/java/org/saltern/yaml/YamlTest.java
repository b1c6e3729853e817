package org.saltern.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.base.Json;
import org.saltern.base.Problem;

/** {@code words.json} and {@code dump.json} hold what Salt 3006.24 made of the same input. */
class YamlTest {
    static Stream<JsonNode> words() throws IOException {
        return recorded("words.json");
    }

    static Stream<JsonNode> dumped() throws IOException {
        return recorded("dump.json");
    }

    @ParameterizedTest
    @MethodSource("words")
    void a_word_of_the_command_line_means_what_salt_takes_it_for(JsonNode recorded) {
        Arguments ours = Arguments.parse(List.of(recorded.get("word").textValue()));
        assertThat(Json.array().addAll(ours.positional())).isEqualTo(recorded.get("args"));
        assertThat(ours.keywords()).isEqualTo(recorded.get("kwargs"));
    }

    @ParameterizedTest
    @MethodSource("dumped")
    void a_tree_is_written_as_salt_writes_it(JsonNode recorded) {
        assertThat(Yaml.write(recorded.get("value"))).isEqualTo(recorded.get("yaml").textValue());
    }

    @ParameterizedTest
    @MethodSource("dumped")
    void what_was_written_reads_back_the_same(JsonNode recorded) {
        assertThat(Yaml.read(Yaml.write(recorded.get("value")), "test"))
                .isEqualTo(recorded.get("value"));
    }

    @Property
    void any_text_survives_writing_and_reading(@ForAll String text) {
        JsonNode tree = Json.object().put("k", clean(text));
        assertThat(Yaml.read(Yaml.write(tree), "test")).isEqualTo(tree);
    }

    @Property
    void no_word_makes_the_parser_fail(@ForAll String word) {
        Arguments arguments = Arguments.parse(List.of(word));
        assertThat(arguments.positional().size() + arguments.keywords().size()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[]]]",
                "!!python/object/apply:os.system ['id']",
                "a: !vault x",
                "&a [*a]",
                "{a: 1, a: 2}",
                "<<: 1",
                "[1",
                "? [a]\n: b",
            })
    void hostile_or_broken_text_is_refused_with_its_place(String text) {
        assertThatThrownBy(() -> Yaml.read(text, "body"))
                .isInstanceOfSatisfying(
                        Problem.BadInput.class, p -> assertThat(p.where()).startsWith("body:"));
    }

    @Test
    void a_bomb_of_aliases_is_refused() {
        List<String> lines = new ArrayList<>(List.of("a0: &a0 [x, x, x, x, x, x]"));
        for (int i = 1; i < 9; i++) {
            lines.add("a%d: &a%d [%s]".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(6)));
        }
        assertThatThrownBy(() -> Yaml.read(String.join("\n", lines), "body"))
                .isInstanceOf(Problem.BadInput.class);
    }

    @Test
    void a_tower_of_brackets_is_refused() {
        assertThatThrownBy(() -> Yaml.read("[".repeat(60) + "]".repeat(60), "body"))
                .isInstanceOf(Problem.BadInput.class);
    }

    private static Stream<JsonNode> recorded(String file) throws IOException {
        try (var in = YamlTest.class.getResourceAsStream("/yaml/" + file)) {
            List<JsonNode> all = new ArrayList<>();
            Json.MAPPER.readTree(in).forEach(all::add);
            return all.stream();
        }
    }

    /** YAML has no lone surrogates. */
    private static String clean(String text) {
        return text.codePoints()
                .filter(c -> c < 0xD800 || c > 0xDFFF)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
