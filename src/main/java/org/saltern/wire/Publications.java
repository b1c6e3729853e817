package org.saltern.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.saltern.crypto.Crypticle;
import org.saltern.crypto.RsaPrivateKey;
import org.saltern.crypto.RsaPublicKey;
import org.saltern.crypto.SigAlgorithm;

/** The master's side ({@code seal}) and the minion's side ({@code open}) of publications. Always signed. */
public final class Publications {
    private Publications() {}

    /**
     * The messages to send, each a list of frames: one plain message, or one of topic and payload per topic.
     *
     * @param serial greater than that of every earlier publication under this AES key, from 1
     */
    public static List<byte[][]> seal(
            Publication publication,
            long serial,
            Crypticle aes,
            RsaPrivateKey master,
            SigAlgorithm sig) {
        ObjectNode load = publication.load().deepCopy().put("serial", serial);
        byte[] sealed = aes.seal(Msgpack.write(load));
        ObjectNode outer = JsonNodeFactory.instance.objectNode().put("enc", "aes");
        outer.put("load", sealed)
                .put("sig", master.sign(sealed, sig))
                .put("sig_algo", sig.wireName());
        byte[] payload = Msgpack.write(outer);
        if (publication.topics().isEmpty()) {
            return List.<byte[][]>of(new byte[][] {payload});
        }
        return publication.topics().stream()
                .map(topic -> new byte[][] {topic.getBytes(StandardCharsets.UTF_8), payload})
                .toList();
    }

    /** An opened publication; {@code serial} is 0 when it has none (master clusters). */
    public record Opened(Publication publication, long serial) {}

    /**
     * Opens the payload of a publication.
     *
     * @param signed false to take unsigned ones too (masters with {@code sign_pub_messages} off)
     * @return empty when it is sealed with another key: the minion signs in anew and tries again
     * @throws BadMessage not sealed, or sealed with the right key and not signed by this master
     */
    public static Optional<Opened> open(
            byte[] payload, Crypticle aes, RsaPublicKey master, boolean signed) throws BadMessage {
        JsonNode outer = Msgpack.read(payload, Limits.ENVELOPE);
        if (!Trees.needText(outer, "enc").equals("aes")) {
            throw new BadMessage("a publication that is not sealed");
        }
        byte[] sealed = Trees.needBytes(outer, "load");
        Optional<byte[]> packed = aes.open(sealed);
        if (packed
                .isEmpty()) { // before the signature: a master whose both keys are new is found out
            // by signing in
            return Optional.empty();
        }
        if (signed || outer.has("sig")) {
            checkSignature(outer, sealed, master);
        }
        ObjectNode load =
                Trees.needMap(Msgpack.read(packed.get(), Limits.SEALED), "the publication");
        long serial = load.path("serial").asLong(0);
        load.remove("serial");
        return Optional.of(new Opened(new Publication(load, List.of()), serial));
    }

    private static void checkSignature(JsonNode outer, byte[] sealed, RsaPublicKey master)
            throws BadMessage {
        byte[] signature =
                Trees.optionalBytes(outer, "sig")
                        .orElseThrow(() -> new BadMessage("an unsigned publication"));
        SigAlgorithm algorithm =
                SigAlgorithm.of(Trees.text(outer, "sig_algo", AuthRequest.DEFAULT_SIG))
                        .orElseThrow(
                                () -> new BadMessage("a publication with an unknown signature"));
        if (!master.verify(sealed, signature, algorithm)) {
            throw new BadMessage("a publication that the master's key did not sign");
        }
    }
}
