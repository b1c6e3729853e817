package org.saltern.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.base.Json;

class BodiesTest {
    private static final String FORM = "application/x-www-form-urlencoded";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "APPLICATION/JSON; charset=utf-8",
                "text/plain;charset=UTF-8",
                "text/yaml",
                "application/x-yaml",
            })
    void one_object_in_any_type_is_the_same_tree(String type) {
        assertThat(parse(type, "{\"client\": \"local\", \"tgt\": \"*\"}"))
                .isEqualTo(Json.parse("{\"client\":\"local\",\"tgt\":\"*\"}"));
    }

    @Test
    void a_form_reads_arguments_as_the_command_line_does_and_the_rest_as_text() {
        assertThat(
                        parse(
                                FORM,
                                "client=local&tgt=db1&fun=test.arg&arg=1&arg=x%3D2&timeout=5&kwarg=y%3D[1]"))
                .isEqualTo(
                        Json.parse(
                                """
                                {"client":"local","tgt":"db1","fun":"test.arg","arg":[1,"x=2"],
                                 "timeout":"5","kwarg":{"y":[1]}}
                                """));
    }

    @Test
    void a_repeated_form_field_becomes_a_list() {
        assertThat(parse(FORM, "tgt=a&tgt=b&tgt=c").get("tgt"))
                .isEqualTo(Json.parse("[\"a\",\"b\",\"c\"]"));
    }

    @Test
    void plain_text_that_is_no_json_stays_text() {
        assertThat(parse("text/plain", "hello").textValue()).isEqualTo("hello");
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, '{bad'",
        "application/json, '{} {}'",
        "application/json, '{\"a\":1,\"a\":2}'",
        "text/yaml, 'a: [1'",
        "text/yaml, '!!javax.script.ScriptEngineManager []'",
        "application/x-www-form-urlencoded, 'a=%zz'",
    })
    void what_does_not_parse_is_a_bad_request(String type, String body) {
        assertThatThrownBy(() -> parse(type, body))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.status()).isEqualTo(400));
    }

    @Test
    void other_types_are_not_acceptable() {
        assertThatThrownBy(() -> parse("application/xml", "<a/>"))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.status()).isEqualTo(406));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/yaml"})
    void deeper_than_64_is_refused(String type) {
        assertThat(parse(type, "[".repeat(40) + "]".repeat(40)).isArray()).isTrue();
        assertThatThrownBy(() -> parse(type, "[".repeat(65) + "]".repeat(65)))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void more_than_ten_thousand_keys_are_refused() {
        var body = new StringBuilder("{");
        for (int i = 0; i <= 10_000; i++) {
            body.append(i == 0 ? "" : ",").append("\"k").append(i).append("\":0");
        }
        assertThatThrownBy(() -> parse("application/json", body.append('}').toString()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("10000 keys");
    }

    @Property
    void any_form_is_read_or_refused(@ForAll String body) {
        try {
            assertThat(parse(FORM, body)).isNotNull();
        } catch (Refusal refusal) {
            assertThat(refusal.status()).isEqualTo(400);
        }
    }

    private static JsonNode parse(String type, String body) {
        return Bodies.parse(type, body.getBytes(StandardCharsets.UTF_8));
    }
}
