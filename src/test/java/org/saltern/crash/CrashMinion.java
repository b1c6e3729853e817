package org.saltern.crash;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.crypto.Nonce;
import org.saltern.crypto.RsaPrivateKey;
import org.saltern.wire.AuthReplies;
import org.saltern.wire.AuthReplies.Algorithms;
import org.saltern.wire.AuthReply;
import org.saltern.wire.AuthRequest;
import org.saltern.wire.BadMessage;
import org.saltern.wire.MinionRequest;
import org.saltern.wire.Publications;
import org.saltern.wire.PublishClient;
import org.saltern.wire.Replies;
import org.saltern.wire.RequestClient;
import org.saltern.wire.RequestLoads;
import org.saltern.wire.RequestSealer;
import org.saltern.wire.Zmq;

/**
 * A minion on the real protocol that answers each job with a text of its own, again and again until it is acknowledged, and remembers
 * what was acknowledged.
 */
final class CrashMinion implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int VERSION = 3;

    /** A publication that is to be answered. */
    private record Heard(String jid, String function) {}

    final String id;

    /** By jid: the text whose return was acknowledged. */
    final Map<String, String> acknowledged = new ConcurrentHashMap<>();

    /** By jid: the text that was made for it; a job heard twice is answered once. */
    final Map<String, String> answers = new ConcurrentHashMap<>();

    private final RsaPrivateKey key = RsaPrivateKey.generate(2048);
    private final RequestClient requests;
    private final PublishClient publications;
    private final Random random;
    private final BlockingQueue<Heard> work = new LinkedBlockingQueue<>();
    private volatile AuthReply.Accepted session;
    private volatile boolean closed;

    CrashMinion(String id, int requestPort, int publishPort, long seed) {
        this.id = id;
        this.random = new Random(seed);
        this.requests = Zmq.requestClient("127.0.0.1", requestPort);
        this.publications = Zmq.publishClient("127.0.0.1", publishPort, id);
    }

    /** Shows its key once; whether it is accepted. */
    boolean knock() {
        var request =
                new AuthRequest(
                        VERSION,
                        id,
                        key.publicKey().pem().strip(),
                        Nonce.random(),
                        Optional.empty(),
                        "OAEP-SHA1",
                        "PKCS1v15-SHA1",
                        Json.object());
        try {
            byte[] reply = requests.ask(request.encode().encode(), PATIENCE);
            AuthReply said =
                    AuthReplies.open(
                            reply,
                            new AuthReplies.Expected(
                                    request, key, Optional.empty(), null, Algorithms.DEFAULT));
            if (said instanceof AuthReply.Accepted accepted) {
                session = accepted;
                return true;
            }
            return false;
        } catch (Problem.Unavailable | BadMessage e) {
            return false; // the server is not there, or not yet
        }
    }

    /** Listens and answers from now on. */
    void start() {
        publications.listen(List.of(""), this::hear);
        Thread.ofPlatform().daemon().name(id).start(this::work);
    }

    private void hear(byte[] payload) {
        AuthReply.Accepted keys = session;
        try {
            Publications.open(payload, keys.aes().crypticle(), keys.master(), true)
                    .map(opened -> opened.publication().load())
                    .ifPresentOrElse(this::take, () -> work.add(new Heard("", "sign-in")));
        } catch (BadMessage e) {
            throw new IllegalStateException("The master sent what cannot be opened", e);
        }
    }

    private void take(ObjectNode load) {
        String function = load.path("fun").asText();
        if (function.equals("test.ping")) {
            work.add(new Heard(load.path("jid").asText(), function));
        }
    }

    private void work() {
        try {
            while (!closed) {
                Heard heard = work.take();
                if (heard.jid().isEmpty()) {
                    knock();
                } else if (!acknowledged.containsKey(heard.jid())) {
                    answer(heard);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(Heard heard) throws InterruptedException {
        String text = answers.computeIfAbsent(heard.jid(), jid -> id + " " + jid + " " + filling());
        ObjectNode load = Json.object();
        load.put("jid", heard.jid()).put("fun", heard.function()).put("return", text);
        load.put("retcode", 0).put("success", true).putArray("fun_args");
        while (!closed && !sent(load)) {
            Thread.sleep(100);
        }
        acknowledged.put(heard.jid(), text);
    }

    private boolean sent(ObjectNode load) {
        String nonce = Nonce.random();
        byte[] frame =
                new RequestSealer(VERSION, id, key.token(), Algorithms.DEFAULT)
                        .seal(
                                RequestLoads.encode(new MinionRequest.Return(new HostId(id), load)),
                                nonce,
                                Instant.now().getEpochSecond(),
                                session.session().crypticle());
        try {
            return Replies.open(requests.ask(frame, PATIENCE), nonce, session.session().crypticle())
                    .isNull();
        } catch (Problem.Unavailable e) {
            return false; // not answered: as real minions do, it is sent again
        } catch (BadMessage e) {
            knock(); // the server has new keys
            return false;
        }
    }

    private String filling() {
        int length = random.nextInt(20) == 0 ? 100_000 : random.nextInt(1_000);
        return Integer.toHexString(random.nextInt()).repeat(length / 8 + 1);
    }

    @Override
    public void close() {
        closed = true;
        requests.close();
        publications.close();
    }
}
