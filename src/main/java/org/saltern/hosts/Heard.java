package org.saltern.hosts;

import java.time.Instant;

/** The last that was heard of a host: when, from which network address, in which protocol version. */
record Heard(Instant at, String address, int protocol) {}
