package org.saltern.wire;

import org.saltern.base.Problem;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/** Opens a bound ZeroMQ socket with every guard on. */
final class ZmqServer {
    private static final int BACKLOG = 1024;
    private static final int HANDSHAKE_MS = 10_000;
    private static final int HEARTBEAT_MS = 30_000;
    private static final int SILENCE_MS = 60_000;
    private static final int KEEPALIVE_IDLE_S = 60;
    private static final int KEEPALIVE_INTERVAL_S = 10;
    private static final int KEEPALIVE_COUNT = 6;
    private static final int HIGH_WATER_MARK = 1000;

    private ZmqServer() {}

    /** A context with one socket, each port its own: nothing that happens on one port reaches the other. */
    record Bound(ZContext context, ZMQ.Socket socket, String address) {}

    /**
     * @param host address of an interface, {@code 0.0.0.0} or {@code *} for all, IPv6 with or without brackets
     * @param port 0 for any free one
     * @throws Problem.Unavailable the port is taken or the address is not of this machine
     */
    static Bound bind(
            SocketType type,
            String host,
            int port,
            int longest,
            ReadGuard guard,
            Connections connections) {
        ZContext context = new ZContext(1);
        context.setLinger(0);
        ZMQ.Socket socket = context.createSocket(type);
        guard(socket, longest, guard);
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        boolean six = bare.indexOf(':') >= 0;
        socket.setIPv6(six);
        socket.setEventHook(connections, ZMQ.EVENT_ACCEPTED | ZMQ.EVENT_DISCONNECTED);
        String shown = six ? "[" + bare + "]" : bare;
        try {
            socket.bind("tcp://" + shown + ":" + (port == 0 ? "*" : Integer.toString(port)));
        } catch (ZMQException | IllegalArgumentException e) {
            context.close();
            throw taken(shown, port, e);
        }
        return new Bound(context, socket, shown + endOf(socket.getLastEndpoint()));
    }

    private static void guard(ZMQ.Socket socket, int longest, ReadGuard guard) {
        socket.setLinger(0);
        socket.setBacklog(BACKLOG);
        socket.setMaxMsgSize(longest);
        socket.setMsgAllocator(guard);
        socket.setHandshakeIvl(HANDSHAKE_MS);
        socket.setHeartbeatIvl(HEARTBEAT_MS);
        socket.setHeartbeatTimeout(SILENCE_MS);
        socket.setTCPKeepAlive(1);
        socket.setTCPKeepAliveIdle(KEEPALIVE_IDLE_S);
        socket.setTCPKeepAliveInterval(KEEPALIVE_INTERVAL_S);
        socket.setTCPKeepAliveCount(KEEPALIVE_COUNT);
        socket.setHWM(HIGH_WATER_MARK);
    }

    private static String endOf(String endpoint) {
        return endpoint.substring(endpoint.lastIndexOf(':'));
    }

    private static Problem.Unavailable taken(String host, int port, RuntimeException cause) {
        return new Problem.Unavailable(
                "Cannot listen on "
                        + host
                        + " port "
                        + port
                        + ": it is in use, or not an address of this machine",
                host + ":" + port,
                "See who holds it with 'ss -ltnp sport = :"
                        + port
                        + "'; stop that (a salt-master?) or set another port.",
                cause);
    }
}
