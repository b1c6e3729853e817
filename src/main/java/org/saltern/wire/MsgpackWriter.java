package org.saltern.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Writes one tree. The bytes are those of python-msgpack, because signatures cover them. */
final class MsgpackWriter {
    private static final int BYTE = 0xFF;
    private static final int SHORT = 0xFFFF;
    private static final long INT = 0xFFFFFFFFL;

    private final DataOutputStream out;
    private final boolean newSpec;

    private MsgpackWriter(DataOutputStream out, boolean newSpec) {
        this.out = out;
        this.newSpec = newSpec;
    }

    static byte[] write(JsonNode tree, boolean newSpec) {
        var bytes = new ByteArrayOutputStream();
        try {
            new MsgpackWriter(new DataOutputStream(bytes), newSpec).put(tree);
        } catch (IOException e) {
            throw new IllegalStateException("Packing into memory failed", e);
        }
        return bytes.toByteArray();
    }

    private void put(JsonNode node) throws IOException {
        switch (node.getNodeType()) {
            case OBJECT -> {
                header(node.size(), 0x80, 15, 0xDE);
                for (var field : node.properties()) {
                    text(field.getKey());
                    put(field.getValue());
                }
            }
            case ARRAY -> {
                header(node.size(), 0x90, 15, 0xDC);
                for (JsonNode item : node) {
                    put(item);
                }
            }
            case STRING -> text(node.textValue());
            case BINARY -> bytes(node.binaryValue());
            case BOOLEAN -> out.writeByte(node.booleanValue() ? 0xC3 : 0xC2);
            case NUMBER -> number(node);
            case NULL, MISSING -> out.writeByte(0xC0);
            case POJO ->
                    throw new IllegalArgumentException("Not a plain tree: " + node.getNodeType());
        }
    }

    /** Sizes that fit the first byte go into it; others take 16 bits under {@code wide}, or 32 under the next code. */
    private void header(int size, int fix, int fixMost, int wide) throws IOException {
        if (size <= fixMost) {
            out.writeByte(fix | size);
        } else if (size <= SHORT) {
            out.writeByte(wide);
            out.writeShort(size);
        } else {
            out.writeByte(wide + 1);
            out.writeInt(size);
        }
    }

    private void number(JsonNode node) throws IOException {
        if (!node.isIntegralNumber()) {
            out.writeByte(0xCB);
            out.writeDouble(node.doubleValue());
        } else if (node.canConvertToLong()) {
            integer(node.longValue());
        } else {
            BigInteger value = node.bigIntegerValue();
            if (value.signum() > 0 && value.bitLength() <= Long.SIZE) {
                out.writeByte(0xCF);
                out.writeLong(value.longValue());
            } else {
                text(value.toString());
            }
        }
    }

    private void integer(long value) throws IOException {
        if (value >= 0) {
            unsigned(value);
        } else if (value >= -32) {
            out.writeByte((int) value);
        } else if (value >= Byte.MIN_VALUE) {
            out.writeByte(0xD0);
            out.writeByte((int) value);
        } else if (value >= Short.MIN_VALUE) {
            out.writeByte(0xD1);
            out.writeShort((int) value);
        } else if (value >= Integer.MIN_VALUE) {
            out.writeByte(0xD2);
            out.writeInt((int) value);
        } else {
            out.writeByte(0xD3);
            out.writeLong(value);
        }
    }

    private void unsigned(long value) throws IOException {
        if (value <= Byte.MAX_VALUE) {
            out.writeByte((int) value);
        } else if (value <= BYTE) {
            out.writeByte(0xCC);
            out.writeByte((int) value);
        } else if (value <= SHORT) {
            out.writeByte(0xCD);
            out.writeShort((int) value);
        } else if (value <= INT) {
            out.writeByte(0xCE);
            out.writeInt((int) value);
        } else {
            out.writeByte(0xCF);
            out.writeLong(value);
        }
    }

    private void text(String value) throws IOException {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        if (newSpec && utf8.length > 31 && utf8.length <= BYTE) {
            out.writeByte(0xD9);
            out.writeByte(utf8.length);
        } else {
            header(utf8.length, 0xA0, 31, 0xDA);
        }
        out.write(utf8);
    }

    private void bytes(byte[] value) throws IOException {
        if (!newSpec) {
            header(value.length, 0xA0, 31, 0xDA);
        } else if (value.length <= BYTE) {
            out.writeByte(0xC4);
            out.writeByte(value.length);
        } else {
            header(value.length, 0, -1, 0xC5);
        }
        out.write(value);
    }
}
