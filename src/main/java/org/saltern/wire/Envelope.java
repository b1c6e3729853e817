package org.saltern.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The outer map of a message on the request port. */
public sealed interface Envelope {
    /** The longest {@code _auth} taken, in bytes. */
    int LONGEST_AUTH = 64 * 1024;

    /** The protocol version the sender speaks: 0 when the field is absent or no small number. */
    int version();

    /** {@code enc: clear}: anybody may have sent this; the load's {@code cmd} says what it is. */
    record Clear(int version, ObjectNode load) implements Envelope {
        /** The command, "" when it is absent or no text. */
        public String command() {
            return Trees.text(load, "cmd", "");
        }
    }

    /**
     * {@code enc: aes}: what the sender's key opens with {@link SealedRequest#open}.
     *
     * @param id the id the sender claims outside the seal; "" in protocol 2
     * @param encAlgorithm as named by the sender; upstream's default when it names none
     * @param sigAlgorithm likewise
     */
    record Sealed(int version, String id, String encAlgorithm, String sigAlgorithm, byte[] load)
            implements Envelope {}

    /** @throws BadMessage not an envelope, or longer, deeper or fuller than {@link Limits} allow */
    static Envelope decode(byte[] frame) throws BadMessage {
        ObjectNode outer = Trees.needMap(Msgpack.read(frame, Limits.ENVELOPE), "the message");
        String enc = Trees.needText(outer, "enc");
        return switch (enc) {
            case "clear" -> clear(outer, frame.length);
            case "aes" ->
                    new Sealed(
                            version(outer),
                            Trees.text(outer, "id", ""),
                            Trees.text(outer, AuthRequest.ENC_ALGO, AuthRequest.DEFAULT_ENC),
                            Trees.text(outer, AuthRequest.SIG_ALGO, AuthRequest.DEFAULT_SIG),
                            Trees.needBytes(outer, "load"));
            default -> throw new BadMessage("an unknown kind of envelope");
        };
    }

    private static Clear clear(ObjectNode outer, int size) throws BadMessage {
        var clear = new Clear(version(outer), Trees.needMap(outer.path("load"), "the load"));
        int longest = clear.command().equals("_auth") ? LONGEST_AUTH : Limits.CLEAR.bytes();
        if (size > longest) {
            throw new BadMessage("a clear message of " + size + " bytes");
        }
        return clear;
    }

    private static int version(ObjectNode outer) {
        JsonNode version = outer.path("version");
        return version.isIntegralNumber() && version.canConvertToInt()
                ? Math.max(0, version.intValue())
                : 0;
    }

    /** The bytes of this envelope; protocol 2 leaves out the id. */
    default byte[] encode() {
        ObjectNode outer = JsonNodeFactory.instance.objectNode();
        switch (this) {
            case Clear c -> {
                outer.put("enc", "clear");
                outer.set("load", c.load());
                outer.put("version", c.version());
            }
            case Sealed s -> {
                outer.put("enc", "aes").put("load", s.load()).put("version", s.version());
                if (!s.id().isEmpty()) {
                    outer.put("id", s.id());
                    outer.put(AuthRequest.ENC_ALGO, s.encAlgorithm());
                    outer.put(AuthRequest.SIG_ALGO, s.sigAlgorithm());
                }
            }
        }
        return Msgpack.write(outer);
    }
}
