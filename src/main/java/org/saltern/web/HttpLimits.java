package org.saltern.web;

import java.time.Duration;
import org.saltern.base.Problem;

/**
 * What one client may take of the server's HTTP side.
 *
 * @param head bytes of a request's line and headers together; beyond, 431
 * @param line bytes of path and query; beyond, 414
 * @param idle a connection on which nothing moves is closed after this time
 * @param patience the head of a request has to be whole after this time, however it trickles; else the connection is closed
 * @param bytesPerSecond the slowest a body may come, on the average; below, 408
 * @param connectionsPerAddress open connections from one address; further ones are closed at once. 0 for any number
 */
public record HttpLimits(
        int head,
        int line,
        Duration idle,
        Duration patience,
        int bytesPerSecond,
        int connectionsPerAddress) {
    /** 8 KiB, 4 KiB, 30 s, 30 s, 240 B/s, 500. */
    public static final HttpLimits DEFAULT =
            new HttpLimits(
                    8 * 1024, 4 * 1024, Duration.ofSeconds(30), Duration.ofSeconds(30), 240, 500);

    /** Bytes of any form but those named below: the longest rule or list of hosts fits many times. */
    public static final int FORM = 1024 * 1024;

    /** Bytes of a form of somebody who is not signed in. */
    public static final int VISITORS_FORM = 16 * 1024;

    /** Bytes of a state file of 10 MiB as a form, where a character may be three bytes and each of them percent-encoded. */
    public static final int FILE_FORM = 34 * 1024 * 1024;

    /** Live streams of one session; a further one ends the oldest. */
    public static final int STREAMS_PER_SESSION = 10;

    /** Live streams in all; a further one is refused with 429. */
    public static final int STREAMS = 2_000;

    /** A live stream ends after this time; browsers go on with a new one where it ended. */
    public static final Duration LONGEST_STREAM = Duration.ofHours(1);

    /** Connections that may wait for the server to take them. */
    static final int BACKLOG = 1024;

    /** @throws Problem.BadInput a limit is not above zero */
    public HttpLimits {
        if (head < 1
                || line < 1
                || !idle.isPositive()
                || !patience.isPositive()
                || bytesPerSecond < 1
                || connectionsPerAddress < 0) {
            throw new Problem.BadInput(
                    "HTTP cannot be limited to nothing",
                    "http_connections_per_address",
                    "Give numbers above zero; 0 connections mean any number.");
        }
    }

    /** The same with another number of connections. */
    public HttpLimits withConnectionsPerAddress(int connections) {
        return new HttpLimits(head, line, idle, patience, bytesPerSecond, connections);
    }
}
