package org.saltern.hosts;

import java.time.Instant;
import org.saltern.base.HostId;

/**
 * A host that has shown a key.
 *
 * @param publicKey PEM text, stripped, with {@code \n} line ends
 * @param fingerprint lower-case hex pairs joined by ':', SHA-256, as {@code salt-key -F} prints
 * @param address network address, without port, of its last verified message; while it waits, of its last sign-in
 * @param firstSeen when this key was first shown
 * @param lastSeen when it last sent anything that was verified, or last asked to sign in while waiting
 * @param decidedAt when the key was accepted or rejected, null while waiting
 * @param decidedBy who did it, null while waiting
 * @param protocol the protocol version it spoke last, 0 when unknown; below 3 it is a legacy minion
 * @param legacyUntil until when it may speak protocol 2 although the minimum is 3; null for not at all
 * @param connected whether a live connection of this host is known now
 */
public record Host(
        HostId hostname,
        String publicKey,
        String fingerprint,
        HostStatus status,
        String address,
        Instant firstSeen,
        Instant lastSeen,
        Instant decidedAt,
        String decidedBy,
        int protocol,
        Instant legacyUntil,
        boolean connected) {}
