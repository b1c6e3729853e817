package org.saltern.modules.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.Json;
import org.saltern.modules.Context;
import org.saltern.modules.ModuleError;
import org.saltern.modules.TestMinion;
import org.saltern.modules.Values;
import org.saltern.modules.states.StateBuiltins;
import org.saltern.sls.Origins;

class PausesTest {
    private static final String JID = "20260102030405000006";

    @TempDir private Path folder;

    private Context context() {
        return new TestMinion(folder).context();
    }

    private static void ask(Context context, String function, String... words) throws Exception {
        List<JsonNode> arguments = new ArrayList<>();
        for (String word : words) {
            arguments.add(Values.text(word));
        }
        context.modules().run(context, function, arguments, Json.object());
    }

    private static ObjectNode run(Context context) {
        var settings =
                new RunSettings(false, false, false, Set.of(), Json.MAPPER.nullNode(), false);
        var runner = new StateRunner(context, StateBuiltins.modules(), settings, new Origins());
        try {
            return runner.run(new ArrayList<>(List.of(chunk("a"), chunk("b"), chunk("c"))));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode chunk(String id) {
        return Json.object()
                .put("state", "test")
                .put("name", id)
                .put("__sls__", "s")
                .put("__env__", "base")
                .put("__id__", id)
                .put("fun", "nop");
    }

    @Test
    void a_run_that_is_softly_killed_ends_before_the_state_that_was_named() throws Exception {
        ask(context(), "state.soft_kill", JID, "b");
        assertThat(run(context()).fieldNames()).toIterable().containsExactly("test_|-a_|-a_|-nop");
    }

    @Test
    void a_halted_run_goes_on_when_it_is_resumed() throws Exception {
        Context context = context();
        ask(context, "state.pause", JID, "c");
        var running = CompletableFuture.supplyAsync(() -> run(context));
        ask(context, "state.resume", JID, "c");
        assertThat(running.join()).hasSize(3);
    }

    @Test
    void a_pause_of_another_run_halts_nothing() throws Exception {
        ask(context(), "state.pause", "20260102030405999999");
        assertThat(run(context())).hasSize(3);
    }

    @Test
    void what_is_no_jid_is_refused_and_names_no_file() {
        assertThatThrownBy(() -> ask(context(), "state.pause", "../../etc/passwd"))
                .isInstanceOf(ModuleError.BadRequest.class);
    }
}
