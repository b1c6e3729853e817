package org.saltern.wire;

import java.util.concurrent.CompletionStage;

/**
 * Where minions' requests come in: one frame in, one frame out, in any order, on any thread. ZMTP on TCP, or a loopback in
 * memory.
 */
public interface RequestPort extends AutoCloseable {
    /** Answers requests. */
    interface Desk {
        /**
         * Called on the port's own thread: it must hand the work over and return at once, or all other minions wait.
         *
         * @param frame the request's payload; the desk's to keep
         * @param peer the network address it came from, without port ({@code 192.0.2.7}); {@link Loopback#PEER} for the loopback
         * @return the reply's payload, completed on any thread; never fails: an unanswered minion waits 60 s
         */
        CompletionStage<byte[]> answer(byte[] frame, String peer);
    }

    /** Starts to take requests. Called once. */
    void serve(Desk desk);

    /** The address and port it is bound to, {@code host:port}; tells the port chosen when 0 was asked for. */
    String address();

    PortFigures figures();

    /**
     * Closes the port with all its connections and opens it at the same address; peers come back by themselves. For a port that
     * is found not to answer.
     *
     * @param why for the log
     */
    void reopen(String why);

    /** Stops taking requests; replies that are not out yet are lost. */
    @Override
    void close();
}
