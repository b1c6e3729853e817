package org.saltern.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.util.Optional;
import org.saltern.base.Problem;
import org.saltern.crypto.EncAlgorithm;
import org.saltern.crypto.RsaPrivateKey;
import org.saltern.crypto.RsaPublicKey;
import org.saltern.crypto.SessionKey;
import org.saltern.crypto.SigAlgorithm;

/** The master's side ({@code encode…}) and the minion's side ({@code open}) of sign-in replies. */
public final class AuthReplies {
    private AuthReplies() {}

    /** The algorithms the minion named, both known to Saltern. */
    public record Algorithms(EncAlgorithm enc, SigAlgorithm sig) {
        /** Protocol 2 without names: upstream's defaults. */
        public static final Algorithms DEFAULT =
                new Algorithms(EncAlgorithm.OAEP_SHA1, SigAlgorithm.PKCS1V15_SHA1);
    }

    /** A reply that hands over no key, signed by the master; unsigned before protocol 2. */
    public static byte[] encode(
            AuthReply reply, AuthRequest request, RsaPrivateKey master, SigAlgorithm sig) {
        ObjectNode load = JsonNodeFactory.instance.objectNode();
        switch (reply) {
            case AuthReply.Refused r -> load.put("ret", false);
            case AuthReply.Pending p -> load.put("ret", true);
            case AuthReply.Full f -> load.put("ret", "full");
            case AuthReply.Accepted a ->
                    throw new IllegalArgumentException("An accepted reply needs the minion's key");
        }
        return signed(load, request, master, sig);
    }

    /**
     * What the master says about its own keys; the same for every minion until the AES key changes.
     *
     * @param aes X9.31 block over {@link SessionKey#digest} of the AES key
     * @param publicKey {@code pub_sig} of {@code master_sign_pubkey}: base64 and a line feed; empty when that is off
     */
    public record MasterProof(byte[] aes, Optional<String> publicKey) {
        /** Computed now, without {@code pub_sig}. */
        public static MasterProof of(SessionKey aes, RsaPrivateKey master) {
            return new MasterProof(master.signX931(aes.digest()), Optional.empty());
        }
    }

    /**
     * The reply that hands over the keys, encrypted for the key that the minion showed.
     *
     * @param minion the accepted key; {@code request}'s own, checked by the caller
     */
    public static byte[] encodeAccepted(
            AuthReply.Accepted reply,
            MasterProof proof,
            AuthRequest request,
            RsaPrivateKey master,
            RsaPublicKey minion,
            Algorithms algorithms) {
        ObjectNode load = JsonNodeFactory.instance.objectNode();
        load.put("enc", "pub").put("pub_key", shown(master.publicKey()));
        load.put("publish_port", reply.publishPort());
        request.token()
                .flatMap(token -> master.decrypt(token, algorithms.enc()))
                .ifPresent(secret -> load.put("token", minion.encrypt(secret, algorithms.enc())));
        load.put("aes", minion.encrypt(reply.aes().bytes(), algorithms.enc()));
        load.put("session", minion.encrypt(reply.session().bytes(), algorithms.enc()));
        load.put("sig", proof.aes());
        proof.publicKey().ifPresent(sig -> load.put("pub_sig", sig));
        return signed(load, request, master, algorithms.sig());
    }

    /** The form in which the master's public key travels: minions compare it with what they stored, which is stripped. */
    public static String shown(RsaPublicKey master) {
        return master.pem().strip();
    }

    private static byte[] signed(
            ObjectNode load, AuthRequest request, RsaPrivateKey master, SigAlgorithm sig) {
        ObjectNode outer = JsonNodeFactory.instance.objectNode().put("enc", "clear");
        if (request.version() < 2) {
            outer.set("load", load);
        } else {
            byte[] packed = Msgpack.write(load.put("nonce", request.nonce()));
            outer.put("load", packed).put("sig", master.sign(packed, sig));
        }
        return Msgpack.write(outer);
    }

    /** {@code bad enc algo} or {@code bad sig algo}, unsigned as upstream: there is no algorithm to sign with. */
    public static byte[] encodeBadAlgorithm(boolean encryption) {
        ObjectNode outer = JsonNodeFactory.instance.objectNode().put("enc", "clear");
        outer.putObject("load").put("ret", encryption ? "bad enc algo" : "bad sig algo");
        return Msgpack.write(outer);
    }

    /**
     * What a minion needs to open a reply.
     *
     * @param request the request it answers
     * @param own the minion's key
     * @param pinned the master's key if the minion knows it; empty at the first sign-in, which trusts what comes
     * @param secret what the request's token holds; null when it had none
     */
    public record Expected(
            AuthRequest request,
            RsaPrivateKey own,
            Optional<RsaPublicKey> pinned,
            byte[] secret,
            Algorithms algorithms) {}

    /** @throws BadMessage not a reply to this request, not by this master, or not signed as it must be */
    public static AuthReply open(byte[] frame, Expected expected) throws BadMessage {
        JsonNode outer = Msgpack.read(frame, Limits.CLEAR);
        if (!outer.isObject()) {
            throw new BadMessage("the master answered '" + Problem.shown(outer.asText()) + "'");
        }
        if (outer.path("load").isObject()) {
            throw new BadMessage(
                    "an unsigned reply: " + Problem.shown(outer.path("load").toString()));
        }
        byte[] packed = Trees.needBytes(outer, "load");
        ObjectNode load = Trees.needMap(Msgpack.read(packed, Limits.CLEAR), "the reply's load");
        Optional<RsaPublicKey> signer = signer(load, expected);
        if (signer.isPresent()
                && !signer.get()
                        .verify(
                                packed,
                                Trees.needBytes(outer, "sig"),
                                expected.algorithms().sig())) {
            throw new BadMessage("the reply is not signed by the master's key");
        }
        if (!Trees.text(load, "nonce", "").equals(expected.request().nonce())) {
            throw new BadMessage("the reply answers another request");
        }
        return load.has("aes") ? accepted(load, signer.orElseThrow(), expected) : refused(load);
    }

    private static Optional<RsaPublicKey> signer(ObjectNode load, Expected expected)
            throws BadMessage {
        if (!load.has("aes")) {
            return expected.pinned();
        }
        RsaPublicKey shown;
        try {
            shown = RsaPublicKey.parse(Trees.needText(load, "pub_key"));
        } catch (Problem.BadInput e) {
            throw new BadMessage("the master's key: " + e.what());
        }
        if (expected.pinned().isPresent() && !expected.pinned().get().equals(shown)) {
            throw new WrongMaster(shown);
        }
        return Optional.of(shown);
    }

    private static AuthReply refused(ObjectNode load) throws BadMessage {
        JsonNode ret = load.path("ret");
        if (ret.isTextual() && ret.textValue().equals("full")) {
            return new AuthReply.Full();
        }
        if (!ret.isBoolean()) {
            throw new BadMessage("a reply without a verdict");
        }
        return ret.booleanValue() ? new AuthReply.Pending() : new AuthReply.Refused();
    }

    private static AuthReply accepted(ObjectNode load, RsaPublicKey master, Expected expected)
            throws BadMessage {
        SessionKey aes = key(load, "aes", expected);
        byte[] digest = master.openX931(Trees.needBytes(load, "sig")).orElse(new byte[0]);
        if (!MessageDigest.isEqual(digest, aes.digest())) {
            throw new BadMessage("the AES key is not signed by the master's key");
        }
        if (expected.secret() != null
                && !MessageDigest.isEqual(expected.secret(), decrypt(load, "token", expected))) {
            throw new BadMessage("the master could not read the token");
        }
        SessionKey session = load.has("session") ? key(load, "session", expected) : null;
        return new AuthReply.Accepted(master, load.path("publish_port").asInt(0), aes, session);
    }

    private static SessionKey key(ObjectNode load, String field, Expected expected)
            throws BadMessage {
        return SessionKey.read(decrypt(load, field, expected))
                .orElseThrow(() -> new BadMessage("field '" + field + "' holds no key"));
    }

    private static byte[] decrypt(ObjectNode load, String field, Expected expected)
            throws BadMessage {
        return expected.own()
                .decrypt(Trees.needBytes(load, field), expected.algorithms().enc())
                .orElseThrow(() -> new BadMessage("field '" + field + "' is not for this minion"));
    }
}
