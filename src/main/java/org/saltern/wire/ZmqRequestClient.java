package org.saltern.wire;

import java.time.Duration;
import org.saltern.base.Problem;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/** A ZeroMQ REQ socket, opened anew after each silence: REQ is strict lock-step. */
final class ZmqRequestClient implements RequestClient {
    private static final int RECONNECT_MS = 100;
    private static final int RECONNECT_MAX_MS = 5_000;

    private final String endpoint;
    private final ReadGuard guard =
            new ReadGuard(Limits.ENVELOPE.bytes(), 2L * Limits.ENVELOPE.bytes());
    private final ZContext context = new ZContext(1);
    private ZMQ.Socket socket;
    private boolean closed;

    ZmqRequestClient(String host, int port) {
        endpoint = ZmqClients.endpoint(host, port);
    }

    @Override
    public synchronized byte[] ask(byte[] frame, Duration patience) {
        if (closed) {
            throw silent("The connection to the master is closed", null);
        }
        try {
            if (socket == null) {
                socket = open();
            }
            socket.setReceiveTimeOut(Math.toIntExact(patience.toMillis()));
            socket.setSendTimeOut(Math.toIntExact(patience.toMillis()));
            byte[] reply = socket.send(frame) ? socket.recv() : null;
            if (reply != null && !socket.hasReceiveMore()) {
                return reply;
            }
            reopenLater();
            throw silent("The master did not answer within " + patience.toSeconds() + " s", null);
        } catch (ZMQException e) {
            reopenLater();
            throw silent("The request could not be sent: " + e.getMessage(), e);
        }
    }

    private ZMQ.Socket open() {
        ZMQ.Socket fresh = context.createSocket(SocketType.REQ);
        ZmqClients.guard(fresh, guard, endpoint);
        fresh.setReconnectIVL(RECONNECT_MS);
        fresh.setReconnectIVLMax(RECONNECT_MAX_MS);
        fresh.connect(endpoint);
        return fresh;
    }

    private void reopenLater() {
        if (socket != null) {
            context.destroySocket(socket);
            socket = null;
        }
    }

    private Problem.Unavailable silent(String what, Throwable cause) {
        return new Problem.Unavailable(
                what,
                endpoint,
                "Check that the master runs and that the port is open from here.",
                cause);
    }

    @Override
    public synchronized void close() {
        closed = true;
        reopenLater();
        context.close();
    }
}
