package org.saltern.cli;

import java.net.URI;

/**
 * A server, and the token to use it with.
 *
 * @param token 40 or 64 hex digits
 */
record Access(URI url, String token) {
    /** Leaves the token out. */
    @Override
    public String toString() {
        return "Access[" + url + "]";
    }
}
