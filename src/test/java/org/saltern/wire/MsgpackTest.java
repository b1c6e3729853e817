package org.saltern.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class MsgpackTest {
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    @Property(tries = 500)
    void what_is_written_is_read_again(@ForAll("trees") JsonNode tree) throws BadMessage {
        assertThat(Msgpack.read(Msgpack.write(tree), Limits.SEALED)).isEqualTo(tree);
        assertThat(Msgpack.read(Msgpack.writeNewSpec(tree), Limits.SEALED)).isEqualTo(tree);
    }

    @Property(tries = 2000)
    void strange_bytes_give_a_tree_or_a_bad_message(@ForAll @Size(max = 64) byte[] bytes) {
        try {
            assertThat(Msgpack.read(bytes, Limits.CLEAR)).isNotNull();
        } catch (BadMessage e) {
            assertThat(e).hasMessageMatching("[ -~]+");
        }
    }

    @Property(tries = 300)
    void a_cut_message_is_bad(@ForAll("trees") JsonNode tree, @ForAll int where) {
        byte[] whole = Msgpack.write(tree);
        byte[] cut = java.util.Arrays.copyOf(whole, Math.floorMod(where, whole.length));
        assertThatThrownBy(() -> Msgpack.read(cut, Limits.SEALED)).isInstanceOf(BadMessage.class);
    }

    @Example
    void text_and_bytes_are_written_as_old_spec_raw() {
        assertThat(hex(MAKE.textNode("x".repeat(32)))).startsWith("da0020");
        assertThat(hex(MAKE.binaryNode(new byte[] {(byte) 0xFF}))).isEqualTo("a1ff");
        assertThat(HexFormat.of().formatHex(Msgpack.writeNewSpec(MAKE.textNode("x".repeat(32)))))
                .startsWith("d920");
    }

    @Example
    void integers_take_their_shortest_form_and_giants_become_text() {
        assertThat(hex(MAKE.numberNode(-33))).isEqualTo("d0df");
        assertThat(hex(MAKE.numberNode(65536))).isEqualTo("ce00010000");
        assertThat(hex(MAKE.numberNode(new BigInteger("18446744073709551615"))))
                .isEqualTo("cfffffffffffffffff");
        assertThat(hex(MAKE.numberNode(BigInteger.TEN.pow(20))))
                .isEqualTo("b5" + HexFormat.of().formatHex("100000000000000000000".getBytes()));
    }

    @Example
    void modern_types_and_extensions_are_read() throws BadMessage {
        assertThat(read("d90161")).isEqualTo(MAKE.textNode("a"));
        assertThat(read("c401ff")).isEqualTo(MAKE.binaryNode(new byte[] {-1}));
        assertThat(read("d64e32303236"))
                .as("a date stays its text")
                .isEqualTo(MAKE.textNode("2026"));
        assertThat(read("c7044f92a16107"))
                .as("a constant becomes its value")
                .isEqualTo(MAKE.numberNode(7));
        assertThat(read("d401ff"))
                .as("an unknown type stays bytes")
                .isEqualTo(MAKE.binaryNode(new byte[] {-1}));
    }

    @Example
    void keys_that_are_not_text_become_text() throws BadMessage {
        ObjectNode map = (ObjectNode) read("8301a16103a162c0a163");
        assertThat(map.fieldNames()).toIterable().containsExactly("1", "3", "null");
    }

    @Example
    void bombs_are_refused_before_anything_is_made() {
        String nested = "91".repeat(65) + "c0";
        for (String bomb :
                List.of(
                        "dd7fffffff",
                        "df7fffffff",
                        "dbffffffff",
                        "c67fffffff",
                        "ddffffffff",
                        nested)) {
            assertThatThrownBy(() -> Msgpack.read(HexFormat.of().parseHex(bomb), Limits.CLEAR))
                    .as(bomb)
                    .isInstanceOf(BadMessage.class);
        }
    }

    @Example
    void more_elements_than_allowed_are_refused() {
        var ten = MAKE.arrayNode();
        for (int i = 0; i < 10; i++) {
            ten.add(MAKE.arrayNode().add(i));
        }
        byte[] packed = Msgpack.write(ten);
        assertThatThrownBy(() -> Msgpack.read(packed, new Limits(1000, 8, 19)))
                .isInstanceOf(BadMessage.class);
    }

    @Provide
    Arbitrary<JsonNode> trees() {
        Arbitrary<JsonNode> leaves =
                Arbitraries.oneOf(
                        Arbitraries.strings()
                                .ofMaxLength(300)
                                .filter(MsgpackTest::isEncodable)
                                .map(MAKE::textNode),
                        Arbitraries.longs()
                                .map(
                                        n ->
                                                n == n.intValue()
                                                        ? MAKE.numberNode(n.intValue())
                                                        : MAKE.numberNode(n)),
                        Arbitraries.doubles().map(MAKE::numberNode),
                        Arbitraries.of(true, false).map(MAKE::booleanNode),
                        Arbitraries.of(MAKE.nullNode()),
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(300).map(Trees::raw));
        return Arbitraries.lazyOf(
                () -> leaves,
                () -> leaves.list().ofMaxSize(20).map(items -> MAKE.arrayNode().addAll(items)),
                () ->
                        Arbitraries.maps(Arbitraries.strings().alpha().ofMaxLength(40), leaves)
                                .ofMaxSize(20)
                                .map(fields -> (JsonNode) MAKE.objectNode().setAll(fields)));
    }

    private static boolean isEncodable(String text) {
        return java.nio.charset.StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static JsonNode read(String hex) throws BadMessage {
        return Msgpack.read(HexFormat.of().parseHex(hex), Limits.CLEAR);
    }

    private static String hex(JsonNode tree) {
        return HexFormat.of().formatHex(Msgpack.write(tree));
    }
}
