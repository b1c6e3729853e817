package org.saltern.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import zmq.Msg;
import zmq.io.Metadata;

/** The request port on ZeroMQ ROUTER. */
final class ZmqRequestPort implements RequestPort {
    private static final Logger LOG = LoggerFactory.getLogger(ZmqRequestPort.class);
    private static final int MOST_PARTS = 8;
    private static final int REQUEST_PARTS = 3;
    private static final int MOST_CONNECTIONS = 20_000;

    /** Requests taken and not answered yet; beyond it no more are read until some are answered. */
    private static final int MOST_IN_HAND = 10_000;

    private static final long LEAST_BUDGET = 4L * Limits.ENVELOPE.bytes();

    private final ReadGuard guard;
    private final ZmqServer.Bound bound;
    private final SocketThread thread;
    private final AtomicInteger inHand = new AtomicInteger();
    private Desk desk;

    ZmqRequestPort(String host, int port) {
        long budget = Math.max(LEAST_BUDGET, Runtime.getRuntime().maxMemory() / 4);
        guard = new ReadGuard(Limits.ENVELOPE.bytes(), budget);
        bound =
                ZmqServer.bind(
                        SocketType.ROUTER,
                        host,
                        port,
                        Limits.ENVELOPE.bytes(),
                        guard,
                        new Connections(MOST_CONNECTIONS));
        thread = new SocketThread("request-port", bound.context(), bound.socket(), this::readAll);
    }

    @Override
    public void serve(Desk desk) {
        this.desk = desk;
        thread.start();
    }

    @Override
    public String address() {
        return bound.address();
    }

    private void readAll(ZMQ.Socket socket) {
        for (var parts = read(socket); parts != null; parts = read(socket)) {
            if (parts.size() == REQUEST_PARTS && parts.get(1).size() == 0) {
                answer(parts.get(0), parts.get(2));
            } else {
                LOG.debug("A message of {} parts is not a request", parts.size());
            }
            if (inHand.get() >= MOST_IN_HAND) {
                thread.pause();
                return;
            }
        }
    }

    /** One message, cut at {@link #MOST_PARTS} parts; null when there is none. */
    private List<Msg> read(ZMQ.Socket socket) {
        List<Msg> parts = new ArrayList<>(REQUEST_PARTS);
        boolean more = true;
        while (more) {
            Msg part = socket.base().recv(zmq.ZMQ.ZMQ_DONTWAIT);
            if (part == null) {
                return null;
            }
            guard.arrived(part);
            more = part.hasMore();
            if (parts.size() <= MOST_PARTS) {
                parts.add(part);
            }
        }
        return parts;
    }

    private void answer(Msg identity, Msg payload) {
        inHand.incrementAndGet();
        byte[] to = identity.data();
        ask(payload.data(), peer(payload))
                .whenComplete(
                        (reply, bug) -> {
                            if (bug != null) {
                                LOG.error("A request was not answered by its desk", bug);
                            }
                            byte[] sent =
                                    bug == null
                                            ? reply
                                            : Replies.bare(
                                                    "Server-side exception handling payload");
                            thread.post(socket -> send(socket, to, sent));
                        });
    }

    private CompletionStage<byte[]> ask(byte[] frame, String peer) {
        try {
            return desk.answer(frame, peer);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void send(ZMQ.Socket socket, byte[] to, byte[] reply) {
        if (inHand.decrementAndGet() <= MOST_IN_HAND / 2) {
            thread.resume();
        }
        socket.send(to, ZMQ.SNDMORE | ZMQ.DONTWAIT);
        socket.send(new byte[0], ZMQ.SNDMORE | ZMQ.DONTWAIT);
        socket.send(reply, ZMQ.DONTWAIT);
    }

    private static String peer(Msg payload) {
        Metadata metadata = payload.getMetadata();
        String address = metadata == null ? null : metadata.get(Metadata.PEER_ADDRESS);
        return address == null ? "" : address.substring(0, address.lastIndexOf(':'));
    }

    @Override
    public void close() {
        if (desk == null) {
            bound.context().close();
        } else {
            thread.close();
        }
    }
}
