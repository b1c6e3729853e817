package org.saltern.wire.zmtp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The bytes of greetings, frames and commands (RFC 23 §3.1, RFC 37). */
final class Frames {
    static final int MORE = 1;
    static final int LONG = 2;
    static final int COMMAND = 4;
    static final int GREETING = 64;
    static final int SIGNATURE = 10;
    static final int MAJOR = 3;
    static final int MINOR = 1;

    private static final int SHORT = 255;
    private static final int SIGNATURE_END = 0x7F;
    private static final int MECHANISM_AT = 12;
    private static final int PONG_NAME = 5;

    private Frames() {}

    /** Greeting of version 3.1, mechanism NULL. */
    static byte[] greeting() {
        ByteBuffer greeting = ByteBuffer.allocate(GREETING);
        greeting.put((byte) 0xFF).putLong(0).put((byte) SIGNATURE_END);
        greeting.put((byte) MAJOR).put((byte) MINOR).put(ascii("NULL"));
        return greeting.array();
    }

    /** The whole of the 20 bytes says NULL. */
    static boolean isNullMechanism(byte[] greeting) {
        byte[] name = ascii("NULL");
        for (int i = 0; i < 20; i++) {
            int expected = i < name.length ? name[i] : 0;
            if (greeting[MECHANISM_AT + i] != expected) {
                return false;
            }
        }
        return true;
    }

    /** The READY command with a socket type and nothing else. */
    static byte[] ready(String socketType) {
        byte[] type = ascii(socketType);
        byte[] name = ascii("Socket-Type");
        ByteBuffer data = ByteBuffer.allocate(1 + name.length + 4 + type.length);
        data.put((byte) name.length).put(name).putInt(type.length).put(type);
        return command("READY", data.array());
    }

    /** A command frame: name and data. */
    static byte[] command(String name, byte[] data) {
        byte[] word = ascii(name);
        int size = 1 + word.length + data.length;
        ByteBuffer frame = ByteBuffer.allocate(headerSize(size) + size);
        putHeader(frame, COMMAND, size);
        frame.put((byte) word.length).put(word).put(data);
        return frame.array();
    }

    /** PING with time to live 0 (this side never asks a minion to give up) and no context. */
    static byte[] ping() {
        return command("PING", new byte[2]);
    }

    /** PONG that repeats the context of a PING's data, which begins with two bytes of time to live. */
    static byte[] pong(byte[] command, int contextAt) {
        int size = PONG_NAME + command.length - contextAt;
        ByteBuffer frame = ByteBuffer.allocate(2 + size);
        putHeader(frame, COMMAND, size);
        frame.put((byte) 4).put(ascii("PONG"));
        frame.put(command, contextAt, command.length - contextAt);
        return frame.array();
    }

    /** What this side sends first: greeting and READY. */
    static byte[] hello(String socketType) {
        byte[] greeting = greeting();
        byte[] ready = ready(socketType);
        return ByteBuffer.allocate(greeting.length + ready.length).put(greeting).put(ready).array();
    }

    /** All of a message but the bytes of its last part: that part's header and the parts before it. */
    static byte[] head(byte[][] before, int lastLength) {
        int size = headerSize(lastLength);
        for (byte[] part : before) {
            size += headerSize(part.length) + part.length;
        }
        ByteBuffer head = ByteBuffer.allocate(size);
        for (byte[] part : before) {
            putHeader(head, MORE, part.length);
            head.put(part);
        }
        putHeader(head, 0, lastLength);
        return head.array();
    }

    /** One message in one array: the parts, each as a frame. */
    static byte[] message(byte[]... parts) {
        int size = 0;
        for (byte[] part : parts) {
            size += headerSize(part.length) + part.length;
        }
        ByteBuffer whole = ByteBuffer.allocate(size);
        for (int i = 0; i < parts.length; i++) {
            putHeader(whole, i < parts.length - 1 ? MORE : 0, parts[i].length);
            whole.put(parts[i]);
        }
        return whole.array();
    }

    private static int headerSize(int length) {
        return length > SHORT ? 9 : 2;
    }

    private static void putHeader(ByteBuffer to, int flags, int length) {
        if (length > SHORT) {
            to.put((byte) (flags | LONG)).putLong(length);
        } else {
            to.put((byte) flags).put((byte) length);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
