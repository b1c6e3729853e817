package org.saltern.minion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.crypto.RsaPrivateKey;
import org.saltern.crypto.RsaPublicKey;
import org.saltern.crypto.SessionKey;
import org.saltern.crypto.SigAlgorithm;
import org.saltern.wire.AuthReplies;
import org.saltern.wire.AuthReply;
import org.saltern.wire.AuthRequest;
import org.saltern.wire.BadMessage;
import org.saltern.wire.Envelope;
import org.saltern.wire.Loopback;
import org.saltern.wire.MinionRequest;
import org.saltern.wire.PillarReply;
import org.saltern.wire.Publication;
import org.saltern.wire.Publications;
import org.saltern.wire.PublishPort;
import org.saltern.wire.Replies;
import org.saltern.wire.Requests;
import org.saltern.wire.SealedRequest;

/** The master's side of the protocol made of the real codec on a loopback, so that a test can also do what no honest master does. */
final class ScriptedMaster implements AutoCloseable {
    static final RsaPrivateKey KEY = RsaPrivateKey.generate(2048);

    final Loopback loopback = new Loopback();
    final PublishPort port = loopback.publishPort();
    final BlockingQueue<MinionRequest> heard = new LinkedBlockingQueue<>();
    final BlockingQueue<AuthRequest> signIns = new LinkedBlockingQueue<>();
    volatile RsaPrivateKey key = KEY;
    volatile AuthReply verdict = null;
    volatile SessionKey aes = SessionKey.random();
    volatile SessionKey session = SessionKey.random();
    volatile boolean takesReturns = true;

    /** Answers a sign-in in the master's place; null for an honest answer. */
    volatile Function<AuthRequest, byte[]> forgedSignIn;

    /** The nonce of the last pillar request. */
    volatile String pillarNonce;

    /** Changes the honest answer to a pillar request. */
    volatile UnaryOperator<byte[]> pillarOnItsWay = UnaryOperator.identity();

    volatile RsaPublicKey minion;
    private long serial;

    ScriptedMaster() {
        loopback.requestPort()
                .serve(
                        (frame, peer) ->
                                CompletableFuture.supplyAsync(() -> answer(frame))
                                        .thenCompose(s -> s));
    }

    private CompletionStage<byte[]> answer(byte[] frame) {
        try {
            return switch (Envelope.decode(frame)) {
                case Envelope.Clear clear ->
                        CompletableFuture.completedFuture(signIn(AuthRequest.decode(clear)));
                case Envelope.Sealed sealed -> sealed(sealed);
            };
        } catch (BadMessage e) {
            return CompletableFuture.completedFuture(Replies.bare("bad load"));
        }
    }

    private byte[] signIn(AuthRequest request) {
        signIns.add(request);
        if (forgedSignIn != null) {
            return forgedSignIn.apply(request);
        }
        minion = RsaPublicKey.parse(request.publicKey());
        var algorithms = AuthReplies.Algorithms.DEFAULT;
        if (verdict != null) {
            return AuthReplies.encode(verdict, request, key, algorithms.sig());
        }
        var accepted = new AuthReply.Accepted(key.publicKey(), 4505, aes, session);
        return AuthReplies.encodeAccepted(
                accepted, AuthReplies.MasterProof.of(aes, key), request, key, minion, algorithms);
    }

    private CompletionStage<byte[]> sealed(Envelope.Sealed sealed) throws BadMessage {
        SessionKey with = sealed.version() >= 3 ? session : aes;
        SealedRequest request = SealedRequest.open(sealed, with.crypticle());
        if (!minion.isToken(request.token().orElseThrow())) {
            throw new BadMessage("token");
        }
        MinionRequest decoded = Requests.decode(new HostId("web1"), request);
        if (decoded instanceof MinionRequest.Pillar pillar) {
            heard.add(decoded);
            pillarNonce = pillar.nonce();
            return CompletableFuture.completedFuture(
                    pillarOnItsWay.apply(pillar("web", pillar.nonce())));
        }
        if (decoded instanceof MinionRequest.Return && !takesReturns) {
            heard.add(decoded);
            return new CompletableFuture<>(); // taken, never acknowledged
        }
        heard.add(decoded);
        JsonNode nil = JsonNodeFactory.instance.nullNode();
        return CompletableFuture.completedFuture(
                Replies.seal(nil, request.nonce(), with.crypticle()));
    }

    /** The reply to the pillar request with this nonce. */
    byte[] pillar(String role, String nonce) {
        return pillar(role, nonce, key);
    }

    byte[] pillar(String role, String nonce, RsaPrivateKey signer) {
        ObjectNode data = Json.object().put("role", role);
        return PillarReply.seal(data, nonce, signer, minion, AuthReplies.Algorithms.DEFAULT);
    }

    /** A job, as an honest master publishes it. */
    void publish(String jid, String fun, Object... arguments) {
        port.send(seal(job(jid, fun, arguments)));
    }

    byte[] seal(ObjectNode load) {
        return Publications.seal(
                        new Publication(load, List.of()),
                        ++serial,
                        aes.crypticle(),
                        key,
                        SigAlgorithm.PKCS1V15_SHA1)
                .getFirst()[0];
    }

    static ObjectNode job(String jid, String fun, Object... arguments) {
        ObjectNode load = Json.object().put("fun", fun).put("jid", jid);
        load.set("arg", Json.MAPPER.valueToTree(arguments));
        return load.put("tgt", "web*").put("tgt_type", "glob").put("ret", "").put("user", "ada");
    }

    /** The next return; other requests before it are passed over. */
    ObjectNode nextReturn() throws InterruptedException {
        return next(MinionRequest.Return.class).load();
    }

    <T extends MinionRequest> T next(Class<T> kind) throws InterruptedException {
        while (true) {
            MinionRequest request = heard.poll(20, TimeUnit.SECONDS);
            if (request == null) {
                throw new AssertionError("No " + kind.getSimpleName() + " within 20 s");
            }
            if (kind.isInstance(request)) {
                return kind.cast(request);
            }
        }
    }

    /** The next request of this kind within so many milliseconds, else null. */
    MinionRequest poll(Class<? extends MinionRequest> kind, long millis)
            throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        MinionRequest request;
        do {
            request = heard.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } while (request != null && !kind.isInstance(request));
        return request;
    }

    @Override
    public void close() {
        loopback.close();
    }
}
