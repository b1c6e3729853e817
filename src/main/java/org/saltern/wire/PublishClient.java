package org.saltern.wire;

import java.util.List;

/** A minion's ear on the publish port. Reconnects for ever. */
public interface PublishClient extends AutoCloseable {
    /** Takes one publication, on a thread of the client's, one after the other. */
    interface Ear {
        /** @param payload the last frame; the topic before it, if any, is for this minion or for all */
        void hear(byte[] payload);
    }

    /**
     * Subscribes and starts to listen. Called once.
     *
     * @param topics prefixes; one empty one for everything
     */
    void listen(List<String> topics, Ear ear);

    @Override
    void close();
}
