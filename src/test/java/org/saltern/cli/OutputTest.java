package org.saltern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.saltern.base.Json;

/** {@code nested}, {@code txt} and {@code highstate.json} hold what the outputters of Salt 3006.24 made of the same values. */
class OutputTest {
    static Stream<JsonNode> nested() throws IOException {
        return recorded("nested");
    }

    static Stream<JsonNode> txt() throws IOException {
        return recorded("txt");
    }

    static Stream<JsonNode> highstate() throws IOException {
        return recorded("highstate");
    }

    @ParameterizedTest
    @MethodSource("nested")
    void nested_looks_as_salt_prints_it(JsonNode recorded) {
        boolean failed = recorded.get("retcode").intValue() != 0;
        for (boolean colour : new boolean[] {false, true}) {
            var lines = Nested.lines(recorded.get("value"), 0, failed, new Pen(colour));
            assertThat(String.join("\n", lines))
                    .isEqualTo(recorded.get(colour ? "colour" : "plain").textValue());
        }
    }

    @ParameterizedTest
    @MethodSource("txt")
    void txt_looks_as_salt_prints_it(JsonNode recorded) {
        String host = recorded.get("value").fieldNames().next();
        var answer = HostAnswer.of(host, recorded.get("value").get(host));
        String text = Format.TXT.text(answer, Pen.PLAIN);
        assertThat(text).isEqualTo(recorded.get("txt").textValue());
    }

    @ParameterizedTest
    @MethodSource("highstate")
    void highstate_looks_as_salt_prints_it(JsonNode recorded) {
        String host = recorded.get("value").fieldNames().next();
        for (var expected : recorded.properties()) {
            if (expected.getKey().equals("value")) {
                continue;
            }
            for (boolean colour : new boolean[] {false, true}) {
                var shown =
                        Highstate.show(
                                host,
                                recorded.get("value").get(host),
                                new Pen(colour),
                                mode(expected.getKey()));
                assertThat(shown.text())
                        .as("state_output %s, colour %s", expected.getKey(), colour)
                        .isEqualTo(expected.getValue().get(colour ? "colour" : "plain").asText());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "hi\u001b[2Jthere, hi?[2Jthere",
        "be\u0007ll, be?ll",
        "c1\u009b2J, c1?2J",
        "turn\u202ered, turn?red",
        "tab\tstays, tab\tstays",
    })
    void what_a_host_says_cannot_steer_the_terminal(String said, String shown) {
        assertThat(Pen.clean(said)).isEqualTo(shown);
    }

    @Test
    void json_is_indented_as_salt_indents_it() {
        var answer = HostAnswer.of("web1", Json.parse("{\"a\":[1,{}],\"b\":[]}"));
        assertThat(Format.JSON.text(answer, Pen.PLAIN))
                .isEqualTo(
                        """
                        {
                            "web1": {
                                "a": [
                                    1,
                                    {}
                                ],
                                "b": []
                            }
                        }
                        """);
    }

    @Test
    void a_state_return_is_told_from_other_maps() {
        assertThat(Highstate.isStates(Json.parse("{\"a_|-b_|-c_|-d\": {\"result\": true}}")))
                .isTrue();
        assertThat(Highstate.isStates(Json.parse("{\"a\": {\"result\": true}}"))).isFalse();
        assertThat(Highstate.isStates(Json.parse("{}"))).isFalse();
    }

    private static Highstate.Mode mode(String word) {
        String detail = word.replace("_id", "").replace("filter", "full").toUpperCase(Locale.ROOT);
        return new Highstate.Mode(Highstate.Detail.valueOf(detail), word.endsWith("_id"));
    }

    private static Stream<JsonNode> recorded(String name) throws IOException {
        try (var in = OutputTest.class.getResourceAsStream("/cli/" + name + ".json")) {
            List<JsonNode> all = new ArrayList<>();
            Json.MAPPER.readTree(in).forEach(all::add);
            return all.stream();
        }
    }
}
