package org.saltern.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.saltern.base.Problem;
import org.saltern.crypto.Crypticle;

/** Ordinary replies on the request port: sealed ones with the request's nonce, and bare words. */
public final class Replies {
    private Replies() {}

    /** Seals a value for the sender of the request with this nonce. */
    public static byte[] seal(JsonNode value, String nonce, Crypticle key) {
        return key.seal(Msgpack.write(value), nonce);
    }

    /**
     * The minion's side of {@link #seal}.
     *
     * @throws BadMessage a bare word ({@code bad load}), another key, or the reply to another request
     */
    public static JsonNode open(byte[] frame, String nonce, Crypticle key) throws BadMessage {
        var packed = key.open(frame, nonce);
        if (packed.isPresent()) {
            return Msgpack.read(packed.get(), Limits.SEALED);
        }
        JsonNode bare = Msgpack.read(frame, Limits.CLEAR);
        throw new BadMessage("the master answered '" + Problem.shown(bare.asText()) + "'");
    }

    /** An unsealed word, such as {@code bad load}: the minion signs in anew and tries again. */
    public static byte[] bare(String word) {
        return Msgpack.write(JsonNodeFactory.instance.textNode(word));
    }

    /** The answer to what is not even msgpack, as upstream. */
    public static byte[] undecodable() {
        return Msgpack.write(JsonNodeFactory.instance.objectNode().put("msg", "bad load"));
    }

    /** The answer to a clear {@code ping}: its load. */
    public static byte[] clear(JsonNode load) {
        return Msgpack.write(load);
    }
}
