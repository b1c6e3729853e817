package org.saltern.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/** Writes one tree. */
final class MsgpackWriter {
    private static final int LONGEST_64_BIT = 64;

    private final MessageBufferPacker out;
    private final boolean newSpec;

    private MsgpackWriter(MessageBufferPacker out, boolean newSpec) {
        this.out = out;
        this.newSpec = newSpec;
    }

    static byte[] write(JsonNode tree, MessagePack.PackerConfig config, boolean newSpec) {
        try (MessageBufferPacker packer = config.newBufferPacker()) {
            new MsgpackWriter(packer, newSpec).put(tree);
            return packer.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("Packing into memory failed", e);
        }
    }

    private void put(JsonNode node) throws IOException {
        switch (node.getNodeType()) {
            case OBJECT -> {
                out.packMapHeader(node.size());
                for (var field : node.properties()) {
                    text(field.getKey());
                    put(field.getValue());
                }
            }
            case ARRAY -> {
                out.packArrayHeader(node.size());
                for (JsonNode item : node) {
                    put(item);
                }
            }
            case STRING -> text(node.textValue());
            case BINARY -> bytes(node.binaryValue());
            case BOOLEAN -> out.packBoolean(node.booleanValue());
            case NUMBER -> number(node);
            case NULL, MISSING -> out.packNil();
            case POJO ->
                    throw new IllegalArgumentException("Not a plain tree: " + node.getNodeType());
        }
    }

    private void number(JsonNode node) throws IOException {
        if (!node.isIntegralNumber()) {
            out.packDouble(node.doubleValue());
            return;
        }
        BigInteger value = node.bigIntegerValue();
        boolean unsigned = value.signum() > 0 && value.bitLength() <= LONGEST_64_BIT;
        if (node.canConvertToLong()) {
            out.packLong(node.longValue());
        } else if (unsigned) {
            out.packBigInteger(value);
        } else {
            text(value.toString());
        }
    }

    private void text(String value) throws IOException {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        out.packRawStringHeader(utf8.length);
        out.writePayload(utf8);
    }

    private void bytes(byte[] value) throws IOException {
        if (newSpec) {
            out.packBinaryHeader(value.length);
        } else {
            out.packRawStringHeader(value.length);
        }
        out.writePayload(value);
    }
}
