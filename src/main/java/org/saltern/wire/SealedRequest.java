package org.saltern.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.saltern.crypto.Crypticle;

/**
 * A request after its seal was opened, before anything in it is believed: the caller compares ids, checks token, nonce and
 * time, and then has {@link Requests#decode} make the message of it.
 *
 * @param version protocol version of the envelope
 * @param outerId the id outside the seal, "" in protocol 2
 * @param received everything inside the seal, in the order received
 */
public record SealedRequest(int version, String outerId, ObjectNode received) {
    private static final List<String> PROOFS = List.of("nonce", "tok", "ts");

    /**
     * Opens a request with the key that its id and version call for.
     *
     * @throws BadMessage another key sealed it, or what is inside is not a map
     */
    public static SealedRequest open(Envelope.Sealed envelope, Crypticle key) throws BadMessage {
        byte[] packed =
                key.open(envelope.load())
                        .orElseThrow(() -> new BadMessage("sealed with another key"));
        ObjectNode load = Trees.needMap(Msgpack.read(packed, Limits.SEALED), "the sealed load");
        return new SealedRequest(envelope.version(), envelope.id(), load);
    }

    /** The command, "" when it is absent or no text. */
    public String command() {
        return Trees.text(received, "cmd", "");
    }

    /** The id inside the seal, "" when there is none. */
    public String innerId() {
        return Trees.text(received, "id", "");
    }

    /** What the reply must repeat, "" when there is none. */
    public String nonce() {
        return Trees.text(received, "nonce", "");
    }

    /** The X9.31 block that {@link org.saltern.crypto.RsaPublicKey#isToken} checks. */
    public Optional<byte[]> token() {
        return Trees.optionalBytes(received, "tok");
    }

    /** When the minion made it, seconds since 1970; empty in protocol 2. */
    public Optional<Long> timestamp() {
        JsonNode ts = received.path("ts");
        return ts.isNumber() ? Optional.of(ts.longValue()) : Optional.empty();
    }

    /** The load as the command's handler sees it: without nonce, token and time. A copy. */
    public ObjectNode load() {
        ObjectNode load = received.deepCopy();
        load.remove(PROOFS);
        return load;
    }
}
