package org.saltern.wire.zmtp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listening socket, its connections, and the thread that serves them. It accepts a few at a time so that those already here
 * are served in between; when descriptors run out it stops to accept for a moment and keeps those it has.
 */
abstract class Line implements Loop.Owner, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Line.class);
    private static final int ACCEPTS_PER_TURN = 16;
    private static final long MILLI = 1_000_000L;

    /** A connection this young is not dropped for a newer one: accepting waits, so that a whole fleet behind one router gets in. */
    private static final long YOUNG = 100 * MILLI;

    private static final long ACCEPT_PAUSE = 500 * MILLI;
    private static final long NO_DESCRIPTOR_LOG = 60_000 * MILLI;
    private static final long PRESENCE_PAUSE = 20 * MILLI;
    private static final long IDLE_MS = 1_000;

    private final String name;
    private final ServerSocketChannel listening;
    private final ConnectionLimits limits;
    private final Cuts cuts;
    private final Loop loop;
    private final Crowd crowd;
    private final byte[] hello;
    private final Consumer<Throwable> onEnd;
    private SelectionKey accepting;
    private long acceptAgain;
    private long noDescriptorLogged;
    private long nextCheck;
    private long walked = System.nanoTime();
    private boolean presenceChanged;
    private long presenceTold;
    private volatile Map<String, Integer> peers = Map.of();
    private volatile int connections;

    /**
     * @param listening closed with this
     * @param hello greeting and READY
     * @param onEnd hears of the end of the thread, with its cause, null when it was closed
     */
    Line(
            String name,
            ServerSocketChannel listening,
            ConnectionLimits limits,
            Cuts cuts,
            byte[] hello,
            Consumer<Throwable> onEnd)
            throws IOException {
        this.name = name;
        this.listening = listening;
        this.limits = limits;
        this.cuts = cuts;
        this.hello = hello;
        this.onEnd = onEnd;
        this.crowd = new Crowd(limits);
        this.loop = new Loop(name, this);
        this.accepting = loop.register(listening, SelectionKey.OP_ACCEPT, k -> accept());
        this.nextCheck = System.nanoTime();
    }

    abstract Connection connection(SocketChannel channel, String address);

    /** A connection that was open is not any more. */
    abstract void ended(Connection connection);

    /**
     * Once a turn.
     *
     * @return milliseconds after which to come back at the latest
     */
    abstract long work(long now);

    /** The set of connections by address changed. */
    abstract void presence(Map<String, Integer> byAddress);

    /** A connection wants not to be read for now. */
    abstract void held(Connection connection);

    /** The bytes of unfinished messages became more or less. */
    abstract void partial(int change);

    final void start() {
        loop.start();
    }

    private void accept() {
        try {
            for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
                if (mustWait()) {
                    pauseAccepting(10 * MILLI);
                    return;
                }
                SocketChannel channel = listening.accept();
                if (channel == null) {
                    return;
                }
                admit(channel);
            }
        } catch (IOException e) {
            noDescriptor(e);
        }
    }

    /** Whether somebody would have to go who came this very moment. */
    private boolean mustWait() {
        return crowd.wouldPushOutSince(loop.now() - YOUNG);
    }

    private void admit(SocketChannel channel) {
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (!(channel.getRemoteAddress() instanceof InetSocketAddress peer)) {
                channel.close();
                return;
            }
            String address = peer.getAddress().getHostAddress();
            Connection inTheWay = crowd.inTheWay(address);
            if (inTheWay != null) {
                inTheWay.cut(Cut.CROWDED);
            }
            Cut full = crowd.isFull() ? Cut.FULL : crowd.isFull(address) ? Cut.FULL_ADDRESS : null;
            if (full != null) {
                cuts.count(full, address, loop.now());
                channel.close();
                return;
            }
            serve(connection(channel, address));
        } catch (IOException e) {
            LOG.debug("{}: a connection ended as soon as it was made", name, e);
            close(channel);
        }
    }

    private void serve(Connection connection) {
        crowd.arrived(connection);
        try {
            connection.open();
        } catch (IOException e) {
            connection.close();
        }
    }

    private void noDescriptor(IOException e) {
        long now = loop.now();
        if (noDescriptorLogged == 0 || now - noDescriptorLogged > NO_DESCRIPTOR_LOG) {
            noDescriptorLogged = now;
            LOG.error(
                    "{}: no further connection can be accepted ({}); the {} open ones are kept."
                            + " Raise the limit of open files of this process (ulimit -n)",
                    name,
                    e.getMessage(),
                    crowd.size());
        }
        pauseAccepting(ACCEPT_PAUSE);
    }

    private void pauseAccepting(long nanos) {
        acceptAgain = loop.now() + nanos;
        accepting.interestOps(0);
    }

    final void handshaken(Connection connection) {
        crowd.handshaken(connection);
    }

    /** Counts a connection among those that {@link #presence} tells of. */
    final void present(Connection connection) {
        presenceChanged |= crowd.present(connection);
    }

    final void left(Connection connection) {
        presenceChanged |= crowd.left(connection);
        ended(connection);
    }

    @Override
    public final long turn(long now) {
        if (acceptAgain != 0 && now - acceptAgain >= 0) {
            acceptAgain = 0;
            accepting.interestOps(SelectionKey.OP_ACCEPT);
        }
        connections = crowd.size();
        if (now - nextCheck >= 0) {
            check(now);
        }
        long wait = Math.min(work(now), millis(nextCheck - now));
        wait = Math.min(wait, tellPresence(now));
        return acceptAgain == 0 ? wait : Math.min(wait, millis(acceptAgain - now));
    }

    private void check(long now) {
        long patience = limits.handshake().toNanos();
        for (Connection oldest = crowd.oldestHandshaking();
                oldest != null && now - oldest.accepted() >= patience;
                oldest = crowd.oldestHandshaking()) {
            oldest.cut(Cut.LATE);
        }
        long heartbeat = limits.heartbeat().toNanos();
        long silence = limits.silence().toNanos();
        if (now - walked >= heartbeat / 6) {
            walked = now;
            for (Connection connection : crowd.all()) {
                if (connection.isReady()) {
                    connection.check(now, heartbeat, silence);
                }
            }
        }
        long often = Math.min(patience, heartbeat / 6) / 5;
        nextCheck = now + Math.min(often, IDLE_MS * MILLI);
    }

    /** At most every 20 ms, so that a storm of connections does not count the fleet for each of them. */
    private long tellPresence(long now) {
        if (!presenceChanged) {
            return IDLE_MS;
        }
        if (now - presenceTold < PRESENCE_PAUSE) {
            return millis(presenceTold + PRESENCE_PAUSE - now);
        }
        presenceChanged = false;
        presenceTold = now;
        peers = crowd.peers();
        try {
            presence(peers);
        } catch (RuntimeException e) {
            LOG.error("{}: who listens to presence failed", name, e);
        }
        return IDLE_MS;
    }

    private static long millis(long nanos) {
        return Math.max(1, (nanos + MILLI - 1) / MILLI);
    }

    @Override
    public final void ended(Throwable why) {
        crowd.all().forEach(Connection::close);
        close(listening);
        onEnd.accept(why);
    }

    private static void close(AutoCloseable channel) {
        try {
            channel.close();
        } catch (Exception e) {
            LOG.debug("Closing a channel failed", e);
        }
    }

    final Loop loop() {
        return loop;
    }

    /** Greeting and READY of this side. */
    final byte[] hello() {
        return hello;
    }

    final Cuts cuts() {
        return cuts;
    }

    final Crowd crowd() {
        return crowd;
    }

    /** Connections open now, those in their handshake included. */
    final int connections() {
        return connections;
    }

    final Map<String, Integer> peers() {
        return peers;
    }

    /** Ends the thread, the connections and the listening socket, and waits for that. */
    @Override
    public void close() {
        loop.close();
    }
}
