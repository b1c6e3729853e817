package org.saltern.hosts;

import java.time.Instant;

/**
 * What the hot paths need of a host's key.
 *
 * @param address where the key was first shown from, for the cap on waiting keys
 * @param decidedAt as in {@link Host}
 * @param legacyUntil as in {@link Host}
 */
record KnownKey(
        HostStatus status,
        String publicKey,
        String fingerprint,
        String address,
        Instant decidedAt,
        Instant legacyUntil) {
    static KnownKey of(Host host) {
        return new KnownKey(
                host.status(),
                host.publicKey(),
                host.fingerprint(),
                host.address(),
                host.decidedAt(),
                host.legacyUntil());
    }

    boolean isLegacyAt(Instant now) {
        return legacyUntil != null && now.isBefore(legacyUntil);
    }
}
