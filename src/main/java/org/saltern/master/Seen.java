package org.saltern.master;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.saltern.base.HostId;

/**
 * Remembers the nonces of requests for ten to twenty minutes, so that a recorded request is not answered a second time (S-29).
 * Holds 128 bits of each. Thread-safe.
 */
final class Seen {
    private static final Duration WINDOW = Duration.ofMinutes(10);

    /** Beyond it the window gets shorter, so that a flood of requests does not fill the memory. */
    private static final int MOST = 1_000_000;

    private record Trace(long high, long low) {}

    private Set<Trace> recent = new HashSet<>();
    private Set<Trace> older = Set.of();
    private Instant since = Instant.EPOCH;

    /** Whether this host sent this nonce for the first time. */
    boolean isNew(HostId host, String nonce, Instant now) {
        Trace trace = trace(host, nonce);
        synchronized (this) {
            if (recent.size() >= MOST || now.isAfter(since.plus(WINDOW))) {
                older = recent;
                recent = new HashSet<>();
                since = now;
            }
            return !older.contains(trace) && recent.add(trace);
        }
    }

    private static Trace trace(HostId host, String nonce) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(host.value().getBytes(StandardCharsets.UTF_8));
            hash.update((byte) 0); // no id has a NUL
            ByteBuffer digest =
                    ByteBuffer.wrap(hash.digest(nonce.getBytes(StandardCharsets.UTF_8)));
            return new Trace(digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
