package org.saltern.modules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** key.* and timezone.* and service.*. */
class MachineFunctionsTest {
    @TempDir private Path folder;
    private TestMinion minion;

    @BeforeEach
    void start() {
        minion = new TestMinion(folder);
    }

    @Test
    void a_fingerprint_is_the_hash_of_the_lines_between_the_first_and_the_last() throws Exception {
        minion.options().put("pki_dir", folder.toString());
        Files.writeString(
                folder.resolve("minion.pub"),
                "-----BEGIN PUBLIC KEY-----\nabc\ndef\n-----END PUBLIC KEY-----\n");
        assertThat(minion.answer("key.finger", "md5").asText())
                .isEqualTo("f7:2f:e7:88:e1:36:ba:9e:53:51:8a:fa:8b:40:7e:ac");
        assertThat(minion.answer("key.finger_master").asText()).isEmpty();
    }

    @Test
    void the_time_zone_has_a_name_and_an_offset() {
        assertThat(minion.answer("timezone.get_zone").asText()).isNotEmpty();
        assertThat(minion.answer("timezone.get_offset").asText()).matches("[+-]\\d{4}");
        assertThat(minion.answer("timezone.zone_compare", "No/Such").asText())
                .contains("Can't find a local timezone \"No/Such\"");
        assertThat(minion.answer("timezone.zone_compare", "../../etc/passwd").asText())
                .contains("Not a path inside");
    }

    @Test
    void a_service_name_is_never_an_option() {
        assertThat(minion.answer("service.status", "--help").asText())
                .contains("Not a service name: --help");
        assertThat(minion.call("service.status", "a b").success()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"start", "stop", "restart", "reload", "force_reload", "enable", "disable"})
    void nothing_is_done_to_a_service_whose_name_is_an_option(String function) {
        assertThat(minion.answer("service." + function, "--help").asText())
                .contains("Not a service name: --help");
    }
}
