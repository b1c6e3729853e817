/**
 * The ports of a master on ZMTP 3.0 and 3.1 over TCP (<a href="https://rfc.zeromq.org/spec/23/">RFC 23</a>, <a
 * href="https://rfc.zeromq.org/spec/37/">RFC 37</a>), NULL mechanism, written for peers that nobody can trust: whatever bytes a
 * connection brings, they cost at most that connection.
 *
 * <p>A port is a {@link org.saltern.wire.zmtp.Line}: one thread with one selector that owns all its connections, so that nothing
 * here needs a lock. {@link org.saltern.wire.zmtp.Decoder} turns bytes into frames, {@link org.saltern.wire.zmtp.Connection}
 * speaks the protocol, {@link org.saltern.wire.zmtp.RequestLine} and {@link org.saltern.wire.zmtp.PublishLine} say what frames
 * mean. A line that dies is replaced by {@link org.saltern.wire.zmtp.Reopening}; {@link org.saltern.wire.zmtp.Watchdog} looks from
 * outside. First class to read: {@link org.saltern.wire.zmtp.Decoder}.
 */
package org.saltern.wire.zmtp;
