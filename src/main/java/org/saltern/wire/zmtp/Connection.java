package org.saltern.wire.zmtp;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One peer: handshake, heartbeats, bytes in and out. All on its line's thread. What its messages mean is for the subclasses. */
abstract class Connection implements Decoder.Sink, Loop.Ready {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** Longest command: READY with an identity of 255 bytes and some properties, SUBSCRIBE. */
    private static final int LONGEST_COMMAND = 4 * 1024;

    /** A peer that has so much to take, heartbeats' answers for example, is not read until it did. */
    private static final int UNREAD = 64;

    private static final int LONGEST_PING_CONTEXT = 16;
    private static final int TTL = 2;

    private final Line line;
    private final SocketChannel channel;
    private final String address;
    private final Decoder decoder = new Decoder();
    private final Outbox outbox = new Outbox();
    private final long accepted;
    private SelectionKey key;
    private byte[] leftover;
    private boolean held;
    private boolean ready;
    private boolean closed;
    private boolean writing;
    private boolean heartbeats;
    private int accounted;
    private long heard;
    private long pinged;
    private long begun;
    private long progress;

    Connection(Line line, SocketChannel channel, String address) {
        this.line = line;
        this.channel = channel;
        this.address = address;
        accepted = line.loop().now();
        heard = accepted;
        pinged = accepted;
        progress = accepted;
    }

    /** Whether a peer of this socket type belongs here. */
    abstract boolean fits(String socketType);

    /** Bytes that parts received for an unfinished message take. */
    abstract int partsHeld();

    /** A command other than the handshake's and the heartbeats'. */
    abstract void other(Command command) throws Violation;

    /**
     * Starts with the signature, as libzmq does. Not with all of the greeting: JeroMQ 0.6.0 never answers when that comes before it
     * sent its own first byte.
     */
    final void open() throws IOException {
        key = line.loop().register(channel, SelectionKey.OP_READ, this);
        outbox.add(ByteBuffer.wrap(line.hello(), 0, Frames.SIGNATURE));
        flush();
    }

    /** The rest of the greeting and READY go out together, which saves every short connection a round trip. */
    @Override
    public final void signed() {
        byte[] hello = line.hello();
        send(ByteBuffer.wrap(hello, Frames.SIGNATURE, hello.length - Frames.SIGNATURE));
    }

    @Override
    public final void ready(SelectionKey selected) {
        if (closed) {
            return; // earlier in this turn
        }
        try {
            if (selected.isWritable()) {
                flush();
            }
            if (!closed && selected.isReadable()) {
                read();
            }
        } catch (Violation e) {
            cut(e.cut());
        } catch (IOException e) {
            close(); // reset by the peer
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void failed(RuntimeException bug) {
        if (!closed) {
            LOG.error("Handling what {} sent failed", address, bug);
            cut(Cut.BUG);
        }
    }

    private void read() throws IOException, Violation {
        ByteBuffer in = line.loop().readBuffer();
        int n = channel.read(in);
        if (n < 0) {
            close();
        } else if (n > 0) {
            heard = line.loop().now();
            consume(in.flip());
        }
    }

    private void consume(ByteBuffer in) throws Violation {
        decoder.feed(in, this);
        if (closed) {
            return;
        }
        if (in.hasRemaining()) {
            leftover = new byte[in.remaining()];
            in.get(leftover);
        }
        account();
        if (!closed && !held && (leftover != null || !ready())) {
            held = true;
            key.interestOpsAnd(~SelectionKey.OP_READ);
            line.held(this);
        }
    }

    private void account() {
        int now = decoder.held() + partsHeld();
        if (accounted == 0) {
            begun = heard;
        }
        if (now != accounted) {
            int change = now - accounted;
            accounted = now;
            line.partial(change);
        }
    }

    /** Reads on, if this was held back and may go on now. */
    final void resume() {
        if (!held || closed) {
            return;
        }
        if (!ready()) {
            line.held(this); // for another reason than before, perhaps
            return;
        }
        heard = line.loop().now();
        held = false;
        try {
            if (leftover != null) {
                ByteBuffer rest = ByteBuffer.wrap(leftover);
                leftover = null;
                consume(rest);
            }
            if (!closed && !held) {
                key.interestOpsOr(SelectionKey.OP_READ);
            }
        } catch (Violation e) {
            cut(e.cut());
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    @Override
    public boolean ready() {
        return !closed && outbox.messages() < UNREAD;
    }

    @Override
    public final void greeted(int minor) {
        heartbeats = minor > 0;
    }

    @Override
    public long longest(boolean command) {
        return LONGEST_COMMAND;
    }

    @Override
    public final void command(byte[] body) throws Violation {
        Command command = Command.of(body);
        if (!ready) {
            handshake(command);
            return;
        }
        switch (command.name()) {
            case "PING" -> pong(command);
            case "PONG" -> heartbeats = true;
            case "ERROR" -> close();
            default -> other(command);
        }
    }

    private void handshake(Command command) throws Violation {
        if (command.name().equals("ERROR")) {
            close();
            return;
        }
        if (!command.name().equals("READY")) {
            throw new Violation(Cut.MALFORMED);
        }
        byte[] type = command.property("socket-type");
        if (type == null || !fits(new String(type, StandardCharsets.US_ASCII))) {
            throw new Violation(Cut.SOCKET_TYPE);
        }
        ready = true;
        keepAlive();
        line.handshaken(this);
    }

    /** From here on the kernel notices a lost peer too, whatever the peer knows of heartbeats. */
    private void keepAlive() {
        try {
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        } catch (IOException e) {
            LOG.debug("{} was gone before its handshake ended", address, e);
        }
    }

    private void pong(Command ping) throws Violation {
        if (ping.length() < TTL || ping.length() > TTL + LONGEST_PING_CONTEXT) {
            throw new Violation(Cut.MALFORMED);
        }
        heartbeats = true;
        send(ByteBuffer.wrap(Frames.pong(ping.body(), ping.at() + TTL)));
    }

    /** A part before the handshake ended is no message. */
    final void needReady() throws Violation {
        if (!ready) {
            throw new Violation(Cut.MALFORMED);
        }
    }

    /** Sends soon; the bytes may be shared, the buffer is this connection's. */
    final void send(ByteBuffer buffer) {
        if (closed) {
            return;
        }
        boolean idle = outbox.isEmpty();
        outbox.add(buffer);
        if (idle) {
            try {
                flush();
            } catch (IOException e) {
                close();
            }
        }
    }

    private void flush() throws IOException {
        long before = outbox.bytes();
        boolean done = outbox.flush(channel);
        if (done || outbox.bytes() < before) {
            progress = line.loop().now();
        }
        if (done == writing) {
            writing = !done;
            key.interestOps(key.interestOps() ^ SelectionKey.OP_WRITE);
        }
        if (done) {
            resume();
        }
    }

    /** Looks for silence and standstill. Called every few seconds. */
    final void check(long now, long heartbeat, long silence) {
        boolean stuckOut = !outbox.isEmpty() && now - progress >= silence;
        boolean stuckIn = !held && (decoder.isInside() || accounted > 0) && now - heard >= silence;
        if (stuckOut || stuckIn) {
            cut(Cut.STALLED);
        } else if (heartbeats && !held && now - heard >= silence) {
            cut(Cut.SILENT);
        } else if (heartbeats && now - heard >= heartbeat && now - pinged >= heartbeat) {
            pinged = now;
            send(ByteBuffer.wrap(Frames.ping()));
        }
    }

    final void cut(Cut why) {
        if (!closed) {
            line.cuts().count(why, address, line.loop().now());
            close();
        }
    }

    /** Ends this connection. */
    final void close() {
        if (closed) {
            return;
        }
        closed = true;
        leftover = null;
        outbox.clear();
        if (accounted > 0) {
            line.partial(-accounted);
        }
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("Closing the connection of {} failed", address, e);
        }
        line.left(this);
    }

    final Line line() {
        return line;
    }

    final String address() {
        return address;
    }

    final boolean isReady() {
        return ready;
    }

    final boolean isClosed() {
        return closed;
    }

    final long accepted() {
        return accepted;
    }

    /** When the last bytes came. */
    final long heard() {
        return heard;
    }

    /** When the first bytes of the unfinished message came. */
    final long begun() {
        return begun;
    }

    /** Bytes of unfinished messages this holds. */
    final int partial() {
        return accounted;
    }

    final Outbox outbox() {
        return outbox;
    }
}
