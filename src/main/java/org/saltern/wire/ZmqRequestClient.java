package org.saltern.wire;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.saltern.base.Problem;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * A ZeroMQ REQ socket on a thread of its own, opened anew after each silence: REQ is strict lock-step. Callers may be
 * interrupted, the socket's thread never is.
 */
final class ZmqRequestClient implements RequestClient {
    private static final int RECONNECT_MS = 100;
    private static final int RECONNECT_MAX_MS = 5_000;

    /** How often a waiting thread looks whether it shall close. */
    private static final int SLICE_MS = 250;

    private final String endpoint;
    private final ReadGuard guard =
            new ReadGuard(Limits.ENVELOPE.bytes(), 2L * Limits.ENVELOPE.bytes());
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon(true).name("request-client").factory());
    private ZContext context;
    private ZMQ.Socket socket;
    private volatile boolean closed;

    ZmqRequestClient(String host, int port) {
        endpoint = ZmqClients.endpoint(host, port);
    }

    @Override
    public byte[] ask(byte[] frame, Duration patience) {
        try {
            Future<byte[]> reply = thread.submit(() -> exchange(frame, patience));
            return reply.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw silent("The wait for the master was interrupted", e);
        } catch (RejectedExecutionException e) {
            throw silent("The connection to the master is closed", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Problem.Unavailable problem) {
                throw problem;
            }
            throw new IllegalStateException("Asking the master failed", e.getCause());
        }
    }

    private byte[] exchange(byte[] frame, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            if (socket == null) {
                open();
            }
            boolean sent = socket.send(frame);
            byte[] reply = null;
            while (sent && reply == null && !closed && System.nanoTime() < end) {
                reply = socket.recv();
            }
            if (reply != null && !socket.hasReceiveMore()) {
                return reply;
            }
            drop();
            throw silent("The master did not answer within " + patience.toSeconds() + " s", null);
        } catch (ZMQException e) {
            drop();
            throw silent("The request could not be sent: " + e.getMessage(), e);
        }
    }

    private void open() {
        context = new ZContext(1);
        socket = context.createSocket(SocketType.REQ);
        ZmqClients.guard(socket, guard, endpoint);
        socket.setReceiveTimeOut(SLICE_MS);
        socket.setSendTimeOut(SLICE_MS);
        socket.setReconnectIVL(RECONNECT_MS);
        socket.setReconnectIVLMax(RECONNECT_MAX_MS);
        socket.connect(endpoint);
    }

    private void drop() {
        if (context != null) {
            context.close();
            context = null;
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

    /** The thread notices within a quarter of a second. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.submit(this::drop);
        } catch (RejectedExecutionException e) {
            return; // closed before
        }
        thread.shutdown();
    }
}
