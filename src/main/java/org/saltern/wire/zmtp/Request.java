package org.saltern.wire.zmtp;

/** A request in hand: taken from a connection and not answered yet. Of the line's thread. */
final class Request {
    private final RequestConnection from;
    private final byte[][] envelope;
    private final int bytes;
    private final long taken;
    private boolean answered;

    /**
     * @param envelope the parts up to the empty one, which the reply repeats
     * @param bytes of its payload
     */
    Request(RequestConnection from, byte[][] envelope, int bytes, long taken) {
        this.from = from;
        this.envelope = envelope;
        this.bytes = bytes;
        this.taken = taken;
    }

    RequestConnection from() {
        return from;
    }

    byte[][] envelope() {
        return envelope;
    }

    int bytes() {
        return bytes;
    }

    long taken() {
        return taken;
    }

    /** True the first time only: each request has exactly one answer. */
    boolean answer() {
        boolean first = !answered;
        answered = true;
        return first;
    }
}
