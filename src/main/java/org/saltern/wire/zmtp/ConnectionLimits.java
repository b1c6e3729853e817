package org.saltern.wire.zmtp;

import java.time.Duration;

/**
 * How many connections a port takes, and how long it believes in a quiet one (S-3).
 *
 * @param connections open at once; beyond it new ones are refused
 * @param perAddress of these from one network address, so that one stranger cannot take the whole port; beyond it new ones are
 *     refused
 * @param handshaking of these in their handshake; beyond it the oldest of them is dropped
 * @param handshakingPerAddress likewise, from one network address
 * @param handshake longest time from accept to the end of the handshake
 * @param heartbeat a peer that knows heartbeats is pinged after so much silence
 * @param silence and is dead after so much; also the longest pause inside a message and of a peer that does not take its replies
 */
public record ConnectionLimits(
        int connections,
        int perAddress,
        int handshaking,
        int handshakingPerAddress,
        Duration handshake,
        Duration heartbeat,
        Duration silence) {
    /** What security and the number of minions ask for. */
    public static final ConnectionLimits DEFAULT =
            new ConnectionLimits(
                    20_000,
                    10_000,
                    4_096,
                    64,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60));

    /** These limits with another number of connections, half of them at most from one address. */
    public ConnectionLimits withConnections(int most) {
        return with(most, Math.max(1, most / 2));
    }

    /** These limits with another number of connections from one address. */
    public ConnectionLimits withPerAddress(int most) {
        return with(connections, most);
    }

    private ConnectionLimits with(int most, int mostPerAddress) {
        return new ConnectionLimits(
                most,
                mostPerAddress,
                handshaking,
                handshakingPerAddress,
                handshake,
                heartbeat,
                silence);
    }
}
