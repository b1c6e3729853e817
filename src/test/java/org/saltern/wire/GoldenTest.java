package org.saltern.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.saltern.base.HostId;
import org.saltern.crypto.Crypticle;
import org.saltern.crypto.EncAlgorithm;
import org.saltern.crypto.RsaPrivateKey;
import org.saltern.crypto.RsaPublicKey;
import org.saltern.crypto.SigAlgorithm;
import org.saltern.wire.AuthReplies.Algorithms;
import org.saltern.wire.Golden.Message;

/** Every message that real Salt daemons exchanged opens, verifies, and comes out of our encoder the same. */
class GoldenTest {
    @TestFactory
    Stream<DynamicContainer> every_recorded_message_opens_verifies_and_encodes_the_same() {
        return Golden.FILES.stream()
                .map(
                        name -> {
                            Golden golden = new Golden(name);
                            return DynamicContainer.dynamicContainer(
                                    name,
                                    golden.messages().stream()
                                            .filter(m -> !m.kind().equals("zmq-subscription"))
                                            .map(m -> test(golden, m)));
                        });
    }

    private static DynamicTest test(Golden golden, Message message) {
        return DynamicTest.dynamicTest(message.name(), () -> check(golden, message));
    }

    private static void check(Golden golden, Message message) throws BadMessage {
        switch (message.kind()) {
            case "request-clear" -> clearRequest(message);
            case "request-aes" -> sealedRequest(golden, message);
            case "reply-aes" -> sealedReply(golden, message);
            case "reply-clear", "reply-plain-string" -> bareReply(message);
            case "reply-clear-signed" -> authReply(golden, message);
            case "reply-private" -> pillarReply(golden, message);
            case "publish" -> publication(golden, message);
            default -> throw new AssertionError(message.kind());
        }
    }

    private static void clearRequest(Message message) throws BadMessage {
        var clear = (Envelope.Clear) Envelope.decode(message.payload());
        assertThat(clear.load()).isEqualTo(message.load());
        assertThat(clear.version()).isEqualTo(message.entry().at("/outer/version").asInt());
        if (clear.command().equals("_auth")) {
            AuthRequest request = AuthRequest.decode(clear);
            assertThat(request.encode().load()).isEqualTo(message.load());
            assertThat(RsaPublicKey.parse(request.publicKey()).bits()).isEqualTo(2048);
        }
    }

    private static void sealedRequest(Golden golden, Message message) throws BadMessage {
        var sealed = (Envelope.Sealed) Envelope.decode(message.payload());
        Crypticle key = golden.crypticle(message.entry().path("key").asText());
        SealedRequest request = SealedRequest.open(sealed, key);
        assertThat(request.received()).isEqualTo(message.load());
        sameBytes(key.open(sealed.load()).orElseThrow(), message.load());

        RsaPrivateKey minion = golden.rsa("vm1");
        if (request.token().isPresent()) {
            assertThat(minion.publicKey().isToken(request.token().get())).isTrue();
            assertThat(minion.token()).isEqualTo(request.token().get());
        }
        checkMinionSignature(message, request, minion);

        MinionRequest decoded = Requests.decode(new HostId("vm1"), request);
        assertThat(decoded)
                .isNotInstanceOfAny(MinionRequest.Malformed.class, MinionRequest.Unknown.class);
        ObjectNode again = RequestLoads.encode(decoded);
        MinionRequest twice =
                Requests.decode(
                        new HostId("vm1"),
                        new SealedRequest(3, "vm1", again.put("nonce", request.nonce())));
        assertThat(twice)
                .usingRecursiveComparison()
                .ignoringFields("load", "events")
                .isEqualTo(decoded);
        checkSealer(message, sealed, request, minion, key);
    }

    /** Signatures of {@code minion_sign_messages} are the same bytes when we make them. */
    private static void checkMinionSignature(
            Message message, SealedRequest request, RsaPrivateKey minion) {
        if (!request.received().has("sig")) {
            return;
        }
        assertThat(MinionSignature.check(request, minion.publicKey())).contains(true);
        ObjectNode forged = request.received().deepCopy().put("id", "vm2");
        assertThat(MinionSignature.check(new SealedRequest(3, "vm1", forged), minion.publicKey()))
                .as(message.name())
                .contains(false);
    }

    private static void checkSealer(
            Message message,
            Envelope.Sealed sealed,
            SealedRequest request,
            RsaPrivateKey minion,
            Crypticle key)
            throws BadMessage {
        Algorithms algorithms = algorithms(sealed.encAlgorithm(), sealed.sigAlgorithm());
        var sealer = new RequestSealer(sealed.version(), "vm1", minion.token(), algorithms);
        byte[] frame =
                sealer.seal(request.load(), request.nonce(), request.timestamp().orElse(0L), key);
        var reopened = (Envelope.Sealed) Envelope.decode(frame);
        assertThat(reopened).usingRecursiveComparison().ignoringFields("load").isEqualTo(sealed);
        SealedRequest twice = SealedRequest.open(reopened, key);
        ObjectNode expected = (ObjectNode) message.load();
        if (sealed.version() < 3) {
            expected.put(
                    "tok", minion.token()); // we always prove ourselves, protocol 2 only sometimes
        }
        assertThat(twice.received()).isEqualTo(expected);
    }

    private static void sealedReply(Golden golden, Message message) throws BadMessage {
        Crypticle key = golden.crypticle(message.entry().path("key").asText());
        String nonce = nonceOf(message.request());
        JsonNode value = Replies.open(message.payload(), nonce, key);
        assertThat(value).isEqualTo(message.load());
        byte[] sealed = Trees.bytes(Msgpack.read(message.payload(), Limits.ENVELOPE));
        sameBytes(key.open(sealed, nonce).orElseThrow(), value);
        assertThat(Replies.open(Replies.seal(value, nonce, key), nonce, key)).isEqualTo(value);
    }

    private static void bareReply(Message message) throws BadMessage {
        JsonNode value = Msgpack.read(message.payload(), Limits.CLEAR);
        assertThat(value).isEqualTo(message.load());
        if (value.isTextual()) {
            assertThat(Replies.bare(value.asText())).isEqualTo(message.payload());
        } else {
            assertThat(Replies.clear(value)).isEqualTo(message.payload());
        }
    }

    private static void authReply(Golden golden, Message message) throws BadMessage {
        AuthRequest request =
                AuthRequest.decode((Envelope.Clear) Envelope.decode(message.request().payload()));
        Algorithms algorithms = algorithms(request.encAlgorithm(), request.sigAlgorithm());
        RsaPrivateKey master = golden.rsa("master");
        RsaPrivateKey minion = ownerOf(golden.minions(), request);
        byte[] secret =
                request.token().flatMap(t -> master.decrypt(t, algorithms.enc())).orElse(null);
        var expected =
                new AuthReplies.Expected(
                        request, minion, Optional.of(master.publicKey()), secret, algorithms);

        AuthReply reply = AuthReplies.open(message.payload(), expected);
        if (reply instanceof AuthReply.Accepted accepted) {
            assertThat(golden.isSymmetric(accepted.aes())).isTrue();
            assertThat(master.signX931(accepted.aes().digest()))
                    .isEqualTo(Trees.bytes(message.load().path("sig")));
            checkOwnAccepted(accepted, expected, master);
        } else {
            // the whole signed message is deterministic: ours is the same to the last byte
            assertThat(AuthReplies.encode(reply, request, master, algorithms.sig()))
                    .isEqualTo(message.payload());
        }
    }

    private static void checkOwnAccepted(
            AuthReply.Accepted accepted, AuthReplies.Expected expected, RsaPrivateKey master)
            throws BadMessage {
        var whole =
                new AuthReply.Accepted(
                        accepted.master(), accepted.publishPort(), accepted.aes(), accepted.aes());
        byte[] ours =
                AuthReplies.encodeAccepted(
                        whole,
                        AuthReplies.MasterProof.of(whole.aes(), master),
                        expected.request(),
                        master,
                        expected.own().publicKey(),
                        expected.algorithms());
        assertThat(AuthReplies.open(ours, expected)).isEqualTo(whole);
    }

    private static void pillarReply(Golden golden, Message message) throws BadMessage {
        String nonce = nonceOf(message.request());
        var asked = (Envelope.Sealed) Envelope.decode(message.request().payload());
        Algorithms algorithms = algorithms(asked.encAlgorithm(), asked.sigAlgorithm());
        RsaPrivateKey master = golden.rsa("master");
        for (RsaPrivateKey minion : List.of(golden.rsa("vm1"))) {
            JsonNode pillar =
                    PillarReply.open(
                            message.payload(), nonce, minion, master.publicKey(), algorithms);
            assertThat(pillar).isEqualTo(message.load().path("pillar"));
            byte[] ours = PillarReply.seal(pillar, nonce, master, minion.publicKey(), algorithms);
            assertThat(PillarReply.open(ours, nonce, minion, master.publicKey(), algorithms))
                    .isEqualTo(pillar);
        }
    }

    private static void publication(Golden golden, Message message) throws BadMessage {
        Crypticle key = golden.crypticle(message.entry().path("key").asText());
        RsaPrivateKey master = golden.rsa("master");
        var opened =
                Publications.open(message.payload(), key, master.publicKey(), true).orElseThrow();
        ObjectNode expected = (ObjectNode) message.load();
        assertThat(opened.serial()).isEqualTo(expected.remove("serial").asLong()).isPositive();
        assertThat(opened.publication().load()).isEqualTo(expected);

        JsonNode outer = Msgpack.read(message.payload(), Limits.ENVELOPE);
        SigAlgorithm algorithm =
                SigAlgorithm.of(Trees.text(outer, "sig_algo", "PKCS1v15-SHA1")).orElseThrow();
        assertThat(master.sign(Trees.bytes(outer.path("load")), algorithm))
                .isEqualTo(Trees.bytes(outer.path("sig")));
        byte[][] ours =
                Publications.seal(opened.publication(), opened.serial(), key, master, algorithm)
                        .getFirst();
        assertThat(Publications.open(ours[0], key, master.publicKey(), true)).contains(opened);
    }

    /** Packing the recorded load gives the recorded bytes: old-spec types, shortest forms, order kept. */
    private static void sameBytes(byte[] recorded, JsonNode load) {
        assertThat(Msgpack.write(load)).isEqualTo(recorded);
    }

    private static String nonceOf(Message request) {
        return request.load().path("nonce").asText();
    }

    private static RsaPrivateKey ownerOf(Map<String, RsaPrivateKey> minions, AuthRequest request) {
        RsaPublicKey shown = RsaPublicKey.parse(request.publicKey());
        return minions.values().stream()
                .filter(key -> key.publicKey().equals(shown))
                .findFirst()
                .orElseThrow();
    }

    private static Algorithms algorithms(String enc, String sig) {
        return new Algorithms(
                EncAlgorithm.of(enc).orElseThrow(), SigAlgorithm.of(sig).orElseThrow());
    }
}
