package org.saltern.minion;

import org.saltern.base.HostId;
import org.saltern.wire.Loopback;
import org.saltern.wire.PublishClient;
import org.saltern.wire.RequestClient;
import org.saltern.wire.Zmq;

/** How an agent reaches its master: over ZeroMQ, or inside the same process. */
public interface Line {
    /** A new connection for requests, closed by the caller. */
    RequestClient requests();

    /** A new connection for publications, closed by the caller. */
    PublishClient publications(int port);

    /** Over the network. */
    static Line zmq(String master, int requestPort, HostId id) {
        return new Line() {
            @Override
            public RequestClient requests() {
                return Zmq.requestClient(master, requestPort);
            }

            @Override
            public PublishClient publications(int port) {
                return Zmq.publishClient(master, port, id.value());
            }
        };
    }

    /** Inside the master's own process. */
    static Line loopback(Loopback loopback) {
        return new Line() {
            @Override
            public RequestClient requests() {
                return loopback.requestClient();
            }

            @Override
            public PublishClient publications(int port) {
                return loopback.publishClient();
            }
        };
    }
}
