package org.saltern.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * {@code _auth}: a minion shows its key and asks for the master's. Nothing in it is proven.
 *
 * @param version protocol version of the envelope
 * @param id as sent; not checked to be a host id
 * @param publicKey PEM text as sent
 * @param nonce "" before protocol 2
 * @param token a secret encrypted for the master's key, only from minions that know it
 * @param encAlgorithm as named, or upstream's default; may be one Saltern does not know
 * @param sigAlgorithm likewise
 * @param autosignGrains empty when none
 */
public record AuthRequest(
        int version,
        String id,
        String publicKey,
        String nonce,
        Optional<byte[]> token,
        String encAlgorithm,
        String sigAlgorithm,
        ObjectNode autosignGrains) {
    static final String ENC_ALGO = "enc_algo";
    static final String SIG_ALGO = "sig_algo";
    static final String DEFAULT_ENC = "OAEP-SHA1";
    static final String DEFAULT_SIG = "PKCS1v15-SHA1";

    /** @throws BadMessage a field is missing or of the wrong type */
    public static AuthRequest decode(Envelope.Clear envelope) throws BadMessage {
        ObjectNode load = envelope.load();
        boolean sendsGrains = load.path("autosign_grains").isObject();
        return new AuthRequest(
                envelope.version(),
                Trees.needText(load, "id"),
                Trees.needText(load, "pub"),
                envelope.version() < 2 ? "" : Trees.needText(load, "nonce"),
                Trees.optionalBytes(load, "token"),
                Trees.text(load, ENC_ALGO, DEFAULT_ENC),
                Trees.text(load, SIG_ALGO, DEFAULT_SIG),
                sendsGrains
                        ? (ObjectNode) load.get("autosign_grains")
                        : JsonNodeFactory.instance.objectNode());
    }

    /** The envelope to send. */
    public Envelope.Clear encode() {
        ObjectNode load = JsonNodeFactory.instance.objectNode();
        load.put("cmd", "_auth").put("id", id).put("nonce", nonce);
        if (version > 2) {
            load.put(ENC_ALGO, encAlgorithm).put(SIG_ALGO, sigAlgorithm);
        }
        if (!autosignGrains.isEmpty()) {
            load.set("autosign_grains", autosignGrains);
        }
        load.put("pub", publicKey);
        token.ifPresent(bytes -> load.put("token", bytes));
        return new Envelope.Clear(version, load);
    }
}
