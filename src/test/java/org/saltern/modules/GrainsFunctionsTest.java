package org.saltern.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.saltern.modules.TestMinion.json;
import static org.saltern.modules.TestMinion.keywords;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrainsFunctionsTest {
    @TempDir private Path folder;
    private TestMinion minion;

    @BeforeEach
    void start() {
        minion = new TestMinion(folder);
    }

    @Test
    void a_grain_is_found_through_maps_and_lists() {
        assertThat(minion.answer("grains.get", "os").asText()).isEqualTo("Debian");
        assertThat(minion.answer("grains.get", "ip4_interfaces:lo:0").asText())
                .isEqualTo("127.0.0.1");
        assertThat(minion.answer("grains.get", Values.text("no"), json("7"))).isEqualTo(json("7"));
        assertThat(minion.answer("grains.item", "os", "no"))
                .isEqualTo(json("{\"os\": \"Debian\", \"no\": \"\"}"));
    }

    @Test
    void a_value_that_is_set_stays_after_the_grains_are_collected_again() throws Exception {
        assertThat(minion.answer("grains.setval", "role", "web"))
                .isEqualTo(json("{\"role\": \"web\"}"));
        assertThat(minion.answer("grains.get", "role").asText()).isEqualTo("web");
        assertThat(Files.readString(folder.resolve("grains"))).isEqualTo("role: web\n");
        assertThat(new TestMinion(folder).withRealGrains().answer("grains.get", "role").asText())
                .isEqualTo("web");
    }

    @Test
    void a_value_is_set_inside_maps() {
        assertThat(minion.answer("grains.set", "site:floor:room", "12"))
                .isEqualTo(
                        json(
                                "{\"comment\": \"\", \"changes\": {\"site\": {\"floor\": {\"room\": \"12\"}}}, \"result\": true}"));
        assertThat(minion.answer("grains.get", "site:floor:room").asText()).isEqualTo("12");
    }

    @Test
    void a_map_is_not_overwritten_without_force() {
        minion.call("grains.set", "site:floor", "1");
        Outcome refused = minion.call("grains.set", "site", "x");
        assertThat(refused.value().path("comment").asText())
                .contains("Use 'force=True' to overwrite.");
        assertThat(refused.retcode()).isEqualTo(1);
        assertThat(
                        minion.answer(
                                        "grains.set",
                                        Values.text("site"),
                                        Values.text("x"),
                                        keywords("{\"force\": true}"))
                                .path("result")
                                .asBoolean())
                .isTrue();
    }

    @Test
    void values_are_added_to_and_removed_from_lists() {
        assertThat(minion.answer("grains.append", "roles", "web"))
                .isEqualTo(json("{\"roles\": [\"web\"]}"));
        assertThat(minion.answer("grains.append", "roles", "web").asText())
                .isEqualTo("The val web was already in the list roles");
        assertThat(minion.answer("grains.append", "roles", "db"))
                .isEqualTo(json("{\"roles\": [\"web\", \"db\"]}"));
        assertThat(minion.answer("grains.remove", "roles", "web"))
                .isEqualTo(json("{\"roles\": [\"db\"]}"));
        assertThat(minion.answer("grains.remove", "roles", "web").asText())
                .isEqualTo("The val web was not in the list roles");
    }

    @Test
    void a_grain_is_emptied_or_removed() {
        minion.call("grains.setval", "role", "web");
        minion.call("grains.delval", "role");
        assertThat(minion.answer("grains.items").path("role").isNull()).isTrue();
        minion.call("grains.delkey", "role");
        assertThat(minion.answer("grains.items").has("role")).isFalse();
    }

    @Test
    void an_entry_is_chosen_by_a_grain() {
        assertThat(
                        minion.answer(
                                "grains.filter_by",
                                json(
                                        "{\"Deb*\": {\"pkg\": \"apache2\"}, \"default\": {\"pkg\": \"httpd\"}}")))
                .isEqualTo(json("{\"pkg\": \"apache2\"}"));
        assertThat(
                        minion.answer(
                                "grains.filter_by",
                                json("{\"RedHat\": {\"a\": 1}, \"default\": {\"b\": 2}}"),
                                keywords("{\"base\": \"RedHat\", \"merge\": {\"c\": 3}}")))
                .isEqualTo(json("{\"a\": 1, \"b\": 2, \"c\": 3}"));
    }

    @Test
    void a_damaged_grains_file_is_told_and_left_alone() throws Exception {
        Files.writeString(folder.resolve("grains"), "a: [1\n");
        assertThat(minion.answer("grains.setval", "role", "web").asText()).startsWith("ERROR: ");
        assertThat(Files.readString(folder.resolve("grains"))).isEqualTo("a: [1\n");
    }
}
