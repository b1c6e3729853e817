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
        byte[] sealed = key.seal(Msgpack.write(value), nonce);
        return Msgpack.write(JsonNodeFactory.instance.binaryNode(sealed));
    }

    /**
     * The minion's side of {@link #seal}.
     *
     * @throws BadMessage a bare word ({@code bad load}), another key, or the reply to another request
     */
    public static JsonNode open(byte[] frame, String nonce, Crypticle key) throws BadMessage {
        JsonNode outer = Msgpack.read(frame, Limits.ENVELOPE);
        var packed = key.open(Trees.bytes(outer), nonce);
        if (packed.isPresent()) {
            return Msgpack.read(packed.get(), Limits.SEALED);
        }
        String word = outer.isTextual() ? outer.textValue() : "something sealed with another key";
        throw new BadMessage("the master answered '" + Problem.shown(word) + "'");
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
