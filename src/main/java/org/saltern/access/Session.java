package org.saltern.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;

/**
 * A signed-in session of a browser or an API client.
 *
 * @param token the secret the client holds, 64 lower-case hex digits; only its hash is stored. Empty when the session was
 *     looked up rather than just made
 * @param csrf the token each form of this session carries
 * @param expires when it ends at the latest, whatever its use
 */
public record Session(String token, String csrf, User user, Instant started, Instant expires) {
    public Actor actor() {
        return new Actor(user.name(), user.role());
    }

    /** Whether a form carries this session's token; takes the same time wherever they differ. Null is no match. */
    public boolean hasCsrf(String given) {
        return given != null
                && MessageDigest.isEqual(
                        csrf.getBytes(StandardCharsets.UTF_8),
                        given.getBytes(StandardCharsets.UTF_8));
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "Session[" + user.name() + ", " + started + ", " + expires + "]";
    }
}
