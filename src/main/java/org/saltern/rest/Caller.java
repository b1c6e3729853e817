package org.saltern.rest;

import org.saltern.access.Actor;

/**
 * Who sent a request.
 *
 * @param token the credential it came with
 * @param local whether that is the token of this machine's {@code cli-token} file rather than a session's
 */
record Caller(Actor actor, String token, boolean local) {
    /** Leaves the token out. */
    @Override
    public String toString() {
        return "Caller[" + actor.name() + "]";
    }
}
