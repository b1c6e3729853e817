package org.saltern.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import zmq.Msg;

/** A ZeroMQ SUB socket. */
final class ZmqPublishClient implements PublishClient {
    private static final int RECONNECT_MS = 1_000;
    private static final int RECONNECT_SPREAD_MS = 2_000;
    private static final int RECONNECT_MAX_MS = 10_000;

    private final String endpoint;
    private final String id;
    private final ReadGuard guard =
            new ReadGuard(Limits.ENVELOPE.bytes(), 2L * Limits.ENVELOPE.bytes());
    private SocketThread thread;

    /** @param id sent as the socket's identity, as upstream does */
    ZmqPublishClient(String host, int port, String id) {
        this.endpoint = ZmqClients.endpoint(host, port);
        this.id = id;
    }

    @Override
    public synchronized void listen(List<String> topics, Ear ear) {
        ZContext context = new ZContext(1);
        ZMQ.Socket socket = context.createSocket(SocketType.SUB);
        ZmqClients.guard(socket, guard, endpoint);
        socket.setIdentity(id.getBytes(StandardCharsets.UTF_8));
        int spread = ThreadLocalRandom.current().nextInt(RECONNECT_SPREAD_MS); // not all at once
        socket.setReconnectIVL(RECONNECT_MS + spread);
        socket.setReconnectIVLMax(RECONNECT_MAX_MS);
        topics.forEach(topic -> socket.subscribe(topic.getBytes(StandardCharsets.UTF_8)));
        socket.connect(endpoint);
        thread = new SocketThread("publish-ear", context, socket, s -> readAll(s, ear));
        thread.start();
    }

    private void readAll(ZMQ.Socket socket, Ear ear) {
        Msg part = socket.base().recv(zmq.ZMQ.ZMQ_DONTWAIT);
        while (part != null) {
            guard.arrived(part);
            if (!part.hasMore()) {
                ear.hear(part.data());
            }
            part = socket.base().recv(zmq.ZMQ.ZMQ_DONTWAIT);
        }
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.close();
        }
    }
}
