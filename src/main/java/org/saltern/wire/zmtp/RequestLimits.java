package org.saltern.wire.zmtp;

import java.time.Duration;

/**
 * What a request port takes in.
 *
 * @param longest longest message in bytes, all parts together
 * @param partial bytes of all unfinished messages together; beyond it the one begun first is given up with its connection
 * @param inHand requests taken and not answered; beyond it nothing more is read until half of them are answered
 * @param bytesInHand the bytes of these, likewise
 * @param perConnection of these from one connection; beyond it that connection is not read
 * @param answer a request that the desk did not answer by then is answered with a refusal
 */
public record RequestLimits(
        int longest,
        long partial,
        int inHand,
        long bytesInHand,
        int perConnection,
        Duration answer) {
    private static final int LONGEST = 64 << 20;

    /** As the memory of this process allows. */
    public static RequestLimits usual() {
        long heap = Runtime.getRuntime().maxMemory();
        int longest = (int) Math.min(LONGEST, heap / 8);
        long budget = Math.max(longest, heap / 8);
        return new RequestLimits(longest, budget, 10_000, budget, 4, Duration.ofSeconds(30));
    }
}
