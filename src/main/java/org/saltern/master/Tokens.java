package org.saltern.master;

import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.saltern.base.HostId;
import org.saltern.crypto.RsaPublicKey;

/**
 * Checks the {@code tok} of requests: the same bytes every time, so that RSA is computed once per host and key. Thread-safe.
 */
final class Tokens {
    private record Proven(RsaPublicKey key, byte[] token) {}

    private final Map<HostId, Proven> proven = new ConcurrentHashMap<>();

    /** Whether the owner of this key made this token. */
    boolean isOf(HostId host, RsaPublicKey key, byte[] token) {
        Proven known = proven.get(host);
        if (known != null && known.key.equals(key)) {
            return MessageDigest.isEqual(known.token, token);
        }
        boolean ok = key.isToken(token);
        if (ok) {
            proven.put(host, new Proven(key, token.clone()));
        }
        return ok;
    }

    void forget(HostId host) {
        proven.remove(host);
    }
}
