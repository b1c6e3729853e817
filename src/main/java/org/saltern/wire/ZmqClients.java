package org.saltern.wire;

import org.zeromq.ZMQ;

/** What the two client sockets of a minion have in common. */
final class ZmqClients {
    private static final int KEEPALIVE_IDLE_S = 300;

    /**
     * A connection that does not get through the handshake is made anew after this time. JeroMQ 0.6.0 needs that also on a
     * good network: when a connect and a command meet in one round of its poller, it forgets to read the new connection.
     */
    private static final int HANDSHAKE_MS = 5_000;

    private static final int HEARTBEAT_MS = 30_000;
    private static final int SILENCE_MS = 60_000;

    private ZmqClients() {}

    /** @param host name or address; IPv6 with or without brackets */
    static String endpoint(String host, int port) {
        boolean bareSix = host.indexOf(':') >= 0 && !host.startsWith("[");
        return "tcp://" + (bareSix ? "[" + host + "]" : host) + ":" + port;
    }

    static void guard(ZMQ.Socket socket, ReadGuard guard, String endpoint) {
        socket.setIPv6(endpoint.startsWith("tcp://["));
        socket.setLinger(0);
        socket.setMaxMsgSize(Limits.ENVELOPE.bytes());
        socket.setMsgAllocator(guard);
        socket.setHandshakeIvl(HANDSHAKE_MS);
        socket.setHeartbeatIvl(HEARTBEAT_MS);
        socket.setHeartbeatTimeout(SILENCE_MS);
        socket.setTCPKeepAlive(1);
        socket.setTCPKeepAliveIdle(KEEPALIVE_IDLE_S);
    }
}
