package org.saltern.hosts;

import java.time.Instant;
import org.saltern.base.HostId;

/** A further key that somebody showed for a hostname which has one already; refused, kept for the operator to see. */
public record KeyClaim(
        HostId hostname,
        String publicKey,
        String fingerprint,
        String address,
        Instant firstSeen,
        Instant lastSeen) {}
