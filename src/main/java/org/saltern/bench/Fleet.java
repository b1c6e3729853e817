package org.saltern.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.saltern.base.Problem;
import org.saltern.crypto.RsaPublicKey;
import org.saltern.crypto.SessionKey;
import org.saltern.wire.AuthReply;
import org.saltern.wire.BadMessage;
import org.saltern.wire.Publications;

/** Simulated minions of one master. Its public methods are for other threads; the minions call the rest on the loop's thread. */
public final class Fleet implements AutoCloseable {
    private static final int A_SECOND = 200;
    private static final int JOBS_KEPT = 1_000;
    private static final int OPENED_KEPT = 16;
    private static final int POLL_MILLIS = 5;

    private final Load load;
    private final Loop loop;
    private final List<SimulatedMinion> minions = new ArrayList<>();
    private final Map<String, Progress.Running> jobs =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Progress.Running> eldest) {
                    return size() > JOBS_KEPT;
                }
            };
    private final Map<Integer, Map.Entry<byte[], Optional<Heard>>> opened =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(
                        Map.Entry<Integer, Map.Entry<byte[], Optional<Heard>>> eldest) {
                    return size() > OPENED_KEPT;
                }
            };
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong misunderstood = new AtomicLong();
    private final AtomicLong unanswered = new AtomicLong();
    private final AtomicLong events = new AtomicLong();
    private RsaPublicKey master;
    private SessionKey aes;
    private boolean isListening;
    private volatile boolean isFlooding;

    /** Makes the minions; nobody signs in yet. */
    Fleet(Load load, List<Identity> identities) {
        this.load = load;
        try {
            loop = new Loop();
        } catch (IOException e) {
            throw new Problem.Unavailable(
                    "No sockets can be had: " + e.getMessage(),
                    "load program",
                    "Look at ulimit -n.",
                    e);
        }
        for (int i = 0; i < load.minions(); i++) {
            Identity identity = identities.get(i % identities.size());
            minions.add(new SimulatedMinion(this, load.prefix() + i, address(i), identity));
        }
        loop.start();
    }

    private InetAddress address(int i) {
        if (!load.spread()) {
            return null;
        }
        try {
            return InetAddress.getByAddress(
                    new byte[] {127, 1, (byte) (i / 250), (byte) (1 + i % 250)});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are an address", e);
        }
    }

    /** All sign in, {@value #A_SECOND} a second: a Saltern takes 250 unknown keys a second. */
    void signIn(boolean thenListen) {
        loop.post(
                () -> {
                    isListening = thenListen;
                    for (int i = 0; i < minions.size(); i++) {
                        loop.later(i * 1_000L / A_SECOND, minions.get(i)::signIn);
                    }
                });
    }

    /** How often a minion was given keys since the start. */
    long signIns() {
        return accepted.get();
    }

    /** @throws Problem.Unavailable they did not in time */
    void awaitSignIns(long count, Duration patience) {
        await("not all sign-ins succeeded", patience, () -> accepted.get() >= count);
    }

    /** Waits until all are signed in and subscribed. */
    void awaitReady(Duration patience) {
        await("not all minions are ready", patience, () -> ask(this::ready) == minions.size());
    }

    private int ready() {
        return (int) minions.stream().filter(SimulatedMinion::isReady).count();
    }

    /** Waits until so many returns of a job are acknowledged. */
    Progress await(String jid, int returns, Duration patience) {
        await(
                "job " + jid + " did not come to " + returns + " acknowledged returns",
                patience,
                () -> ask(() -> count(jid)) >= returns);
        return ask(() -> jobs.get(jid).now());
    }

    /** Waits until the next job that is new has so many acknowledged returns. */
    Progress awaitAnyOf(Map<String, Integer> before, int returns, Duration patience) {
        Supplier<Optional<String>> found =
                () ->
                        jobs.keySet().stream()
                                .filter(jid -> !before.containsKey(jid) && count(jid) >= returns)
                                .findFirst();
        await("no job came to " + returns + " returns", patience, () -> ask(found).isPresent());
        return ask(() -> jobs.get(found.get().orElseThrow()).now());
    }

    /** The jobs heard of so far and their acknowledged returns. */
    Map<String, Integer> jobs() {
        return ask(
                () -> {
                    var counts = new HashMap<String, Integer>();
                    jobs.forEach((jid, running) -> counts.put(jid, running.count()));
                    return counts;
                });
    }

    private int count(String jid) {
        Progress.Running job = jobs.get(jid);
        return job == null ? 0 : job.count();
    }

    /** Every minion fires events one after the other for so long; how many were answered meanwhile. */
    long flood(Duration span) {
        long before = events.get();
        isFlooding = true;
        loop.post(() -> minions.forEach(this::fire));
        pause(span);
        isFlooding = false;
        return events.get() - before;
    }

    private void fire(SimulatedMinion minion) {
        minion.fire(
                "bench/" + minion.id(),
                () -> {
                    events.incrementAndGet();
                    if (isFlooding) {
                        fire(minion);
                    }
                });
    }

    /** One minion closes its connections and is not seen again. */
    String vanish() {
        return ask(
                () -> {
                    SimulatedMinion gone = minions.removeLast();
                    gone.vanish();
                    return gone.id();
                });
    }

    int size() {
        return minions.size();
    }

    /** What went wrong, for people; empty when nothing did. */
    String complaints() {
        var text = new StringBuilder();
        count(text, misunderstood.get(), "requests were not understood");
        count(text, unanswered.get(), "requests were not answered within 30 s");
        count(text, refused.get(), "sign-ins had to be tried again");
        return text.toString();
    }

    private static void count(StringBuilder text, long number, String what) {
        if (number > 0) {
            text.append(text.isEmpty() ? "" : ", ").append(number).append(' ').append(what);
        }
    }

    Load load() {
        return load;
    }

    RsaPublicKey master() {
        return master;
    }

    boolean isListening() {
        return isListening;
    }

    Link connect(boolean toPublications, InetAddress from, Link.Ear ear) throws IOException {
        return new Link(
                loop,
                toPublications ? load.publish() : load.request(),
                from,
                toPublications ? "SUB" : "REQ",
                ear);
    }

    void later(long millis, Runnable task) {
        loop.later(millis, task);
    }

    void accepted(AuthReply.Accepted reply) {
        master = reply.master();
        aes = reply.aes();
        accepted.incrementAndGet();
    }

    void refused() {
        refused.incrementAndGet();
    }

    void misunderstood() {
        misunderstood.incrementAndGet();
    }

    void unanswered() {
        unanswered.incrementAndGet();
    }

    /** Opens a publication, the first time it is heard; empty when it is sealed with another key than the one this minion has. */
    Optional<Heard> open(byte[] body, SessionKey mine) {
        if (!aes.equals(mine)) {
            return Optional.empty();
        }
        var known = opened.get(Arrays.hashCode(body));
        if (known != null && Arrays.equals(known.getKey(), body)) {
            return known.getValue();
        }
        Optional<Heard> heard;
        try {
            heard =
                    Publications.open(body, aes.crypticle(), master, true)
                            .map(o -> new Heard(o.publication().load()));
        } catch (BadMessage e) {
            throw new IllegalStateException("A publication that is none", e);
        }
        if (heard.isPresent()) {
            opened.put(Arrays.hashCode(body), Map.entry(body, heard));
        }
        return heard;
    }

    void heard(Heard job) {
        jobs.computeIfAbsent(job.jid(), Progress.Running::new);
    }

    void acknowledged(Heard job, long heard) {
        Progress.Running running = jobs.get(job.jid());
        if (running != null) {
            running.acknowledged(heard);
        }
    }

    private <T> T ask(Supplier<T> question) {
        var answer = new CompletableFuture<T>();
        loop.post(() -> answer.complete(question.get()));
        return answer.join();
    }

    private void await(String otherwise, Duration patience, Supplier<Boolean> condition) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.get()) {
            if (System.nanoTime() > end) {
                throw new Problem.Unavailable(
                        "After " + patience.toSeconds() + " s " + otherwise,
                        "load program",
                        "Look at the master's log; " + complaints());
            }
            pause(Duration.ofMillis(POLL_MILLIS));
        }
    }

    static void pause(Duration span) {
        try {
            TimeUnit.NANOSECONDS.sleep(span.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem.Unavailable("Interrupted", "load program", "Start it again.", e);
        }
    }

    @Override
    public void close() {
        try {
            loop.close();
        } catch (IOException e) {
            throw new IllegalStateException("Sockets could not be closed", e);
        }
    }
}
