package org.saltern.wire;

import java.time.Duration;
import org.saltern.base.Problem;

/** A minion's way to the request port. Thread-safe; requests wait for each other as on upstream's REQ socket. */
public interface RequestClient extends AutoCloseable {
    /**
     * Sends one payload and waits for the reply to it.
     *
     * @throws Problem.Unavailable no reply in time; the connection is made anew, so that a late reply cannot answer the next
     *     request
     */
    byte[] ask(byte[] frame, Duration patience);

    @Override
    void close();
}
