package org.saltern.wire.zmtp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayDeque;

/** What waits to be written to one connection. The bytes may be shared with others: they are never copied, never altered. */
final class Outbox {
    /** Most bytes per write: the JDK copies what it is given before it knows how much the socket takes. */
    private static final int WINDOW = 256 * 1024;

    private static final int AT_ONCE = 16;

    private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>(2);
    private long bytes;

    /** @param buffer of the outbox's own; what is behind it may be shared */
    void add(ByteBuffer buffer) {
        if (buffer.hasRemaining()) {
            waiting.add(buffer);
            bytes += buffer.remaining();
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    int messages() {
        return waiting.size();
    }

    long bytes() {
        return bytes;
    }

    /** Writes as much as the channel takes; true when nothing is left. */
    boolean flush(GatheringByteChannel channel) throws IOException {
        while (!waiting.isEmpty()) {
            long offered = 0;
            long written = 0;
            if (waiting.size() == 1) {
                ByteBuffer only = waiting.peek();
                int limit = only.limit();
                offered = Math.min(only.remaining(), WINDOW);
                only.limit(only.position() + (int) offered);
                written = channel.write(only);
                only.limit(limit);
            } else {
                ByteBuffer[] several = several();
                for (ByteBuffer one : several) {
                    offered += one.remaining();
                }
                written = writeAll(channel, several);
            }
            bytes -= written;
            while (!waiting.isEmpty() && !waiting.peek().hasRemaining()) {
                waiting.remove();
            }
            if (written < offered) {
                return false;
            }
        }
        return true;
    }

    private static long writeAll(GatheringByteChannel channel, ByteBuffer[] several)
            throws IOException {
        ByteBuffer last = several[several.length - 1];
        int limit = last.limit();
        long before = 0;
        for (int i = 0; i < several.length - 1; i++) {
            before += several[i].remaining();
        }
        int room = (int) Math.max(1, WINDOW - before);
        last.limit(last.position() + Math.min(last.remaining(), room));
        try {
            return channel.write(several);
        } finally {
            last.limit(limit);
        }
    }

    /** The first ones, as many as fit into the window together with a part of the last of them. */
    private ByteBuffer[] several() {
        var several = new java.util.ArrayList<ByteBuffer>(AT_ONCE);
        long sum = 0;
        for (ByteBuffer one : waiting) {
            several.add(one);
            sum += one.remaining();
            if (sum >= WINDOW || several.size() == AT_ONCE) {
                break;
            }
        }
        return several.toArray(ByteBuffer[]::new);
    }

    void clear() {
        waiting.clear();
        bytes = 0;
    }
}
