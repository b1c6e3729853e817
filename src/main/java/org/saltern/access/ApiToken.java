package org.saltern.access;

import java.time.Instant;

/**
 * What is known of a token that a user made for a program; the token itself is shown once, when it is made, and never stored.
 *
 * @param label what its user calls it, unique among that user's tokens
 * @param role the most it may do; it never may more than its user
 * @param used about when it was used last, to the minute; null when never
 */
public record ApiToken(
        long id,
        String user,
        String label,
        Role role,
        Instant created,
        Instant expires,
        Instant used) {}
