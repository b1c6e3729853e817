package org.saltern.wire.zmtp;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.saltern.wire.RequestPort;

/** Ports with limits that a test reaches soon. */
final class Ports {
    static final ConnectionLimits PATIENT = ConnectionLimits.DEFAULT;
    static final RequestLimits REQUESTS =
            new RequestLimits(1 << 20, 8 << 20, 1_000, 8 << 20, 4, Duration.ofSeconds(30));

    private Ports() {}

    static ConnectionLimits quick(Duration handshake, Duration heartbeat, Duration silence) {
        return new ConnectionLimits(1_000, 1_000, 500, 64, handshake, heartbeat, silence);
    }

    static ConnectionLimits crowd(int connections, int handshaking, int perAddress) {
        return new ConnectionLimits(
                connections,
                connections,
                handshaking,
                perAddress,
                PATIENT.handshake(),
                PATIENT.heartbeat(),
                PATIENT.silence());
    }

    /** A request port that answers with what it is asked. */
    static ZmtpRequestPort echo(ConnectionLimits connections, RequestLimits requests) {
        return answering(
                connections, requests, (frame, peer) -> CompletableFuture.completedFuture(frame));
    }

    static ZmtpRequestPort answering(
            ConnectionLimits connections, RequestLimits requests, RequestPort.Desk desk) {
        var port = new ZmtpRequestPort("127.0.0.1", 0, connections, requests);
        port.serve(desk);
        return port;
    }

    static ZmtpPublishPort publish(ConnectionLimits connections, SubscriberLimits subscribers) {
        return new ZmtpPublishPort("127.0.0.1", 0, connections, subscribers);
    }
}
