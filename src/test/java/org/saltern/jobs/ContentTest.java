package org.saltern.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.saltern.jobs.Fixture.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.saltern.base.Json;

/** Returns packed for the database and read again. */
class ContentTest {
    private static final int LIMIT = 1 << 20;

    @Property(tries = 500)
    void any_return_comes_back_exactly(@ForAll("trees") JsonNode tree) {
        Content content = Content.of(tree, LIMIT);
        assertThat(Content.read(content.bytes(), content.varying())).isEqualTo(tree);
    }

    @Property(tries = 300)
    void what_varies_splits_no_group_and_is_kept(
            @ForAll("trees") JsonNode tree, @ForAll int pid, @ForAll double duration) {
        Content one = Content.of(json("[{'pid':1,'duration':0.5}]").deepCopy(), LIMIT);
        JsonNode other = Json.array().add(Json.object().put("duration", duration).put("pid", pid));
        Content two = Content.of(other, LIMIT);
        assertThat(two.hash()).isEqualTo(one.hash());
        assertThat(Content.read(one.bytes(), two.varying())).isEqualTo(other);
    }

    @Property(tries = 300)
    void different_answers_have_different_hashes(
            @ForAll("trees") JsonNode a, @ForAll("trees") JsonNode b) {
        boolean same = Varying.split(a).stable().equals(Varying.split(b).stable());
        assertThat(Content.of(a, LIMIT).hash().equals(Content.of(b, LIMIT).hash())).isEqualTo(same);
    }

    @Test
    void the_order_of_fields_makes_no_difference() {
        assertThat(Content.of(json("{'a':1,'b':{'c':1,'pid':2}}"), LIMIT).hash())
                .isEqualTo(Content.of(json("{'b':{'pid':3,'c':1},'a':1}"), LIMIT).hash());
    }

    @Test
    void only_plain_values_vary() {
        assertThat(Content.of(json("{'pid':{'a':1}}"), LIMIT).hash())
                .isNotEqualTo(Content.of(json("{'pid':{'a':2}}"), LIMIT).hash());
    }

    @Test
    void a_large_return_is_compressed() {
        Content content = Content.of(TextNode.valueOf("line\n".repeat(100_000)), LIMIT);
        assertThat(content.bytes().length).isLessThan(10_000);
    }

    @Test
    void a_return_above_the_limit_is_cut_between_characters() {
        Content content = Content.of(TextNode.valueOf("x" + "😀".repeat(1_000)), 400);
        JsonNode read = Content.read(content.bytes(), content.varying());
        assertThat(read.path("truncated").asBoolean()).isTrue();
        assertThat(read.path("original_size").asInt()).isEqualTo(4_003);
        assertThat(read.path("head").asText()).isEqualTo("x" + "😀".repeat(49));
    }

    @Test
    void a_return_nested_too_deep_is_marked_and_overflows_no_stack() {
        JsonNode tree = IntNode.valueOf(1);
        for (int i = 0; i < 100_000; i++) {
            tree = Json.array().add(tree);
        }
        Content content = Content.of(tree, LIMIT);
        assertThat(Content.read(content.bytes(), null).path("reason").asText()).contains("deeper");
    }

    @Test
    void long_texts_and_names_are_read_again() {
        JsonNode tree = Json.object().put("n".repeat(100_000), "x".repeat(21 << 20));
        Content content = Content.of(tree, 64 << 20);
        assertThat(Content.read(content.bytes(), null).equals(tree)).isTrue();
    }

    @Test
    void half_a_character_becomes_a_question_mark() {
        Content content = Content.of(TextNode.valueOf("a\ud800b\0"), LIMIT);
        assertThat(Content.read(content.bytes(), null).asText()).isEqualTo("a?b\0");
    }

    @Provide
    Arbitrary<JsonNode> trees() {
        Arbitrary<String> names =
                Arbitraries.of("a", "pid", "duration", "$bytes", "$number", "$object", "", "语");
        Arbitrary<JsonNode> leaves =
                Arbitraries.oneOf(
                        Arbitraries.of(NullNode.instance, BooleanNode.TRUE, BooleanNode.FALSE),
                        Arbitraries.of("", "x", "NaN", "\0", "语😀").map(TextNode::valueOf),
                        Arbitraries.integers().map(IntNode::valueOf),
                        Arbitraries.of(1.0, -0.5, 1e300, Double.NaN, Double.NEGATIVE_INFINITY)
                                .map(DoubleNode::valueOf),
                        Arbitraries.bytes()
                                .array(byte[].class)
                                .ofMaxSize(5)
                                .map(BinaryNode::valueOf));
        return Arbitraries.recursive(() -> leaves, inner -> node(names, inner), 0, 4);
    }

    private static Arbitrary<JsonNode> node(Arbitrary<String> names, Arbitrary<JsonNode> inner) {
        Arbitrary<List<JsonNode>> lists = inner.list().ofMaxSize(3);
        Arbitrary<Map<String, JsonNode>> maps = Arbitraries.maps(names, inner).ofMaxSize(3);
        return Arbitraries.oneOf(
                lists.map(list -> Json.array().addAll(list)),
                maps.map(map -> Json.object().setAll(map)));
    }
}
