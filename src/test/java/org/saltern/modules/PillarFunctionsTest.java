package org.saltern.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.saltern.modules.TestMinion.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PillarFunctionsTest {
    @TempDir private Path folder;
    private TestMinion minion;

    @BeforeEach
    void start() {
        minion = new TestMinion(folder);
        minion.pillar()
                .setAll(
                        (ObjectNode)
                                json(
                                        "{\"role\": \"db\", \"users\": {\"ada\": {\"uid\": 7}}, \"list\": [1, \"x\"]}"));
    }

    @Test
    void values_are_found_by_path() {
        assertThat(minion.answer("pillar.get", "users:ada:uid")).isEqualTo(json("7"));
        assertThat(minion.answer("pillar.get", "no", json("3"))).isEqualTo(json("3"));
        assertThat(minion.answer("pillar.item", "role", "no"))
                .isEqualTo(json("{\"role\": \"db\", \"no\": \"\"}"));
        assertThat(minion.answer("pillar.items", "role")).isEqualTo(json("{\"role\": \"db\"}"));
        assertThat(minion.answer("pillar.ls")).isEqualTo(json("[\"role\", \"users\", \"list\"]"));
        assertThat(minion.answer("pillar.keys", "users")).isEqualTo(json("[\"ada\"]"));
    }

    @Test
    void a_missing_key_is_named() {
        assertThat(minion.answer("pillar.keys", "no").asText())
                .contains("Pillar key not found: no");
    }

    @Test
    void values_can_be_hidden() {
        assertThat(minion.answer("pillar.obfuscate"))
                .isEqualTo(
                        json(
                                "{\"role\": \"<str>\", \"users\": {\"ada\": {\"uid\": \"<int>\"}}, \"list\": [\"<int>\", \"<str>\"]}"));
    }

    @Test
    void an_entry_is_chosen_by_a_value() {
        assertThat(minion.answer("pillar.filter_by", json("{\"db\": 1, \"default\": 2}"), "role"))
                .isEqualTo(json("1"));
        assertThat(minion.answer("pillar.filter_by", json("{\"web\": 1, \"default\": 2}"), "role"))
                .isEqualTo(json("2"));
    }
}
