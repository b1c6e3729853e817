package org.saltern.cli;

import java.net.URI;

/**
 * A server, and the token to use it with.
 *
 * @param token 40 or 64 hex digits
 * @param temporary whether the token is of a session that was begun for this one command, and ends with it
 */
record Access(URI url, String token, boolean temporary) {
    /** Leaves the token out. */
    @Override
    public String toString() {
        return "Access[" + url + "]";
    }
}
