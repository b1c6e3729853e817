package org.saltern.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.jobs.HostRun;
import org.saltern.jobs.HostState;

class AnswerTest {
    private static final Jid JID = new Jid("20261121070000000000");

    private static Answer of(JsonNode result) {
        return Answer.of(
                new HostRun(
                        JID,
                        new HostId("web1"),
                        HostState.OK,
                        1,
                        Instant.EPOCH,
                        Problem.text(""),
                        result,
                        null,
                        0,
                        false,
                        0,
                        null),
                100);
    }

    @Test
    void nothing_is_shown_while_nothing_returned() {
        assertThat(of(null)).isInstanceOf(Answer.None.class);
    }

    @Test
    void a_short_answer_is_one_line_in_salts_words() {
        assertThat(of(BooleanNode.TRUE)).isEqualTo(new Answer.Line("True"));
        assertThat(of(NullNode.instance)).isEqualTo(new Answer.Line("None"));
        assertThat(of(TextNode.valueOf("up 3 days"))).isEqualTo(new Answer.Line("up 3 days"));
    }

    @Test
    void a_long_answer_is_cut_and_says_so() {
        var block = (Answer.Block) of(TextNode.valueOf("x\n".repeat(1000)));
        assertThat(block.isCut()).isTrue();
        assertThat(block.text()).hasSize(100);
    }

    @Test
    void a_return_that_was_cut_when_stored_says_so() {
        var block =
                (Answer.Block)
                        of(Json.parse("{\"truncated\":true,\"original_size\":9,\"head\":\"abc\"}"));
        assertThat(block).isEqualTo(new Answer.Block(List.of(new Ansi.Run("", "abc")), true));
    }

    @Test
    void an_object_is_drawn_as_an_outline() {
        var block =
                (Answer.Block) of(Json.parse("{\"a\":{\"b\":[1,\"two\\nlines\",[]]},\"c\":null}"));
        assertThat(block.text())
                .isEqualTo("a:\n  b:\n    - 1\n    -\n      two\n      lines\n    - []\nc: null");
    }

    @Test
    void an_endless_tree_ends() {
        JsonNode deep = TextNode.valueOf("end");
        for (int i = 0; i < 500; i++) {
            deep = Json.array().add(deep);
        }
        assertThat(Outline.text(deep, 1_000_000)).contains("…").doesNotContain("end");
    }

    @Test
    void failed_and_changed_states_come_first() {
        var states =
                (Answer.States)
                        of(
                                Json.parse(
                                        """
                                        {"pkg_|-a_|-a_|-installed":{"result":true,"changes":{},"__run_num__":0},
                                         "file_|-b_|-/etc/b_|-managed":{"result":true,"changes":{"diff":"-x\\n+y"},"__run_num__":1},
                                         "cmd_|-t_|-t_|-run":{"result":null,"changes":{},"__run_num__":2},
                                         "cmd_|-c_|-c_|-run":{"result":false,"changes":{},"comment":["no"],"__run_num__":3,
                                                              "duration":"7.5 ms"}}
                                        """));
        assertThat(states.loud()).extracting(StateResult::id).containsExactly("c", "b", "t");
        assertThat(states.quiet()).extracting(StateResult::id).containsExactly("a");
        assertThat(states.loud().getFirst().duration()).isEqualTo("7.5");
        assertThat(states.loud().get(1).diff()).containsExactly("-x", "+y");
        assertThat(states.loud().get(1).function()).isEqualTo("file.managed");
    }

    @Test
    void an_object_with_one_other_key_is_no_state_run() {
        assertThat(of(Json.parse("{\"pkg_|-a_|-a_|-installed\":{},\"x\":{}}")))
                .isInstanceOf(Answer.Block.class);
    }

    @Test
    void output_can_neither_colour_nor_hide_nor_turn_what_is_around_it() {
        assertThat(PlainText.of("\u001B[31mred\u001B[0m \u001B]0;title\u0007x")).isEqualTo("red x");
        assertThat(PlainText.of("a\u0000b\u0007\u202Ec\u009B")).isEqualTo("a␀b␇\\u202ec\\u009b");
        assertThat(PlainText.of("a\r\nb\rc")).isEqualTo("a\nb\nc");
        assertThat(PlainText.of("a\uD800b 中文 é")).isEqualTo("a\uFFFDb 中文 é");
    }
}
