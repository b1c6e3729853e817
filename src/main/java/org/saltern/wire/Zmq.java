package org.saltern.wire;

import org.saltern.wire.zmtp.ConnectionLimits;
import org.saltern.wire.zmtp.RequestLimits;
import org.saltern.wire.zmtp.SubscriberLimits;
import org.saltern.wire.zmtp.ZmtpPublishPort;
import org.saltern.wire.zmtp.ZmtpRequestPort;

/** Makes the ports and clients that speak ZeroMQ over TCP: NULL mechanism, as unmodified minions do. */
public final class Zmq {
    private Zmq() {}

    /**
     * Binds the request port (4506).
     *
     * @param host address of an interface, {@code 0.0.0.0} for all, IPv6 with or without brackets
     * @param port 0 for any free one
     * @throws org.saltern.base.Problem.Unavailable the port is in use
     */
    public static RequestPort requestPort(String host, int port) {
        return requestPort(host, port, ConnectionLimits.DEFAULT);
    }

    /** {@link #requestPort(String, int)} with limits of one's own. */
    public static RequestPort requestPort(String host, int port, ConnectionLimits limits) {
        return new ZmtpRequestPort(host, port, limits, RequestLimits.usual());
    }

    /** Binds the publish port (4505); see {@link #requestPort(String, int)}. */
    public static PublishPort publishPort(String host, int port) {
        return publishPort(host, port, ConnectionLimits.DEFAULT);
    }

    /** {@link #publishPort(String, int)} with limits of one's own. */
    public static PublishPort publishPort(String host, int port, ConnectionLimits limits) {
        return new ZmtpPublishPort(host, port, limits, SubscriberLimits.DEFAULT);
    }

    /** A minion's connection to a master's request port; connects when it is first used. */
    public static RequestClient requestClient(String host, int port) {
        return new ZmqRequestClient(host, port);
    }

    /** A minion's connection to a master's publish port. */
    public static PublishClient publishClient(String host, int port, String id) {
        return new ZmqPublishClient(host, port, id);
    }
}
