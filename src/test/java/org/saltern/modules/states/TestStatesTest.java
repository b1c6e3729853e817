package org.saltern.modules.states;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.Json;
import org.saltern.modules.Context;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Modules;
import org.saltern.modules.StateScope;
import org.saltern.modules.TestMinion;

class TestStatesTest {
    private final Modules states = StateBuiltins.modules();
    @TempDir private Path folder;
    private Context context;

    @BeforeEach
    void make_a_minion() {
        context = new TestMinion(folder).context();
    }

    private JsonNode call(boolean test, String state, ObjectNode arguments) throws Exception {
        var scope = new StateScope(test, "base", Json.object(), Map.of(), new HashMap<>());
        Function function = states.find(state).orElseThrow();
        return Modules.invoke(context.with(scope), function, List.of(), arguments).value();
    }

    private static ObjectNode named(String name) {
        return Json.object().put("name", name);
    }

    @Test
    void a_state_answers_name_changes_result_and_comment() throws Exception {
        assertThat(call(false, "test.succeed_with_changes", named("x")))
                .isEqualTo(
                        Json.parse(
                                """
                                {"name": "x", "result": true, "comment": "Success!", "changes": {"testing":
                                 {"old": "Unchanged", "new": "Something pretended to change"}}}
                                """));
    }

    @Test
    void test_mode_says_what_would_be() throws Exception {
        JsonNode answer = call(true, "test.succeed_with_changes", named("x"));
        assertThat(answer.path("result").isNull()).isTrue();
    }

    @Test
    void an_argument_that_the_state_does_not_take_is_refused() {
        assertThatThrownBy(
                        () ->
                                call(
                                        false,
                                        "test.configurable_test_state",
                                        named("x").put("colour", "red")))
                .isInstanceOf(ModuleError.BadRequest.class)
                .hasMessageContaining("colour=red");
    }

    @Test
    void an_argument_that_looks_like_a_keyword_stays_text() throws Exception {
        JsonNode answer =
                Modules.invoke(
                                context,
                                states.find("test.nop").orElseThrow(),
                                List.of(Json.object().textNode("a=b")),
                                Json.object())
                        .value();
        assertThat(answer.path("name").asText()).isEqualTo("a=b");
    }
}
