package org.saltern.web;

/**
 * Where the console listens.
 *
 * @param address network address to bind, for example {@code 127.0.0.1}
 * @param port TCP port, 0 for any free one
 * @param httpsInFront whether browsers reach the console by HTTPS through a proxy: cookies are then Secure with the
 *     {@code __Host-} prefix, and browsers are told to stay on HTTPS. The proxy must pass the original {@code Host}
 * @param limits what one client may take
 */
public record HttpSettings(String address, int port, boolean httpsInFront, HttpLimits limits) {
    /** With the usual limits. */
    public HttpSettings(String address, int port, boolean httpsInFront) {
        this(address, port, httpsInFront, HttpLimits.DEFAULT);
    }
}
