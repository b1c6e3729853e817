package org.saltern.rest;

import org.saltern.access.Actor;

/**
 * Who sent a request.
 *
 * @param token the credential it came with
 */
record Caller(Actor actor, String token, Kind kind) {
    /** What the credential is. */
    enum Kind {
        /** A session that began with name and password. */
        SESSION,
        /** A token that a user made for a program. */
        PROGRAM,
        /** The token of this machine's {@code cli-token} file. */
        LOCAL
    }

    /** Leaves the token out. */
    @Override
    public String toString() {
        return "Caller[" + actor.name() + "]";
    }
}
