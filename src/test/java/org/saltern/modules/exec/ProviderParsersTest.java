package org.saltern.modules.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.saltern.base.Json;
import org.saltern.modules.ModuleError;

/** What the providers read from programs, and what they write for them. */
class ProviderParsersTest {
    private static String rule(String json) {
        return IptablesRule.line((ObjectNode) Json.parse(json));
    }

    @Test
    void options_of_a_target_come_behind_the_jump() {
        assertThat(
                        rule(
                                "{\"log-prefix\": \"seen here\", \"jump\": \"LOG\", \"source\": \"!"
                                        + " 10.0.0.0/8\", \"chain\": \"INPUT\"}"))
                .isEqualTo("! --source 10.0.0.0/8 --jump LOG --log-prefix \"seen here\"");
    }

    @Test
    void names_of_salts_own_become_matches() {
        assertThat(
                        rule(
                                "{\"dports\": [80, 443], \"proto\": \"tcp\", \"connstate\":"
                                        + " \"NEW\", \"target\": \"ACCEPT\"}"))
                .isEqualTo(
                        "-p tcp -m state --state NEW -m multiport --dports 80,443 --jump ACCEPT");
        assertThatThrownBy(() -> rule("{\"dports\": 80}"))
                .isInstanceOf(ModuleError.BadRequest.class)
                .hasMessageContaining("protocol must be specified");
    }

    @Test
    void a_comment_cannot_leave_its_quotes() {
        String line = rule("{\"comment\": \"a\\\" --jump ACCEPT \\\\\"}");
        assertThat(ShellWords.split(line))
                .containsExactly("-m", "comment", "--comment", "a\" --jump ACCEPT \\");
    }

    @Test
    void a_grant_of_the_server_covers_what_was_asked_for() {
        MysqlGrant held =
                MysqlGrant.shown(
                                "GRANT SELECT, INSERT (a, b) ON `app\\_db`.* TO `ada`@`%` WITH"
                                        + " GRANT OPTION")
                        .orElseThrow();
        assertThat(held.covers(MysqlGrant.of("select", "app_db.*", true))).isTrue();
        assertThat(held.covers(MysqlGrant.of("insert (a, b)", "app_db.*", false))).isTrue();
        assertThat(held.covers(MysqlGrant.of("delete", "app_db.*", false))).isFalse();
        assertThat(held.covers(MysqlGrant.of("select", "other.*", false))).isFalse();
        assertThat(MysqlGrant.shown("GRANT `role` TO `ada`@`%`")).isEmpty();
    }

    @Test
    void wildcards_in_the_name_of_a_database_mean_themselves() {
        assertThat(MysqlGrant.of("all", "app_db.*", false).place(true)).isEqualTo("`app\\_db`.*");
        assertThat(MysqlGrant.of("all", "a`b.t", false).place(true)).isEqualTo("`a``b`.`t`");
        assertThat(MysqlGrant.of("all", "*.*", false).place(true)).isEqualTo("*.*");
        assertThatThrownBy(() -> MysqlGrant.of("SELECT; DROP", "a.b", false))
                .isInstanceOf(ModuleError.BadRequest.class);
    }

    @Test
    void texts_cannot_leave_a_statement() {
        assertThat(MysqlClient.literal("a'; DROP \\")).isEqualTo("'a\\'; DROP \\\\'");
        assertThat(Psql.literal("a'; DROP \\")).isEqualTo(" E'a''; DROP \\\\'");
        assertThat(Psql.name("a\"; DROP")).isEqualTo("\"a\"\"; DROP\"");
    }

    @Test
    void passwords_of_postgresql_are_known_again_and_only_by_the_same_role() {
        String kept = PostgresPassword.of("ada", "secret", "scram-sha-256");
        assertThat(PostgresPassword.isKept("ada", "secret", kept, "scram-sha-256")).isTrue();
        assertThat(PostgresPassword.isKept("ada", "other", kept, "scram-sha-256")).isFalse();
        String md5 = PostgresPassword.of("ada", "secret", "md5");
        assertThat(PostgresPassword.isKept("ada", "secret", md5, "md5")).isTrue();
        assertThat(PostgresPassword.isKept("eve", "secret", md5, "md5")).isFalse();
    }

    @Test
    void fields_of_csv_hold_commas_quotes_and_lines() {
        assertThat(Csv.rows("a,b\n\"x, \"\"y\"\"\n2\",\n"))
                .containsExactly(List.of("a", "b"), List.of("x, \"y\"\n2", ""));
    }

    @Test
    void an_entry_of_the_fstab_has_four_to_six_fields() {
        assertThat(Fstab.entry("LABEL=root\t/ ext4 defaults").orElseThrow())
                .containsEntry("device", "LABEL=root")
                .containsEntry("name", "/")
                .containsEntry("pass_num", "0");
        assertThat(Fstab.entry("# /dev/sda / ext4 defaults 0 0")).isEmpty();
        assertThat(Fstab.entry("one two three")).isEmpty();
    }

    @Test
    void versions_of_python_packages_are_ordered_as_pep_440_says() {
        assertThat(
                        List.of(
                                        "1.0.post1",
                                        "1.0",
                                        "1.0rc2",
                                        "1.0a1",
                                        "1.0.dev3",
                                        "1.0b2",
                                        "1!0.1",
                                        "1.10",
                                        "1.9")
                                .stream()
                                .sorted(
                                        (a, b) ->
                                                PythonVersion.of(a).compareTo(PythonVersion.of(b))))
                .containsExactly(
                        "1.0.dev3",
                        "1.0a1",
                        "1.0b2",
                        "1.0rc2",
                        "1.0",
                        "1.0.post1",
                        "1.9",
                        "1.10",
                        "1!0.1");
    }

    @Test
    void specifiers_let_versions_through() {
        assertThat(PythonVersion.fits("1.4.2", ">=1.2,<2")).isTrue();
        assertThat(PythonVersion.fits("2.0", ">=1.2,<2")).isFalse();
        assertThat(PythonVersion.fits("1.4.5", "~=1.4.2")).isTrue();
        assertThat(PythonVersion.fits("1.5.0", "~=1.4.2")).isFalse();
        assertThat(PythonVersion.fits("1.0.0", "==1.0")).isTrue();
        assertThat(PythonVersion.fits("1.4.9", "==1.4.*,!=1.4.8")).isTrue();
        assertThat(PythonVersion.fits("3", "")).isTrue();
    }

    @Test
    void a_locale_is_compared_as_the_system_prints_it() {
        assertThat(LocaleFunctions.Name.of("de_at.UTF-8@euro").normal())
                .hasToString("de_AT.utf8@euro");
        assertThat(LocaleFunctions.Name.of("de_AT.UTF-8").withCharmap())
                .hasToString("de_AT.UTF-8 UTF-8");
    }

    @Test
    void passwords_in_urls_do_not_get_into_messages() {
        assertThat(GitCommand.redacted("fetch https://ada:secret@git.example/x failed"))
                .isEqualTo("fetch https://<redacted>@git.example/x failed");
        assertThatThrownBy(
                        () ->
                                GitCommand.withPassword(
                                        "http://git.example/x",
                                        org.saltern.modules.Values.text("ada"),
                                        org.saltern.modules.Values.none()))
                .isInstanceOf(ModuleError.BadRequest.class);
    }
}
