package org.saltern.wire;

import java.util.Map;
import java.util.function.Consumer;

/** Where publications go out to every subscribed minion. ZMTP on TCP, or a loopback in memory. */
public interface PublishPort extends AutoCloseable {
    /**
     * Sends one message: one frame, or topic and payload. Never blocks; a subscriber too slow for what it is sent is disconnected,
     * and comes back.
     */
    void send(byte[]... frames);

    /** The address and port it is bound to, {@code host:port}. */
    String address();

    /** How many subscriber connections are open now, by peer network address without port. */
    Map<String, Integer> peers();

    /** Runs after a subscriber connection came or went, on a thread of the port's; must return soon. */
    void onPeersChanged(Consumer<Map<String, Integer>> listener);

    /**
     * Runs with the network address of a subscriber that was cut because it took publications too slowly, on a thread of the port's;
     * must return soon.
     */
    void onSlowSubscriber(Consumer<String> listener);

    PortFigures figures();

    /** Closes the port and opens it anew; see {@link RequestPort#reopen}. */
    void reopen(String why);

    @Override
    void close();
}
