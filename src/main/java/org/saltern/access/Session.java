package org.saltern.access;

import java.time.Instant;

/**
 * A signed-in session of a browser or an API client.
 *
 * @param token the secret the client holds, 40 lower-case hex digits; only its hash is stored. Empty when the session was
 *     looked up rather than just made
 * @param csrf the token each form of this session carries
 */
public record Session(String token, String csrf, User user, Instant started, Instant expires) {
    public Actor actor() {
        return new Actor(user.name(), user.role());
    }
}
