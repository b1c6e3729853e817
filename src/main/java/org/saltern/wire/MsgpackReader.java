package org.saltern.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads one tree within limits; every announced length is compared with the bytes that are left before anything is made. */
final class MsgpackReader {
    private static final int EXT_DATETIME = 78;
    private static final int EXT_CONSTANT = 79;
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    private final ByteBuffer in;
    private final Limits limits;
    private int elements;

    MsgpackReader(byte[] packed, Limits limits) {
        this.in = ByteBuffer.wrap(packed);
        this.limits = limits;
    }

    JsonNode read() throws BadMessage {
        if (in.remaining() > limits.bytes()) {
            throw new BadMessage("a message of " + in.remaining() + " bytes");
        }
        try {
            JsonNode tree = next(0);
            if (in.hasRemaining()) {
                throw new BadMessage(in.remaining() + " bytes after the message");
            }
            return tree;
        } catch (BufferUnderflowException e) {
            throw new BadMessage("a message that ends too early");
        }
    }

    private JsonNode next(int depth) throws BadMessage {
        int code = in.get() & 0xFF;
        if (code < 0x80 || code >= 0xE0) {
            return MAKE.numberNode((int) (byte) code);
        }
        if (code < 0x90) {
            return map(code & 15, depth + 1);
        }
        if (code < 0xA0) {
            return array(code & 15, depth + 1);
        }
        return code < 0xC0 ? raw(code & 31) : coded(code, depth);
    }

    private JsonNode coded(int code, int depth) throws BadMessage {
        return switch (code) {
            case 0xC0 -> MAKE.nullNode();
            case 0xC2 -> MAKE.booleanNode(false);
            case 0xC3 -> MAKE.booleanNode(true);
            case 0xC4, 0xD9 -> raw(in.get() & 0xFF);
            case 0xC5, 0xDA -> raw(in.getShort() & 0xFFFF);
            case 0xC6, 0xDB -> raw(in.getInt());
            case 0xC7 -> extension(in.get() & 0xFF, depth + 1);
            case 0xC8 -> extension(in.getShort() & 0xFFFF, depth + 1);
            case 0xC9 -> extension(in.getInt(), depth + 1);
            case 0xD4, 0xD5, 0xD6, 0xD7, 0xD8 -> extension(1 << (code - 0xD4), depth + 1);
            case 0xDC -> array(in.getShort() & 0xFFFF, depth + 1);
            case 0xDD -> array(in.getInt(), depth + 1);
            case 0xDE -> map(in.getShort() & 0xFFFF, depth + 1);
            case 0xDF -> map(in.getInt(), depth + 1);
            default -> number(code);
        };
    }

    private JsonNode number(int code) throws BadMessage {
        return switch (code) {
            case 0xCA -> MAKE.numberNode((double) in.getFloat());
            case 0xCB -> MAKE.numberNode(in.getDouble());
            case 0xCC -> MAKE.numberNode(in.get() & 0xFF);
            case 0xCD -> MAKE.numberNode(in.getShort() & 0xFFFF);
            case 0xCE -> integer(in.getInt() & 0xFFFFFFFFL);
            case 0xCF -> unsigned(in.getLong());
            case 0xD0 -> MAKE.numberNode((int) in.get());
            case 0xD1 -> MAKE.numberNode((int) in.getShort());
            case 0xD2 -> MAKE.numberNode(in.getInt());
            case 0xD3 -> integer(in.getLong());
            default -> throw new BadMessage("a type byte that is none");
        };
    }

    private static JsonNode integer(long value) {
        return value == (int) value ? MAKE.numberNode((int) value) : MAKE.numberNode(value);
    }

    private static JsonNode unsigned(long value) {
        return value >= 0
                ? integer(value)
                : MAKE.numberNode(new BigInteger(Long.toUnsignedString(value)));
    }

    private ObjectNode map(int size, int depth) throws BadMessage {
        check(size, 2L * size, depth);
        ObjectNode map = MAKE.objectNode();
        for (int i = 0; i < size; i++) {
            String key = key(next(depth));
            map.set(key, next(depth));
        }
        return map;
    }

    private ArrayNode array(int size, int depth) throws BadMessage {
        check(size, size, depth);
        ArrayNode array = MAKE.arrayNode();
        for (int i = 0; i < size; i++) {
            array.add(next(depth));
        }
        return array;
    }

    private void check(int size, long leastBytes, int depth) throws BadMessage {
        if (size < 0 || leastBytes > in.remaining()) {
            throw new BadMessage("more elements announced than sent");
        }
        elements += size; // cannot overflow: no more than the message has bytes
        if (depth > limits.depth() || elements > limits.elements()) {
            throw new BadMessage("too deep or too many elements");
        }
    }

    private JsonNode raw(int length) throws BadMessage {
        return Trees.raw(payload(length));
    }

    private byte[] payload(int length) throws BadMessage {
        if (length < 0 || length > in.remaining()) {
            throw new BadMessage("more bytes announced than sent");
        }
        byte[] payload = new byte[length];
        in.get(payload);
        return payload;
    }

    /** No ext type builds an object: a date stays its text, a named constant becomes its value, others stay bytes. */
    private JsonNode extension(int length, int depth) throws BadMessage {
        byte type = in.get();
        byte[] content = payload(length);
        check(0, 0, depth);
        if (type == EXT_DATETIME) {
            return Trees.raw(content);
        }
        if (type == EXT_CONSTANT) {
            int levels = limits.depth() - depth;
            var inside = new Limits(content.length, levels, limits.elements() - elements);
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
}
