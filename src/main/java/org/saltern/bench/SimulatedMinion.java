package org.saltern.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.saltern.base.Json;
import org.saltern.crypto.Crypticle;
import org.saltern.crypto.Nonce;
import org.saltern.crypto.RsaPublicKey;
import org.saltern.crypto.SessionKey;
import org.saltern.wire.AuthReplies;
import org.saltern.wire.AuthReply;
import org.saltern.wire.AuthRequest;
import org.saltern.wire.BadMessage;
import org.saltern.wire.Replies;
import org.saltern.wire.RequestSealer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs in, subscribes, answers every job that is for it, asks again after silence: what a salt-minion does on the wire, without
 * running anything. On the loop's thread.
 */
final class SimulatedMinion {
    private static final Logger LOG = LoggerFactory.getLogger(SimulatedMinion.class);
    private static final AuthReplies.Algorithms ALGORITHMS = AuthReplies.Algorithms.DEFAULT;
    private static final long RETRY_MILLIS = 3_000;
    private static final long RECONNECT_MILLIS = 200;
    private static final long PATIENCE_MILLIS = 30_000;
    private static final Random RANDOM = new Random();
    private static final byte[] EMPTY = {};

    /** A request and what to do with its reply. */
    private record Ask(byte[] frame, Consumer<byte[]> then) {}

    private final Fleet fleet;
    private final String id;
    private final InetAddress from;
    private final Identity identity;
    private final RequestSealer sealer;
    private final Deque<Ask> waiting = new ArrayDeque<>();
    private Link requests;
    private Link publications;
    private Ask asked;
    private long turn;
    private Crypticle cipher;
    private SessionKey aes;

    /** Publications under a key that this minion does not have yet. */
    private final Deque<byte[]> missed = new ArrayDeque<>();

    private boolean isSigningIn;

    SimulatedMinion(Fleet fleet, String id, InetAddress from, Identity identity) {
        this.fleet = fleet;
        this.id = id;
        this.from = from;
        this.identity = identity;
        this.sealer = new RequestSealer(fleet.load().protocol(), id, identity.token(), ALGORITHMS);
    }

    String id() {
        return id;
    }

    boolean isReady() {
        return cipher != null && publications != null && publications.isOpen();
    }

    void signIn() {
        if (isSigningIn) {
            return;
        }
        isSigningIn = true;
        RsaPublicKey master =
                aes == null ? null : fleet.master(); // known from the second sign-in on
        byte[] secret = master == null ? null : SessionKey.random().bytes();
        var request =
                new AuthRequest(
                        fleet.load().protocol(),
                        id,
                        identity.pem(),
                        Nonce.random(),
                        Optional.ofNullable(secret).map(s -> master.encrypt(s, ALGORITHMS.enc())),
                        ALGORITHMS.enc().wireName(),
                        ALGORITHMS.sig().wireName(),
                        Json.object());
        var expected =
                new AuthReplies.Expected(
                        request, identity.key(), Optional.ofNullable(master), secret, ALGORITHMS);
        waiting.addFirst(new Ask(request.encode().encode(), reply -> signedIn(reply, expected)));
        next();
    }

    private void signedIn(byte[] reply, AuthReplies.Expected expected) {
        isSigningIn = false;
        try {
            if (AuthReplies.open(reply, expected) instanceof AuthReply.Accepted accepted) {
                fleet.accepted(accepted);
                SessionKey key = fleet.load().protocol() >= 3 ? accepted.session() : accepted.aes();
                cipher = key.crypticle();
                aes = accepted.aes();
                if (publications == null) {
                    subscribe();
                }
                hearMissed();
                return;
            }
        } catch (BadMessage e) {
            LOG.debug("{} is not signed in: {}", id, e.getMessage());
        }
        fleet.refused();
        fleet.later(RETRY_MILLIS + RANDOM.nextLong(RETRY_MILLIS), this::signIn);
    }

    private void subscribe() {
        if (!fleet.isListening()) {
            return;
        }
        publications =
                connect(
                        true,
                        new Link.Ear() {
                            @Override
                            public void opened() {
                                publications.send(Link.subscription(""));
                            }

                            @Override
                            public void heard(byte[] body) {
                                hear(body);
                            }

                            @Override
                            public void broke() {
                                publications = null;
                                fleet.later(RECONNECT_MILLIS, SimulatedMinion.this::subscribe);
                            }
                        });
    }

    private void hear(byte[] body) {
        long heard = System.nanoTime();
        Optional<Heard> job = fleet.open(body, aes);
        if (job.isEmpty()) {
            missed.add(body);
            signIn(); // the master has a new key
        } else if (job.get().isFor(id)) {
            fleet.heard(job.get());
            answer(job.get(), heard);
        }
    }

    private void hearMissed() {
        List<byte[]> bodies = List.copyOf(missed);
        missed.clear();
        bodies.forEach(this::hear);
    }

    private void answer(Heard job, long heard) {
        ObjectNode load = Json.object().put("cmd", "_return").put("id", id);
        load.put("jid", job.jid()).put("fun", job.function());
        load.set("fun_args", job.arguments());
        if (job.function().startsWith("saltutil.")) {
            load.putObject("return");
        } else {
            load.put("return", true);
        }
        load.put("retcode", 0).put("success", true);
        request(load, () -> fleet.acknowledged(job, heard));
    }

    /** One event; {@code then} runs once the master has answered. */
    void fire(String tag, Runnable then) {
        ObjectNode load = Json.object().put("cmd", "_minion_event").put("id", id).put("tag", tag);
        load.putObject("data").put("text", "x".repeat(200));
        request(load, then);
    }

    /** Asks, and asks anew after signing in when the master does not understand. */
    private void request(ObjectNode load, Runnable then) {
        if (cipher == null) {
            fleet.later(RECONNECT_MILLIS, () -> request(load, then));
            return;
        }
        String nonce = Nonce.random();
        Crypticle key = cipher;
        byte[] frame = sealer.seal(load, nonce, System.currentTimeMillis() / 1000, key);
        waiting.add(
                new Ask(
                        frame,
                        reply -> {
                            if (isAnswer(reply, nonce, key)) {
                                then.run();
                            } else {
                                fleet.misunderstood();
                                signIn();
                                fleet.later(RECONNECT_MILLIS, () -> request(load, then));
                            }
                        }));
        next();
    }

    private boolean isAnswer(byte[] reply, String nonce, Crypticle key) {
        try {
            JsonNode said = Replies.open(reply, nonce, key);
            LOG.trace("{} was answered {}", id, said);
            return true;
        } catch (BadMessage e) {
            LOG.debug("{} was answered: {}", id, e.getMessage());
            return false;
        }
    }

    private void next() {
        if (asked != null || waiting.isEmpty()) {
            return;
        }
        asked = waiting.poll();
        long mine = ++turn;
        fleet.later(PATIENCE_MILLIS, () -> silent(mine));
        if (requests == null) {
            open();
        } else if (requests.isOpen()) {
            requests.send(EMPTY, asked.frame());
        }
    }

    private void open() {
        requests =
                connect(
                        false,
                        new Link.Ear() {
                            @Override
                            public void opened() {
                                if (asked != null) {
                                    requests.send(EMPTY, asked.frame());
                                }
                            }

                            @Override
                            public void heard(byte[] body) {
                                replied(body);
                            }

                            @Override
                            public void broke() {
                                again();
                            }
                        });
    }

    private void replied(byte[] body) {
        if (asked == null) {
            return;
        }
        Ask done = asked;
        asked = null;
        if (fleet.load().fresh()) {
            requests.close();
            requests = null;
        }
        done.then().accept(body);
        next();
    }

    private void silent(long of) {
        if (asked != null && turn == of) {
            fleet.unanswered();
            if (requests != null) {
                requests.close();
            }
            again();
        }
    }

    private void again() {
        requests = null;
        fleet.later(
                RECONNECT_MILLIS,
                () -> {
                    if (asked != null && requests == null) {
                        open();
                    }
                });
    }

    private Link connect(boolean isPublications, Link.Ear ear) {
        try {
            return fleet.connect(isPublications, from, ear);
        } catch (IOException e) {
            throw new IllegalStateException("No socket for " + id, e);
        }
    }

    /** Goes without a word. */
    void vanish() {
        cipher = null;
        missed.clear();
        waiting.clear();
        asked = null;
        if (publications != null) {
            publications.close();
        }
        if (requests != null) {
            requests.close();
            requests = null;
        }
    }
}
