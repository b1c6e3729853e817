package org.saltern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.Problem;

class SettingsTest {
    @TempDir Path folder;

    @Test
    void every_option_is_documented_and_every_documented_option_exists() throws IOException {
        Options options = Options.read(null, Map.of());
        Settings.of(options, Map.of());
        assertThat(documented()).containsExactlyInAnyOrderElementsOf(options.known());
    }

    @Test
    void everything_is_kept_below_the_data_folder() {
        Settings settings = Settings.read(null, Map.of("SALTERN_DATA", folder.toString()));
        assertThat(settings.database().url()).startsWith("jdbc:h2:file:" + folder);
        assertThat(settings.master().pki()).isEqualTo(folder.resolve("pki"));
        assertThat(settings.files().roots())
                .containsEntry("base", List.of(folder.resolve("states")));
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void the_words_of_a_salt_master_file_are_honoured() throws IOException {
        Settings settings =
                read(
                        "interface: 10.1.2.3\n"
                                + "ret_port: 5506\n"
                                + "timeout: 5\n"
                                + "nodegroups:\n"
                                + "  web: 'web* or G@role:web'\n"
                                + "  db:\n"
                                + "    - E@db\\d+\n"
                                + "minimum_auth_version: 2\n");
        assertThat(settings.ports())
                .isEqualTo(new Settings.Ports("10.1.2.3", 4505, 5506, 20_000, 10_000));
        assertThat(settings.jobs().timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.nodegroups())
                .containsEntry("web", "web* or G@role:web")
                .containsEntry("db", "E@db\\d+");
        assertThat(settings.keys().minimumProtocol()).isEqualTo(2);
    }

    @Test
    void a_thousand_new_hosts_behind_one_router_can_be_allowed_for() throws IOException {
        Settings settings = read("sign_ins_per_address: 100\nmax_waiting_keys_per_address: 2000\n");
        assertThat(settings.master().signInsPerAddress()).isEqualTo(100);
        assertThat(settings.keys().limits().waitingPerAddress()).isEqualTo(2_000);
        assertThat(settings.keys().limits().waiting()).isEqualTo(5_000);
    }

    @Test
    void what_is_fixed_for_safety_cannot_be_switched_off_in_silence() throws IOException {
        assertThat(
                        read("sign_pub_messages: False\n"
                                        + "rotate_aes_key: False\n"
                                        + "user: somebodyelse\n")
                                .warnings())
                .hasSize(3)
                .allSatisfy(warning -> assertThat(warning).contains("no effect"));
    }

    @Test
    void an_impossible_value_is_refused_by_option_and_line() {
        assertThatThrownBy(() -> read("\nlog_level: loud\n"))
                .isInstanceOfSatisfying(
                        Problem.BadInput.class,
                        e -> {
                            assertThat(e.what()).contains("loud");
                            assertThat(e.where()).endsWith("master:2");
                        });
    }

    private Settings read(String text) throws IOException {
        return Settings.read(Files.writeString(folder.resolve("master"), text), Map.of());
    }

    private static Set<String> documented() throws IOException {
        String text = Files.readString(Path.of("docs/settings.md"));
        String tables =
                text.substring(
                        text.indexOf("## Saltern's own"), text.indexOf("## Environment only"));
        Pattern name = Pattern.compile("`([a-z_]+)`");
        return tables.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|")[1])
                .flatMap(cell -> name.matcher(cell).results())
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
