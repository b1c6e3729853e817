package org.saltern.wire;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Msgpack as Salt speaks it, to and from Jackson trees. Written old-spec: text and bytes both become the raw family, never str8
 * or bin. Read tolerantly: raw that is valid UTF-8 becomes a text node, any other a binary node; bin, str8 and ext are taken as
 * well. Byte chunks that happen to be UTF-8 therefore arrive as text: {@link Trees#bytes} turns either back into bytes.
 */
public final class Msgpack {
    private Msgpack() {}

    /** Old-spec bytes of a tree; map order is kept, integers take their shortest form, longer than 64 bits become text. */
    public static byte[] write(JsonNode tree) {
        return MsgpackWriter.write(tree, false);
    }

    /** New-spec bytes (str8 for text, bin for bytes), over which {@code minion_sign_messages} signs. */
    public static byte[] writeNewSpec(JsonNode tree) {
        return MsgpackWriter.write(tree, true);
    }

    /**
     * The tree of exactly these bytes. Map keys become text: numbers, true, false and nil as JSON writes them.
     *
     * @throws BadMessage not msgpack, bytes left over, or beyond a limit
     */
    public static JsonNode read(byte[] packed, Limits limits) throws BadMessage {
        return new MsgpackReader(packed, limits).read();
    }
}
