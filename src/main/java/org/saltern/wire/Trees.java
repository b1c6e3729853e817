package org.saltern.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads fields of trees that came over the wire, where any field may be missing or of any type. */
public final class Trees {
    private Trees() {}

    /** Raw bytes as Salt's receivers see them: text when they are valid UTF-8, else binary. */
    public static JsonNode raw(byte[] bytes) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return JsonNodeFactory.instance.textNode(text);
        } catch (CharacterCodingException e) {
            return JsonNodeFactory.instance.binaryNode(bytes);
        }
    }

    /** The bytes of a text or binary node; empty for anything else. */
    public static byte[] bytes(JsonNode node) {
        try {
            if (node.isBinary()) {
                return node.binaryValue();
            }
        } catch (IOException e) {
            throw new IllegalStateException("A binary node held no bytes", e);
        }
        return node.isTextual() ? node.textValue().getBytes(StandardCharsets.UTF_8) : new byte[0];
    }

    /** A field's text; the default when it is absent or not text. */
    public static String text(JsonNode tree, String field, String otherwise) {
        JsonNode value = tree.path(field);
        return value.isTextual() ? value.textValue() : otherwise;
    }

    /** A field's bytes (text or binary); empty when it is absent or something else. */
    public static Optional<byte[]> optionalBytes(JsonNode tree, String field) {
        JsonNode value = tree.path(field);
        return value.isBinary() || value.isTextual() ? Optional.of(bytes(value)) : Optional.empty();
    }

    /** @throws BadMessage the field is absent or not text */
    static String needText(JsonNode tree, String field) throws BadMessage {
        JsonNode value = tree.path(field);
        if (!value.isTextual()) {
            throw new BadMessage("no text in field '" + field + "'");
        }
        return value.textValue();
    }

    /** @throws BadMessage the field is absent or neither text nor bytes */
    static byte[] needBytes(JsonNode tree, String field) throws BadMessage {
        return optionalBytes(tree, field)
                .orElseThrow(() -> new BadMessage("no bytes in field '" + field + "'"));
    }

    /** @throws BadMessage the tree is not a map */
    static ObjectNode needMap(JsonNode tree, String what) throws BadMessage {
        if (tree instanceof ObjectNode map) {
            return map;
        }
        throw new BadMessage(what + " is not a map");
    }
}
