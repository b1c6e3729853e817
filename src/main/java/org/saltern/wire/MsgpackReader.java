package org.saltern.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/** Reads one tree within limits; every announced length is compared with the bytes that are left before anything is made. */
final class MsgpackReader {
    private static final int EXT_DATETIME = 78;
    private static final int EXT_CONSTANT = 79;
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    private final byte[] packed;
    private final Limits limits;
    private final MessageUnpacker in;
    private int elements;

    MsgpackReader(byte[] packed, Limits limits) {
        this.packed = packed;
        this.limits = limits;
        this.in = MessagePack.newDefaultUnpacker(packed);
    }

    JsonNode read() throws BadMessage {
        if (packed.length > limits.bytes()) {
            throw new BadMessage("a message of " + packed.length + " bytes");
        }
        try (in) {
            JsonNode tree = next(0);
            if (left() != 0) {
                throw new BadMessage(left() + " bytes after the message");
            }
            return tree;
        } catch (IOException | MessagePackException e) {
            throw new BadMessage("not msgpack: " + e.getMessage());
        }
    }

    private JsonNode next(int depth) throws IOException, BadMessage {
        ValueType type = in.getNextFormat().getValueType();
        return switch (type) {
            case MAP -> map(depth + 1);
            case ARRAY -> array(depth + 1);
            case STRING -> raw(in.unpackRawStringHeader());
            case BINARY -> raw(in.unpackBinaryHeader());
            case INTEGER -> integer();
            case FLOAT -> MAKE.numberNode(in.unpackDouble());
            case BOOLEAN -> MAKE.booleanNode(in.unpackBoolean());
            case NIL -> {
                in.unpackNil();
                yield MAKE.nullNode();
            }
            case EXTENSION -> extension(depth + 1);
        };
    }

    private ObjectNode map(int depth) throws IOException, BadMessage {
        int size = in.unpackMapHeader();
        check(size, 2L * size, depth);
        ObjectNode map = MAKE.objectNode();
        for (int i = 0; i < size; i++) {
            String key = key(next(depth));
            map.set(key, next(depth));
        }
        return map;
    }

    private ArrayNode array(int depth) throws IOException, BadMessage {
        int size = in.unpackArrayHeader();
        check(size, size, depth);
        ArrayNode array = MAKE.arrayNode();
        for (int i = 0; i < size; i++) {
            array.add(next(depth));
        }
        return array;
    }

    private void check(int size, long leastBytes, int depth) throws BadMessage {
        if (size < 0 || leastBytes > left()) {
            throw new BadMessage("more elements announced than sent");
        }
        elements += size; // cannot overflow: no more than the message has bytes
        if (depth > limits.depth() || elements > limits.elements()) {
            throw new BadMessage("too deep or too many elements");
        }
    }

    private JsonNode raw(int length) throws IOException, BadMessage {
        return Trees.raw(payload(length));
    }

    private byte[] payload(int length) throws IOException, BadMessage {
        if (length < 0 || length > left()) {
            throw new BadMessage("more bytes announced than sent");
        }
        return in.readPayload(length);
    }

    private JsonNode integer() throws IOException {
        if (in.getNextFormat() == MessageFormat.UINT64) {
            BigInteger value = in.unpackBigInteger();
            return value.bitLength() < Long.SIZE
                    ? MAKE.numberNode(value.longValue())
                    : MAKE.numberNode(value);
        }
        long value = in.unpackLong();
        return value == (int) value ? MAKE.numberNode((int) value) : MAKE.numberNode(value);
    }

    /** No ext type builds an object: a date stays its text, a named constant becomes its value, others stay bytes. */
    private JsonNode extension(int depth) throws IOException, BadMessage {
        ExtensionTypeHeader header = in.unpackExtensionTypeHeader();
        byte[] content = payload(header.getLength());
        check(0, 0, depth);
        if (header.getType() == EXT_DATETIME) {
            return Trees.raw(content);
        }
        if (header.getType() == EXT_CONSTANT) {
            var inside =
                    new Limits(
                            content.length, limits.depth() - depth, limits.elements() - elements);
            JsonNode pair = new MsgpackReader(content, inside).read();
            return pair.isArray() && pair.size() == 2 ? pair.get(1) : pair;
        }
        return MAKE.binaryNode(content);
    }

    private static String key(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> node.textValue();
            case BINARY -> new String(Trees.bytes(node), StandardCharsets.ISO_8859_1);
            default -> node.isContainerNode() ? node.toString() : node.asText();
        };
    }

    private long left() {
        return packed.length - in.getTotalReadBytes();
    }
}
