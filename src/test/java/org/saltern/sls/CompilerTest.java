package org.saltern.sls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What the recorded cases do not show: rings, bombs, and order in general. */
class CompilerTest {
    private static List<String> ids(Compiler.Compiled compiled) {
        assertThat(compiled.errors()).isEmpty();
        return compiled.chunks().stream().map(c -> c.path("__id__").asText()).toList();
    }

    @Test
    void files_that_include_each_other_are_read_once() throws Exception {
        var tree =
                new MapTree()
                        .with("a.sls", "include: [b]\none: test.nop\n")
                        .with("b.sls", "include: [a]\ntwo: test.nop\n");
        assertThat(ids(tree.compile("a"))).containsExactly("two", "one");
    }

    @Test
    void a_chain_of_includes_without_end_is_an_error() throws Exception {
        var tree = new MapTree();
        for (int i = 0; i < 300; i++) {
            tree.with("s" + i + ".sls", "include: [s" + (i + 1) + "]\nid" + i + ": test.nop\n");
        }
        assertThat(tree.compile("s0").errors()).anyMatch(e -> e.contains("more than 200"));
    }

    @Test
    void a_yaml_bomb_is_an_error() throws Exception {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            String before = "*a" + (i - 1);
            text.append("a" + i + ": &a" + i + " [" + (before + ", ").repeat(8) + before + "]\n");
        }
        assertThat(new MapTree().with("a.sls", text.toString()).compile("a").errors())
                .singleElement()
                .asString()
                .contains("more than 200000 values");
    }

    @Test
    void text_that_contains_itself_is_an_error() throws Exception {
        assertThat(new MapTree().with("a.sls", "a: &a [*a]\n").compile("a").errors())
                .singleElement()
                .asString()
                .contains("recursive");
    }

    @Test
    void a_wrong_state_anywhere_gives_no_chunk_at_all() throws Exception {
        var tree =
                new MapTree()
                        .with("a.sls", "include: [b]\nfine: test.nop\n")
                        .with("b.sls", "bad:\n  test.nop:\n    require: x\n");
        assertThat(tree.compile("a").chunks()).isEmpty();
        assertThat(tree.compile("a").errors()).hasSize(1);
    }

    @Property
    void states_run_by_order_and_then_by_name(
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 50) Integer> orders)
            throws Exception {
        var text = new StringBuilder();
        for (int i = 0; i < orders.size(); i++) {
            text.append("s%03d:%n  test.nop:%n    - order: %d%n".formatted(i, orders.get(i)));
        }
        var chunks = new MapTree().with("a.sls", text.toString()).compile("a").chunks();
        assertThat(chunks)
                .isSortedAccordingTo(
                        java.util.Comparator
                                .<com.fasterxml.jackson.databind.node.ObjectNode>comparingInt(
                                        c -> c.path("order").asInt())
                                .thenComparing(c -> c.path("name").asText()));
    }
}
