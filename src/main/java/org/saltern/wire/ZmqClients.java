package org.saltern.wire;

import org.zeromq.ZMQ;

/** What the two client sockets of a minion have in common. */
final class ZmqClients {
    private static final int KEEPALIVE_IDLE_S = 300;
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
        socket.setHeartbeatIvl(HEARTBEAT_MS);
        socket.setHeartbeatTimeout(SILENCE_MS);
        socket.setTCPKeepAlive(1);
        socket.setTCPKeepAliveIdle(KEEPALIVE_IDLE_S);
    }
}
