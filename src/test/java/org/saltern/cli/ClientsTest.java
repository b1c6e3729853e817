package org.saltern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.Json;
import org.saltern.rest.RestHouse;

/** The commands against a running server with hosts db1, new1 and web1. */
class ClientsTest {
    private static RestHouse house;

    @TempDir Path home;

    @BeforeAll
    static void open() throws IOException {
        house = new RestHouse();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void on_the_same_machine_nothing_but_the_command_is_typed() {
        TypedWords here = here();
        assertThat(here.type("run", "*", "test.ping")).isZero();
        assertThat(Pen.lines(here.out()).stream().sorted())
                .containsExactly("    True", "    True", "    True", "db1:", "new1:", "web1:");
        assertThat(here.err()).isEmpty();
    }

    @Test
    void a_token_is_made_used_and_revoked_by_three_commands() {
        TypedWords here = here();
        assertThat(here.type("tokens", "make", "ci", "--for-user", "olaf", "--life", "30m"))
                .isZero();
        String token = here.out().strip();
        assertThat(token).matches("[0-9a-f]{64}");
        assertThat(here.err()).contains("'ci' of olaf, at most viewer");
        assertThat(here.type("tokens")).isZero();
        assertThat(here.out()).contains("olaf", "ci", "never used").doesNotContain(token);
        String id = here.out().strip().split(" ")[0];
        assertThat(here.type("jobs", "--url", house.url.toString(), "--token", token)).isZero();
        assertThat(here.type("tokens", "revoke", id)).isZero();
        assertThat(here.type("jobs", "--url", house.url.toString(), "--token", token)).isEqualTo(2);
        assertThat(here.type("tokens", "make", "ci", "--life", "soon")).isEqualTo(2);
    }

    @Test
    void the_audit_log_is_checked_by_one_command() {
        TypedWords here = here();
        assertThat(here.type("audit", "check")).isZero();
        assertThat(here.out()).containsPattern("lines are as they were written, .*[0-9a-f]{64}");
        assertThat(here.type("audit", "check", "--expect", "1".repeat(64))).isEqualTo(1);
        assertThat(here.err()).contains("written anew");
        assertThat(here.type("audit", "check", "--expect", "x")).isEqualTo(2);
    }

    @Test
    void results_are_printed_in_each_form() {
        TypedWords here = here();
        here.type("run", "db1", "test.echo", "a b", "--out", "txt");
        assertThat(here.out()).isEqualTo("db1: a b\n");
        here.type("run", "--out", "yaml", "db1", "test.arg", "1", "x=[a, yes]");
        assertThat(here.out()).isEqualTo("db1:\n- 1\n- __kwarg__: true\n  x:\n  - a\n  - true\n");
        here.type("run", "--out=json", "--static", "-L", "web1,db1", "test.ping");
        assertThat(here.out()).isEqualTo("{\n    \"db1\": true,\n    \"web1\": true\n}\n");
    }

    @Test
    void a_failure_is_exit_code_1_and_silence_too() {
        TypedWords here = here();
        assertThat(here.type("run", "db1", "no.such")).isEqualTo(1);
        assertThat(here.out()).contains("'no.such' is not available.");
        assertThat(here.err()).contains("1 of 1 hosts failed");
        house.accepted("off1");
        assertThat(here.type("run", "-L", "off1,db1", "test.ping", "--out", "txt")).isEqualTo(1);
        assertThat(here.out())
                .contains("db1: True\n", "off1: Minion did not return. [Not connected]\n");
        house.forget("off1");
    }

    @Test
    void hosts_that_are_not_connected_can_be_parked_and_are_named() {
        TypedWords here = here();
        house.accepted("off2");
        assertThat(here.type("run", "--park", "24h", "-L", "off2,db1", "test.ping", "--out", "txt"))
                .isZero();
        assertThat(here.out()).isEqualTo("db1: True\n");
        assertThat(here.err()).contains("Not connected, will get it when they connect: off2");
        String jid = here.err().replaceAll("(?s).*?([0-9]{20}).*", "$1");
        assertThat(here.type("jobs", "kill", jid)).isZero();
        assertThat(here.type("run", "--park", "soon", "db1", "test.ping")).isEqualTo(2);
        assertThat(here.err()).contains("Not a span of time: 'soon'");
        house.forget("off2");
    }

    @Test
    void a_target_nobody_matches_is_exit_code_2() {
        TypedWords here = here();
        assertThat(here.type("run", "nosuch*", "test.ping")).isEqualTo(2);
        assertThat(here.err()).contains("No host matches");
        assertThat(here.type("run", "( web1", "test.ping", "-C")).isEqualTo(2);
        assertThat(here.err()).contains("it is never closed", "Add a ')'");
    }

    @Test
    void a_word_that_names_a_file_stays_a_word() {
        TypedWords here = here();
        here.type("run", "db1", "test.echo", "@/etc/passwd", "--out", "txt");
        assertThat(here.out()).isEqualTo("db1: @/etc/passwd\n");
    }

    @Test
    void a_job_can_be_started_listed_and_shown() {
        TypedWords here = here();
        assertThat(here.type("run", "--async", "db1", "test.echo", "later")).isZero();
        String jid = here.out().replaceAll("(?s).*?([0-9]{20}).*", "$1");
        here.type("run", "db1", "test.ping");
        assertThat(here.type("jobs")).isZero();
        assertThat(here.out()).contains(jid, "local:tester", "test.echo later");
        assertThat(here.type("jobs", "show", jid, "--out", "txt")).isZero();
        assertThat(here.out()).isEqualTo("db1: later\n");
        assertThat(here.type("jobs", "active", "--out", "json")).isZero();
        assertThat(Json.parse(here.out()).isObject()).isTrue();
        assertThat(here.type("jobs", "kill", jid)).as("it has ended").isEqualTo(2);
        assertThat(here.type("jobs", "show", "20200101000000000000")).isEqualTo(2);
        assertThat(here.err()).contains("There is no job 20200101000000000000");
    }

    @Test
    void a_key_is_accepted_after_its_fingerprint_was_shown_and_agreed_to() {
        String seen = house.waiting("new2");
        TypedWords asked = here().answering("n\n");
        assertThat(asked.type("keys", "accept", "new2")).isEqualTo(2);
        assertThat(asked.err()).contains(seen, "Nothing was changed.");
        assertThat(here().answering("y\n").type("keys", "accept", "new2")).isZero();
        assertThat(here().type("keys", "reject", "new2", "--fingerprint", seen)).isZero();
        TypedWords here = here();
        here.type("keys", "list", "--out", "json");
        assertThat(Json.parse(here.out()).get("minions_rejected"))
                .isEqualTo(Json.parse("[\"new2\"]"));
        assertThat(here.type("keys", "delete", "-y", "new2")).isZero();
    }

    @Test
    void with_nobody_to_ask_a_key_needs_its_fingerprint_or_yes() {
        house.waiting("new3");
        TypedWords here = here();
        assertThat(here.type("keys", "accept", "new3")).isEqualTo(2);
        assertThat(here.err()).contains("--fingerprint");
        assertThat(here.type("keys", "accept", "new3", "--fingerprint", "00:11")).isEqualTo(2);
        assertThat(here.err()).contains("another fingerprint");
        here.type("keys");
        assertThat(here.out())
                .isEqualTo(
                        """
                        Accepted Keys:
                        db1
                        new1
                        web1
                        Denied Keys:
                        Unaccepted Keys:
                        new3
                        Rejected Keys:
                        """);
        house.forget("new3");
    }

    @Test
    void a_pattern_is_no_id() {
        TypedWords here = here();
        assertThat(here.type("keys", "delete", "-y", "*")).isEqualTo(2);
        assertThat(here.err()).contains("No such key: *");
    }

    @Test
    void fingerprints_are_listed_by_state() {
        TypedWords here = here();
        assertThat(here.type("keys", "finger", "db*")).isZero();
        assertThat(here.out()).matches("Accepted Keys:\ndb1:  ([0-9a-f]{2}:){31}[0-9a-f]{2}\n");
    }

    @Test
    void login_keeps_a_token_only_the_user_can_read_and_logout_forgets_it() throws IOException {
        TypedWords away = new TypedWords(Map.of(), home, List.of()).withSecret(RestHouse.PASSWORD);
        assertThat(away.type("login", "--url", house.url.toString(), "-u", "ada")).isZero();
        Path file = home.resolve(".config/saltern/token");
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(away.type("run", "db1", "test.ping", "--out", "txt")).isZero();
        JsonNode kept = Json.parse(Files.readString(file));
        assertThat(away.type("logout")).isZero();
        assertThat(file).doesNotExist();
        assertThat(
                        away.type(
                                "keys",
                                "--url",
                                house.url.toString(),
                                "--token",
                                kept.get("token").textValue()))
                .isEqualTo(2);
        assertThat(away.err()).contains("saltern login");
    }

    @Test
    void a_token_file_others_can_read_is_not_used() throws IOException {
        Path file = home.resolve(".config/saltern/token");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"url\":\"http://127.0.0.1:1\",\"token\":\"00\"}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        TypedWords away = new TypedWords(Map.of(), home, List.of());
        assertThat(away.type("keys")).isEqualTo(2);
        assertThat(away.err()).contains("chmod 600");
    }

    @Test
    void the_environment_names_server_and_user() {
        var environment =
                Map.of(
                        "SALTERN_URL",
                        house.url.toString(),
                        "SALTERN_USER",
                        "vera",
                        "SALTERN_PASSWORD",
                        RestHouse.PASSWORD);
        TypedWords away = new TypedWords(environment, home, List.of());
        assertThat(away.type("jobs", "list")).isZero();
        assertThat(away.type("run", "*", "test.ping")).isEqualTo(2);
        assertThat(away.err()).contains("vera may not do this");
    }

    @Test
    void commands_with_a_password_leave_no_session_behind() {
        String oldest = house.freshLogin("olaf");
        String url = house.url.toString();
        var environment = Map.of("SALTERN_USER", "olaf", "SALTERN_PASSWORD", RestHouse.PASSWORD);
        TypedWords away = new TypedWords(environment, home, List.of());
        for (int i = 0; i < 11; i++) {
            assertThat(away.type("jobs", "--url", url)).isZero();
        }
        TypedWords still = new TypedWords(Map.of(), home, List.of());
        assertThat(still.type("jobs", "--url", url, "--token", oldest))
                .as("a user has ten sessions at most; an eleventh would have ended this one")
                .isZero();
    }

    @Test
    void no_server_is_said_with_its_address_and_what_to_do() {
        TypedWords away = new TypedWords(Map.of(), home, List.of(home));
        assertThat(away.type("keys")).isEqualTo(2);
        assertThat(away.err()).contains("No running server", "saltern serve", home.toString());
        assertThat(away.type("keys", "--url", "http://127.0.0.1:1", "--token", "00")).isEqualTo(2);
        assertThat(away.err())
                .contains("No server answers at http://127.0.0.1:1", "Is it running?");
    }

    private TypedWords here() {
        return new TypedWords(Map.of(), home, List.of(home, house.tokenFile.getParent()));
    }
}
