package org.saltern.master;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.crypto.Crypticle;
import org.saltern.crypto.Nonce;
import org.saltern.crypto.RsaPrivateKey;
import org.saltern.crypto.RsaPublicKey;
import org.saltern.wire.AuthReplies;
import org.saltern.wire.AuthReplies.Algorithms;
import org.saltern.wire.AuthReply;
import org.saltern.wire.AuthRequest;
import org.saltern.wire.BadMessage;
import org.saltern.wire.Limits;
import org.saltern.wire.Loopback;
import org.saltern.wire.Msgpack;
import org.saltern.wire.PillarReply;
import org.saltern.wire.Replies;
import org.saltern.wire.RequestClient;
import org.saltern.wire.RequestSealer;

/** The minion's side of the protocol, step by step, so that a test can do each step wrong. */
public final class TestMinion {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    public final String id;
    public final RsaPrivateKey key;
    private final int version;
    private final RequestClient client;
    private AuthReply.Accepted keys;

    TestMinion(Loopback ports, String id, int version) {
        this(ports, id, version, RsaPrivateKey.generate(2048));
    }

    TestMinion(Loopback ports, String id, int version, RsaPrivateKey key) {
        this(ports.requestClient(), id, version, key);
    }

    /** A minion that speaks over a connection of any kind. */
    public TestMinion(RequestClient client, String id, int version, RsaPrivateKey key) {
        this.client = client;
        this.id = id;
        this.version = version;
        this.key = key;
    }

    public HostId host() {
        return new HostId(id);
    }

    public String fingerprint() {
        return key.publicKey().fingerprint();
    }

    public byte[] send(byte[] frame) {
        return client.ask(frame, PATIENCE);
    }

    /** What a bare or clear reply says. */
    public JsonNode sendPlain(byte[] frame) throws BadMessage {
        return Msgpack.read(send(frame), Limits.CLEAR);
    }

    public AuthRequest authRequest() {
        return new AuthRequest(
                version,
                id,
                key.publicKey().pem().strip(),
                Nonce.random(),
                Optional.empty(),
                "OAEP-SHA1",
                "PKCS1v15-SHA1",
                Json.object());
    }

    /** Signs in once; a refusal that is not signed is a {@link BadMessage}. */
    public AuthReply signIn() throws BadMessage {
        AuthRequest request = authRequest();
        byte[] reply = send(request.encode().encode());
        AuthReply said =
                AuthReplies.open(
                        reply,
                        new AuthReplies.Expected(
                                request, key, Optional.empty(), null, Algorithms.DEFAULT));
        if (said instanceof AuthReply.Accepted accepted) {
            keys = accepted;
        }
        return said;
    }

    /** Shows its key, has it accepted, signs in. */
    TestMinion join(TestMaster master) throws BadMessage {
        signIn();
        master.keys.accept(TestMaster.ADA, host(), fingerprint());
        signIn();
        return this;
    }

    public Crypticle session() {
        return keys.session().crypticle();
    }

    public Crypticle aes() {
        return keys.aes().crypticle();
    }

    public byte[] seal(ObjectNode load, String nonce, Instant at) {
        return seal(load, nonce, at, id, key.token());
    }

    /** Claims an id and shows a token, whosever they are. */
    public byte[] seal(ObjectNode load, String nonce, Instant at, String claimed, byte[] token) {
        Crypticle cipher = version > 2 ? session() : aes();
        return new RequestSealer(version, claimed, token, Algorithms.DEFAULT)
                .seal(load, nonce, at.getEpochSecond(), cipher);
    }

    /** Asks and opens the reply; a bare {@code bad load} is a {@link BadMessage}. */
    public JsonNode ask(ObjectNode load) throws BadMessage {
        String nonce = Nonce.random();
        byte[] reply = send(seal(load, nonce, Instant.now()));
        return Replies.open(reply, nonce, version > 2 ? session() : aes());
    }

    public JsonNode ask(String command, String json) throws BadMessage {
        ObjectNode load = (ObjectNode) Json.parse(json);
        return ask(load.put("cmd", command));
    }

    public JsonNode pillar() throws BadMessage {
        String nonce = Nonce.random();
        ObjectNode load = Json.object().put("cmd", "_pillar").put("saltenv", "base");
        load.putObject("grains").put("os", "Debian");
        byte[] reply = send(seal(load, nonce, Instant.now()));
        return PillarReply.open(reply, nonce, key, keys.master(), Algorithms.DEFAULT);
    }

    /** The master's key as the last sign-in brought it. */
    public RsaPublicKey master() {
        return keys.master();
    }

    /** Opens the reply to a sign-in request, made by this minion or not, as one that knows the master's key. */
    public AuthReply open(byte[] reply, AuthRequest request, Optional<RsaPublicKey> pinned)
            throws BadMessage {
        return AuthReplies.open(
                reply, new AuthReplies.Expected(request, key, pinned, null, Algorithms.DEFAULT));
    }
}
