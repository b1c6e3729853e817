package org.saltern.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import org.saltern.crypto.RsaPrivateKey;
import org.saltern.crypto.RsaPublicKey;
import org.saltern.crypto.SessionKey;

/** The private reply to {@code _pillar}: sealed with a one-shot key that only the minion's RSA key opens, and signed. */
public final class PillarReply {
    private PillarReply() {}

    /** @param minion the accepted key of the host whose pillar it is */
    public static byte[] seal(
            JsonNode pillar,
            String nonce,
            RsaPrivateKey master,
            RsaPublicKey minion,
            AuthReplies.Algorithms algorithms) {
        SessionKey oneShot = SessionKey.random();
        byte[] key = minion.encrypt(oneShot.bytes(), algorithms.enc());
        ObjectNode content = JsonNodeFactory.instance.objectNode().put("key", key);
        content.set("pillar", pillar);
        byte[] data = Msgpack.write(content.put("nonce", nonce));
        ObjectNode signed = JsonNodeFactory.instance.objectNode();
        signed.put("data", data).put("sig", master.sign(data, algorithms.sig()));
        ObjectNode outer = JsonNodeFactory.instance.objectNode().put("key", key);
        outer.put("pillar", oneShot.crypticle().seal(Msgpack.write(signed)));
        return Msgpack.write(outer);
    }

    /**
     * The minion's side of {@link #seal}.
     *
     * @throws BadMessage not this minion's, not the master's, or not the answer to this request
     */
    public static JsonNode open(
            byte[] frame,
            String nonce,
            RsaPrivateKey own,
            RsaPublicKey master,
            AuthReplies.Algorithms algorithms)
            throws BadMessage {
        JsonNode outer = Msgpack.read(frame, Limits.ENVELOPE);
        byte[] key = Trees.needBytes(outer, "key");
        SessionKey oneShot =
                own.decrypt(key, algorithms.enc())
                        .flatMap(SessionKey::read)
                        .orElseThrow(() -> new BadMessage("the pillar is not for this minion"));
        byte[] packed =
                oneShot.crypticle()
                        .open(Trees.needBytes(outer, "pillar"))
                        .orElseThrow(() -> new BadMessage("the pillar does not open"));
        JsonNode signed = Msgpack.read(packed, Limits.SEALED);
        byte[] data = Trees.needBytes(signed, "data");
        if (!master.verify(data, Trees.needBytes(signed, "sig"), algorithms.sig())) {
            throw new BadMessage("the pillar is not signed by the master's key");
        }
        JsonNode content = Msgpack.read(data, Limits.SEALED);
        if (!Trees.text(content, "nonce", "").equals(nonce)
                || !Arrays.equals(Trees.needBytes(content, "key"), key)) {
            throw new BadMessage("the pillar answers another request");
        }
        return content.path("pillar");
    }
}
