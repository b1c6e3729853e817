package org.saltern.wire.zmtp;

import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * A peer of the request port: REQ, or DEALER that sends what REQ sends (RFC 28: parts up to an empty one are the envelope, which
 * the reply repeats, then one part with the payload).
 */
final class RequestConnection extends Connection {
    private static final int MOST_PARTS = 8;

    /** A peer that has so many bytes of replies to take is not read: one that never reads cannot make this side hoard. */
    private static final long UNREAD_REPLIES = 1024 * 1024;

    private static final int SMALL = 16 * 1024;
    private static final byte[][] PLAIN = {new byte[0]};

    private final RequestLine line;
    private final byte[][] parts = new byte[MOST_PARTS][];
    private int count;
    private int size;
    private int asked;

    RequestConnection(RequestLine line, SocketChannel channel, String address) {
        super(line, channel, address);
        this.line = line;
    }

    @Override
    boolean fits(String socketType) {
        return socketType.equals("REQ") || socketType.equals("DEALER");
    }

    @Override
    public long longest(boolean command) {
        return command ? super.longest(true) : (long) line.limits().longest() - size;
    }

    @Override
    public boolean ready() {
        boolean mayAsk =
                asked < line.limits().perConnection()
                        && outbox().bytes() < UNREAD_REPLIES
                        && line.isTaking();
        return super.ready() && (mayAsk || !isReady());
    }

    @Override
    void other(Command command) {
        // unknown commands are for later versions of the protocol (RFC 37): read over
    }

    @Override
    public void part(byte[] body, boolean more) throws Violation {
        needReady();
        if (count == MOST_PARTS) {
            throw new Violation(Cut.TOO_MANY_PARTS);
        }
        parts[count++] = body;
        size += body.length;
        if (!more) {
            int all = count;
            count = 0;
            size = 0;
            whole(all);
        }
    }

    private void whole(int all) throws Violation {
        int payload = all - 1;
        if (payload < 1 || parts[payload - 1].length != 0 || emptyBefore(payload - 1)) {
            throw new Violation(Cut.ENVELOPE);
        }
        byte[][] envelope = payload == 1 ? PLAIN : Arrays.copyOf(parts, payload);
        byte[] frame = parts[payload];
        Arrays.fill(parts, 0, all, null);
        asked++;
        line.take(new Request(this, envelope, frame.length, line.loop().now()), frame);
    }

    private boolean emptyBefore(int end) {
        for (int i = 0; i < end; i++) {
            if (parts[i].length == 0) {
                return true;
            }
        }
        return false;
    }

    /** Sends the reply, if the peer is still there. */
    void reply(Request request, byte[] payload) {
        asked--;
        byte[][] envelope = request.envelope();
        byte[][] whole = Arrays.copyOf(envelope, envelope.length + 1);
        if (payload.length <= SMALL) {
            whole[envelope.length] = payload;
            send(ByteBuffer.wrap(Frames.message(whole)));
        } else {
            send(ByteBuffer.wrap(Frames.head(envelope, payload.length)));
            send(ByteBuffer.wrap(payload));
        }
        resume();
    }

    @Override
    int partsHeld() {
        return size;
    }
}
