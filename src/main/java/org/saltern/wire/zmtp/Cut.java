package org.saltern.wire.zmtp;

import java.util.Locale;

/** Why a connection was ended from this side. */
public enum Cut {
    GREETING("it does not speak ZMTP 3"),
    MECHANISM("it wants a security mechanism other than NULL"),
    SOCKET_TYPE("its socket type does not fit this port"),
    MALFORMED("it sent malformed bytes"),
    TOO_LONG("it sent a frame that is too long"),
    TOO_MANY_PARTS("it sent a message of too many parts"),
    ENVELOPE("it sent a message that is no request"),
    NOT_A_SUBSCRIPTION("it sent a message to the publish port"),
    TOO_MANY_TOPICS("it subscribed to too many topics"),
    LATE("it did not finish its handshake in time"),
    CROWDED("too many connections were in their handshake"),
    FULL_ADDRESS("its address has as many connections as one address may"),
    FULL("no more connections are taken"),
    SILENT("it did not answer heartbeats"),
    STALLED("it stopped in the middle of a message, or stopped to take its replies"),
    SLOW_SUBSCRIBER("it took publications too slowly"),
    MEMORY("unfinished messages took too much memory"),
    BUG("handling what it sent failed");

    private final String sentence;

    Cut(String sentence) {
        this.sentence = sentence;
    }

    /** The reason as one word of small letters, for example {@code slow_subscriber}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The reason as the second half of a sentence about the peer. */
    public String sentence() {
        return sentence;
    }
}
