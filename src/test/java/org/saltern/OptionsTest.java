package org.saltern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.Problem;

class OptionsTest {
    @TempDir Path folder;

    @Test
    void a_salt_master_file_is_read_as_it_is() throws IOException {
        Options options =
                options(
                        "interface: 10.0.0.1\n"
                                + "publish_port: 4605\n"
                                + "auto_accept: True\n"
                                + "timeout: 5\n"
                                + "file_roots:\n"
                                + "  base:\n"
                                + "    - /srv/salt\n");
        assertThat(options.text("interface", "0.0.0.0")).isEqualTo("10.0.0.1");
        assertThat(options.port("publish_port", 4505)).isEqualTo(4605);
        assertThat(options.flag("auto_accept", false)).isTrue();
        assertThat(options.seconds("timeout", Duration.ofSeconds(15))).hasSeconds(5);
        assertThat(options.lists("file_roots"))
                .containsExactly(Map.entry("base", List.of("/srv/salt")));
        assertThat(options.warnings()).isEmpty();
    }

    @Test
    void an_environment_variable_wins_over_the_file() throws IOException {
        Files.writeString(folder.resolve("master"), "http_port: 8080\n");
        Options options =
                Options.read(folder.resolve("master"), Map.of("SALTERN_HTTP_PORT", "9090"));
        assertThat(options.port("http_port", 1)).isEqualTo(9090);
    }

    @Test
    void an_option_left_out_has_its_default() {
        assertThat(Options.read(null, Map.of()).port("ret_port", 4506)).isEqualTo(4506);
    }

    @Test
    void a_wrong_value_is_named_with_its_file_and_line() throws IOException {
        Options options = options("interface: x\npublish_port: many\n");
        assertThatThrownBy(() -> options.port("publish_port", 4505))
                .isInstanceOfSatisfying(
                        Problem.BadInput.class,
                        e -> {
                            assertThat(e.where()).endsWith("master:2");
                            assertThat(e.what()).contains("publish_port").contains("many");
                        });
    }

    @Test
    void an_unknown_name_is_warned_about_with_the_name_that_was_probably_meant()
            throws IOException {
        Options options = options("publish_prt: 4505\n");
        options.port("publish_port", 4505);
        assertThat(options.warnings())
                .singleElement()
                .asString()
                .contains("master:1", "publish_prt", "did you mean 'publish_port'");
    }

    @Test
    void an_option_of_salts_that_has_no_effect_is_warned_about() throws IOException {
        assertThat(options("thorium_interval: 1\n").warnings())
                .singleElement()
                .asString()
                .contains("thorium_interval", "not support");
    }

    @Test
    void a_file_that_is_missing_or_no_mapping_is_refused_by_name() throws IOException {
        assertThatThrownBy(() -> Options.read(folder.resolve("none"), Map.of()))
                .isInstanceOfSatisfying(
                        Problem.BadInput.class, e -> assertThat(e.where()).endsWith("none"));
        assertThatThrownBy(() -> options("- a\n- b\n")).isInstanceOf(Problem.BadInput.class);
    }

    private Options options(String text) throws IOException {
        return Options.read(Files.writeString(folder.resolve("master"), text), Map.of());
    }
}
