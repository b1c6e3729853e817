package org.saltern.wire;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import zmq.Msg;

/**
 * The publish port on ZeroMQ XPUB. Not PUB: that keeps what a rude subscriber sends it in memory for ever; here it is read and
 * thrown away.
 */
final class ZmqPublishPort implements PublishPort {
    private static final Logger LOG = LoggerFactory.getLogger(ZmqPublishPort.class);
    private static final int MOST_CONNECTIONS = 20_000;

    /** Subscribers send their id in the handshake (up to 255 bytes) and topics of 40 characters. */
    private static final int LONGEST_FROM_SUBSCRIBER = 1024;

    private static final int MOST_WAITING = 10_000;

    private final Connections connections = new Connections(MOST_CONNECTIONS);
    private final AtomicInteger waiting = new AtomicInteger();
    private final ZmqServer.Bound bound;
    private final SocketThread thread;

    ZmqPublishPort(String host, int port) {
        bound =
                ZmqServer.bind(
                        SocketType.XPUB,
                        host,
                        port,
                        LONGEST_FROM_SUBSCRIBER,
                        new ReadGuard(LONGEST_FROM_SUBSCRIBER, LONGEST_FROM_SUBSCRIBER),
                        connections);
        thread = new SocketThread("publish-port", bound.context(), bound.socket(), this::discard);
        thread.start();
    }

    @Override
    public void send(byte[]... frames) {
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            LOG.error("{} publications wait for the publish port: one is dropped", MOST_WAITING);
            return;
        }
        thread.post(
                socket -> {
                    waiting.decrementAndGet();
                    for (int i = 0; i < frames.length; i++) {
                        boolean last = i == frames.length - 1;
                        socket.send(frames[i], last ? ZMQ.DONTWAIT : ZMQ.SNDMORE | ZMQ.DONTWAIT);
                    }
                });
    }

    private void discard(ZMQ.Socket socket) {
        Msg said = socket.base().recv(zmq.ZMQ.ZMQ_DONTWAIT);
        while (said != null) {
            said = socket.base().recv(zmq.ZMQ.ZMQ_DONTWAIT);
        }
    }

    @Override
    public String address() {
        return bound.address();
    }

    @Override
    public Map<String, Integer> peers() {
        return connections.byAddress();
    }

    @Override
    public void onPeersChanged(Consumer<Map<String, Integer>> listener) {
        connections.onChange(listener);
    }

    @Override
    public void close() {
        thread.close();
    }
}
