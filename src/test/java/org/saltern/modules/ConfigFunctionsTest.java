package org.saltern.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.saltern.modules.TestMinion.json;
import static org.saltern.modules.TestMinion.keywords;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFunctionsTest {
    @TempDir private Path folder;
    private TestMinion minion;

    @BeforeEach
    void start() {
        minion = new TestMinion(folder);
        minion.options().put("mail.host", "mx1").put("mail.port", 25);
        minion.pillar().put("os", "from pillar").put("secret", "s");
    }

    @Test
    void options_come_first_then_grains_then_pillar() {
        assertThat(minion.answer("config.get", "id").asText()).isEqualTo("web1.example");
        assertThat(minion.answer("config.get", "os").asText()).isEqualTo("Debian");
        assertThat(minion.answer("config.get", "secret").asText()).isEqualTo("s");
        assertThat(minion.answer("config.get", "no").asText()).isEmpty();
        assertThat(minion.answer("config.get", "os", keywords("{\"omit_grains\": true}")).asText())
                .isEqualTo("from pillar");
    }

    @Test
    void an_option_has_exactly_this_name() {
        assertThat(minion.answer("config.option", "os").asText()).isEqualTo("Debian");
        assertThat(minion.answer("config.option", "no", json("3"))).isEqualTo(json("3"));
        assertThat(minion.answer("config.option", "mail.*", keywords("{\"wildcard\": true}")))
                .isEqualTo(json("{\"mail.host\": \"mx1\", \"mail.port\": 25}"));
    }

    @Test
    void values_below_a_name_are_collected() {
        assertThat(minion.answer("config.dot_vals", "mail"))
                .isEqualTo(json("{\"mail.host\": \"mx1\", \"mail.port\": 25}"));
    }

    @Test
    void secrets_never_leave_the_machine() {
        minion.options().put("key_pass", "hunter2").put("proxy_password", "hunter3");
        assertThat(minion.answer("config.items").toString()).doesNotContain("hunter");
        assertThat(minion.answer("config.get", "proxy_password").asText()).isEqualTo("********");
    }

    @Test
    void a_mode_is_written_with_four_digits() {
        assertThat(minion.answer("config.manage_mode", json("644")).asText()).isEqualTo("0644");
        assertThat(minion.answer("config.valid_fileproto", "salt://x").asBoolean()).isTrue();
        assertThat(minion.answer("config.valid_fileproto", "x://x").asBoolean()).isFalse();
    }
}
