package org.saltern.wire;

/**
 * Bytes from the network that are not the message they should be: not msgpack, too deep, a field missing, sealed with another
 * key. Costs the sender its message and nothing else. The text is for the log; it never goes back over the wire.
 */
public sealed class BadMessage extends Exception permits WrongMaster {
    private static final long serialVersionUID = 1L;

    public BadMessage(String reason) {
        super(
                reason, null, false,
                false); // thrown for every hostile frame: no stack trace is collected
    }
}
