package org.saltern.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.saltern.modules.TestMinion.json;
import static org.saltern.modules.TestMinion.keywords;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CmdFunctionsTest {
    @TempDir private Path folder;
    private TestMinion minion;

    @BeforeEach
    void start() {
        minion = new TestMinion(folder);
    }

    private Outcome run(String function, String command, String options) {
        return minion.call(function, Values.text(command), keywords(options));
    }

    @Test
    void run_answers_output_and_errors_and_the_exit_code_is_that_of_the_return() {
        Outcome outcome = minion.call("cmd.run", "echo a; echo b >&2; exit 3");
        assertThat(outcome.value().asText()).isEqualTo("a\nb");
        assertThat(outcome.retcode()).isEqualTo(3);
    }

    @Test
    void run_all_answers_all_four() {
        JsonNode all = minion.answer("cmd.run_all", "echo a; echo b >&2; exit 3");
        assertThat(all.path("stdout").asText()).isEqualTo("a");
        assertThat(all.path("stderr").asText()).isEqualTo("b");
        assertThat(all.path("retcode").asInt()).isEqualTo(3);
        assertThat(all.path("pid").asLong()).isPositive();
    }

    @Test
    void the_other_forms_answer_their_part() {
        assertThat(minion.answer("cmd.run_stdout", "echo a; echo b >&2").asText()).isEqualTo("a");
        assertThat(minion.answer("cmd.run_stderr", "echo a; echo b >&2").asText()).isEqualTo("b");
        assertThat(minion.answer("cmd.retcode", "exit 4")).isEqualTo(json("4"));
        assertThat(minion.withoutJob().answer("cmd.shell", "echo a | tr a b").asText())
                .isEqualTo("b");
    }

    @Test
    void without_a_shell_nothing_is_expanded() {
        assertThat(
                        run("cmd.run", "echo '$HOME | cat' \"x y\"", "{\"python_shell\": false}")
                                .value()
                                .asText())
                .isEqualTo("$HOME | cat x y");
        assertThat(minion.withoutJob().answer("cmd.run", "echo $HOME").asText()).isEqualTo("$HOME");
    }

    @Test
    void directory_environment_and_input_are_given() throws Exception {
        String dir = folder.toRealPath().toString();
        Outcome outcome =
                run(
                        "cmd.run",
                        "pwd; echo $COLOR; cat",
                        "{\"cwd\": \""
                                + dir
                                + "\", \"env\": [{\"COLOR\": \"blue\"}], \"stdin\": \"one\\\\n"
                                + "two\"}");
        assertThat(outcome.value().asText()).isEqualTo(dir + "\nblue\none\ntwo");
    }

    @Test
    void a_clean_environment_holds_nothing_of_ours() {
        assertThat(run("cmd.run", "echo \"[$HOME]\"", "{\"clean_env\": true}").value().asText())
                .isEqualTo("[]");
    }

    @Test
    void a_directory_that_is_not_there_is_named() {
        assertThat(run("cmd.run", "pwd", "{\"cwd\": \"/no/such\"}").value().asText())
                .isEqualTo("ERROR: Specified cwd '/no/such' either not absolute or does not exist");
    }

    @Test
    void a_command_that_takes_too_long_is_killed_and_is_no_success() {
        Outcome outcome = run("cmd.run", "sleep 300", "{\"timeout\": 0.3}");
        assertThat(outcome.value().asText()).isEqualTo("sleep 300 : Timed out after 0.3 seconds");
        assertThat(outcome.retcode()).isEqualTo(1);
    }

    @Test
    void listed_exit_codes_and_outputs_count_as_success() {
        assertThat(run("cmd.run", "exit 3", "{\"success_retcodes\": [2, 3]}").retcode()).isZero();
        assertThat(
                        run("cmd.run", "echo fine; exit 3", "{\"success_stdout\": [\"fine\"]}")
                                .retcode())
                .isZero();
        assertThat(run("cmd.run", "exit 3", "{\"ignore_retcode\": true}").retcode()).isZero();
    }

    @Test
    void output_can_be_hidden_and_read_in_another_encoding() {
        assertThat(run("cmd.run", "echo secret", "{\"hide_output\": true}").value().asText())
                .isEmpty();
        assertThat(
                        run("cmd.run", "printf '\\351'", "{\"output_encoding\": \"latin1\"}")
                                .value()
                                .asText())
                .isEqualTo("é");
    }

    @Test
    void a_command_may_be_a_template() {
        assertThat(
                        run("cmd.run", "echo {{ grains.os }}", "{\"template\": \"jinja\"}")
                                .value()
                                .asText())
                .isEqualTo("Debian");
    }

    @Test
    void what_is_not_supported_is_refused_by_name() {
        assertThat(run("cmd.run", "true", "{\"template\": \"mako\"}").value().asText())
                .isEqualTo("ERROR: Attempted to render file with unavailable engine mako");
        assertThat(run("cmd.run", "true", "{\"shell\": \"/bin/nosuch\"}").value().asText())
                .isEqualTo("ERROR: The shell /bin/nosuch is not available");
        assertThat(run("cmd.run", "true", "{\"umask\": \"0\"}").value().asText())
                .isEqualTo("ERROR: Zero umask is not allowed.");
        assertThat(run("cmd.run", "true", "{\"runas\": \"no-such-user\"}").value().asText())
                .isEqualTo("ERROR: User 'no-such-user' is not available");
    }

    @Test
    void a_program_that_is_missing_is_named_and_no_environment_is_leaked() {
        String text =
                run(
                                "cmd.run",
                                "no-such-program",
                                "{\"python_shell\": false, \"env\": {\"TOKEN\": \"s3cret\"}}")
                        .value()
                        .asText();
        assertThat(text)
                .contains("No such file or directory: 'no-such-program'")
                .doesNotContain("s3cret");
    }

    @Test
    void another_user_runs_it() throws Exception {
        boolean can =
                System.getProperty("user.name").equals("root")
                        && Accounts.of(new LocalMachine()).user("nobody").isPresent();
        Assumptions.assumeTrue(can, "SKIPPED another_user_runs_it: needs root and the user nobody");
        assertThat(run("cmd.run", "id -un; echo $USER", "{\"runas\": \"nobody\"}").value().asText())
                .isEqualTo("nobody\nnobody");
    }

    @Test
    void a_script_is_fetched_run_with_arguments_and_cleared_away() throws Exception {
        Path script = folder.resolve("s.sh");
        Files.writeString(script, "#!/bin/sh\necho \"$0|$1|$2\"; exit 5\n");
        Outcome outcome =
                minion.call(
                        "cmd.script",
                        Values.text(script.toString()),
                        keywords("{\"args\": \"'a b' c\"}"));
        String[] said = outcome.value().path("stdout").asText().split("\\|");
        assertThat(said[1]).isEqualTo("a b");
        assertThat(said[2]).isEqualTo("c");
        assertThat(Path.of(said[0])).doesNotExist();
        assertThat(outcome.retcode()).isEqualTo(5);
    }

    @Test
    void a_script_that_is_not_there_is_no_success() {
        Outcome outcome = minion.call("cmd.script", "/no/such.sh");
        assertThat(outcome.value().path("cache_error").asBoolean()).isTrue();
        assertThat(outcome.retcode()).isEqualTo(1);
    }

    @Test
    void code_is_given_to_an_interpreter() {
        assertThat(minion.answer("cmd.exec_code", "sh", "echo $((6 * 7))").asText())
                .isEqualTo("42");
    }

    @Test
    void programs_are_found_on_the_path() {
        Optional<String> sh = Optional.of(minion.answer("cmd.which", "sh").asText());
        assertThat(sh.orElseThrow()).endsWith("/sh");
        assertThat(minion.answer("cmd.which", "no-such-program").isNull()).isTrue();
        assertThat(minion.answer("cmd.has_exec", "sh").asBoolean()).isTrue();
        assertThat(minion.answer("cmd.which_bin", json("[\"no-such-program\", \"sh\"]")).asText())
                .endsWith("/sh");
    }

    @Test
    void a_forbidden_command_is_not_run() {
        minion.options().putArray("cmd_blacklist_glob").add("rm *");
        assertThat(minion.answer("cmd.run", "rm -rf " + folder).asText())
                .isEqualTo("ERROR: The shell command \"rm -rf " + folder + "\" is not permitted");
        assertThat(folder).exists();
    }

    @Test
    void progress_is_heard() {
        minion.call("cmd.run", "echo one; echo two");
        assertThat(minion.heard()).isEqualTo("one\ntwo\n");
    }

    @Test
    void a_background_command_answers_its_process_id() {
        long pid = minion.answer("cmd.run_bg", "sleep 0.1").path("pid").asLong();
        assertThat(pid).isPositive();
    }
}
