package org.saltern.wire.zmtp;

/**
 * What one subscriber may cost (S-9, S-10).
 *
 * @param topics subscriptions of one connection
 * @param longestTopic in bytes
 * @param queuedMessages publications that wait for one connection; beyond it the connection is cut
 * @param queuedBytes the bytes of these, likewise
 */
public record SubscriberLimits(int topics, int longestTopic, int queuedMessages, long queuedBytes) {
    /** What a minion never reaches. */
    public static final SubscriberLimits DEFAULT = new SubscriberLimits(64, 256, 1_000, 32L << 20);
}
