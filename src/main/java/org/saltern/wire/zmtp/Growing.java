package org.saltern.wire.zmtp;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The body of a frame while it arrives. Holds at most what arrived and 64 KiB more, whatever length was announced (S-2); the
 * array of the announced length is made when the last byte is there.
 */
final class Growing {
    static final int LEAST = 512;
    private static final int MOST = 64 * 1024;

    private final Deque<byte[]> full = new ArrayDeque<>();
    private final int length;
    private byte[] last = new byte[0];
    private int inLast;
    private int arrived;
    private int held;

    Growing(int length) {
        this.length = length;
    }

    /** Takes what belongs to this body; true when it is complete. */
    boolean take(ByteBuffer in) {
        while (in.hasRemaining() && arrived < length) {
            if (inLast == last.length) {
                grow(in.remaining());
            }
            int n = Math.min(in.remaining(), last.length - inLast);
            in.get(last, inLast, n);
            inLast += n;
            arrived += n;
        }
        return arrived == length;
    }

    private void grow(int here) {
        if (inLast > 0) {
            full.add(last);
        }
        int wanted = Math.max(Math.max(here, LEAST), Math.min(arrived, MOST));
        last = new byte[Math.min(length - arrived, Math.min(wanted, Math.max(MOST, here)))];
        inLast = 0;
        held += last.length;
    }

    /** Bytes of memory this takes now. */
    int held() {
        return held;
    }

    /** The whole body; called once, when complete. */
    byte[] whole() {
        if (full.isEmpty()) {
            return last;
        }
        byte[] whole = new byte[length];
        int at = 0;
        for (byte[] chunk = full.poll(); chunk != null; chunk = full.poll()) {
            System.arraycopy(chunk, 0, whole, at, chunk.length);
            at += chunk.length;
        }
        System.arraycopy(last, 0, whole, at, inLast);
        return whole;
    }
}
