package org.saltern.modules.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.Json;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Outcome;
import org.saltern.modules.TestMinion;
import org.saltern.modules.Values;
import org.saltern.modules.states.StateBuiltins;
import org.saltern.sls.Origins;

class StateRunnerTest {
    @TempDir private Path folder;

    private StateRunner runner() {
        var settings =
                new RunSettings(false, false, false, Set.of(), Json.MAPPER.nullNode(), false);
        return new StateRunner(
                new TestMinion(folder).context(), StateBuiltins.modules(), settings, new Origins());
    }

    private static ObjectNode chunk(String id, String state, String fun) {
        return Json.object()
                .put("state", state)
                .put("name", id)
                .put("__sls__", "a")
                .put("__env__", "base")
                .put("__id__", id)
                .put("fun", fun);
    }

    private static ArrayList<ObjectNode> chain(int length) {
        var chunks = new ArrayList<ObjectNode>();
        for (int i = 0; i < length; i++) {
            ObjectNode chunk = chunk("s" + i, "test", "nop");
            if (i < length - 1) {
                chunk.set("require", Json.array().add(Json.object().put("test", "s" + (i + 1))));
            }
            chunks.add(chunk);
        }
        return chunks;
    }

    @Test
    void a_chain_of_requisites_runs_from_its_end() throws Exception {
        ObjectNode results = runner().run(chain(200));
        assertThat(results.path("test_|-s199_|-s199_|-nop").path("__run_num__").asInt()).isZero();
        assertThat(results.path("test_|-s0_|-s0_|-nop").path("__run_num__").asInt()).isEqualTo(199);
    }

    @Test
    void a_chain_without_end_fails_in_words() throws Exception {
        ObjectNode results = runner().run(chain(3000));
        assertThat(results.toString()).contains("Requisites are nested more than 200 deep");
    }

    @Test
    void no_state_begins_once_the_job_is_killed() {
        Path file = folder.resolve("made");
        ObjectNode first = chunk("kill", "cmd", "run").put("name", "sleep 60");
        ObjectNode second = chunk("after", "cmd", "run").put("name", "touch " + file);
        Thread self = Thread.currentThread();
        Thread.ofVirtual().start(self::interrupt);
        assertThatThrownBy(() -> runner().run(new ArrayList<>(List.of(first, second))))
                .isInstanceOf(InterruptedException.class);
        assertThat(file).doesNotExist();
    }

    @Test
    void an_argument_that_a_state_does_not_take_ends_the_run() {
        ObjectNode chunk = chunk("x", "test", "configurable_test_state").put("colour", "red");
        assertThatThrownBy(() -> runner().run(new ArrayList<>(List.of(chunk))))
                .isInstanceOf(ModuleError.BadRequest.class)
                .hasMessage(
                        "'colour' is an invalid keyword argument for"
                                + " 'test.configurable_test_state'");
    }

    @Test
    void another_state_run_in_progress_is_named() throws Exception {
        var minion = new TestMinion(folder).with(new OtherRun());
        Outcome outcome = minion.call("state.single", "test.nop", "x");
        assertThat(outcome.retcode()).isEqualTo(1);
        assertThat(outcome.value().path(0).asText())
                .isEqualTo(
                        "The function \"state.apply\" is running as PID 77 and was started at 2026,"
                                + " Jan 02 03:04:05.000009 with jid 20260102030405000009");
        JsonNode concurrent = Json.object().put("__kwarg__", true).put("concurrent", true);
        assertThat(minion.call("state.single", "test.nop", "x", concurrent).retcode()).isZero();
    }

    @Test
    void a_file_of_a_hundred_megabytes_is_not_rendered() throws Exception {
        Path file = folder.resolve("big.sls");
        try (var out = Files.newOutputStream(file)) {
            out.write("x: test.nop\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            byte[] blanks = new byte[1 << 20];
            java.util.Arrays.fill(blanks, (byte) ' ');
            for (int i = 0; i < 20; i++) {
                out.write(blanks);
            }
        }
        Outcome outcome = new TestMinion(folder).call("state.template", file.toString());
        assertThat(Values.asText(outcome.value())).contains("nothing so large is rendered");
    }

    private static final class OtherRun implements org.saltern.modules.RunningJobs {
        @Override
        public List<ObjectNode> running() {
            return List.of(
                    Json.object()
                            .put("jid", "20260102030405000009")
                            .put("fun", "state.apply")
                            .put("pid", 77));
        }

        @Override
        public boolean signal(String jid, int signal) {
            return false;
        }

        @Override
        public java.util.Optional<JsonNode> cached(String jid) {
            return java.util.Optional.empty();
        }
    }
}
