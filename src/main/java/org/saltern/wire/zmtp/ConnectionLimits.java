package org.saltern.wire.zmtp;

import java.time.Duration;

/**
 * How many connections a port takes, and how long it believes in a quiet one (S-3).
 *
 * @param connections open at once; beyond it new ones are refused
 * @param handshaking of these in their handshake; beyond it the oldest of them is dropped
 * @param handshakingPerAddress likewise, from one network address
 * @param handshake longest time from accept to the end of the handshake
 * @param heartbeat a peer that knows heartbeats is pinged after so much silence
 * @param silence and is dead after so much; also the longest pause inside a message and of a peer that does not take its replies
 */
public record ConnectionLimits(
        int connections,
        int handshaking,
        int handshakingPerAddress,
        Duration handshake,
        Duration heartbeat,
        Duration silence) {
    /** What security and the number of minions ask for. */
    public static final ConnectionLimits DEFAULT =
            new ConnectionLimits(
                    20_000,
                    4_096,
                    64,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60));

    /** These limits with another number of connections. */
    public ConnectionLimits withConnections(int most) {
        return new ConnectionLimits(
                most, handshaking, handshakingPerAddress, handshake, heartbeat, silence);
    }
}
