package org.saltern.hosts;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.saltern.access.Actor;
import org.saltern.access.Audit;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.events.Event;
import org.saltern.events.Events;
import org.saltern.events.Tags;
import org.saltern.store.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the roll: collects what is heard of hosts, and once a second, on a thread of its own, writes it in one batch. Who is
 * connected is true at the moment it is asked; who came and who went is published a tenth of a second after it happened, so
 * that a thousand hosts that come back together are a few events.
 */
final class Roll implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Roll.class);
    private static final int MODERN_PROTOCOL = 3;
    private static final long PERIOD_MILLIS = 1_000;
    private static final long TELL_MILLIS = 100;
    private static final long LONGEST_CLOSE_SECONDS = 10;

    private final Database database;
    private final HostStore store;
    private final KeyStore keys;
    private final Memory memory;
    private final Events events;
    private final Audit audit;
    private final InstantSource clock;
    private final Presence presence = new Presence();
    private final Map<HostId, Heard> unwritten = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("hosts").daemon().factory());
    private final Map<HostId, Instant> signIns = new ConcurrentHashMap<>();

    /** Whether something happened since {@link #connected} was worked out. */
    private final AtomicBoolean stale = new AtomicBoolean(true);

    /** Whether a call of {@link #publishPresence} is on its way. */
    private final AtomicBoolean telling = new AtomicBoolean();

    private volatile Set<HostId> connected = Set.of();

    /** Whom the last event counted as connected. */
    private Set<HostId> told = Set.of();

    Roll(Database database, Memory memory, Events events, Audit audit, InstantSource clock) {
        this.database = database;
        this.store = new HostStore(database);
        this.keys = new KeyStore(database.jdbi());
        this.memory = memory;
        this.events = events;
        this.audit = audit;
        this.clock = clock;
    }

    void start() {
        thread.scheduleWithFixedDelay(
                this::callSafely, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** What the table says already. */
    void remember(HostId host, Heard last) {
        presence.heard(host, last);
        stale.set(true);
    }

    /** A verified message. */
    void seen(HostId host, Heard last) {
        if (!memory.isAccepted(host)) {
            return;
        }
        Heard before = presence.last(host);
        presence.heard(host, last);
        unwritten.put(host, last);
        boolean moved = before == null || !before.address().equals(last.address());
        boolean came = !connected.contains(host) && presence.hasSubscriber(last.address());
        if (moved || came) {
            changed();
        }
    }

    /** A host that waits asked again; it is not present for that. */
    void asked(HostId host, Heard last) {
        unwritten.put(host, last);
    }

    /** An accepted host signed in, in this protocol version; that proves nothing more. */
    void spoke(HostId host, int protocol) {
        signIns.put(host, clock.instant());
        Heard last = last(host);
        if (last != null && last.protocol() != protocol) {
            unwritten.putIfAbsent(host, new Heard(last.at(), last.address(), protocol));
        }
    }

    Heard last(HostId host) {
        Heard waiting = unwritten.get(host);
        return waiting == null ? presence.last(host) : waiting;
    }

    /** When this host last signed in with its accepted key, null when not since the start of this process. */
    Instant signedIn(HostId host) {
        return signIns.get(host);
    }

    Set<HostId> connected() {
        return stale.get() ? workedOut() : connected;
    }

    private synchronized Set<HostId> workedOut() {
        if (stale.getAndSet(false)) { // before the work: what happens meanwhile counts anew
            connected = presence.connected(memory::isAccepted);
        }
        return connected;
    }

    void subscribers(Map<String, Integer> byAddress) {
        presence.subscribers(byAddress);
        changed();
    }

    private void changed() {
        stale.set(true);
        if (!thread.isShutdown() && telling.compareAndSet(false, true)) {
            try {
                thread.schedule(this::tell, TELL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                LOG.debug("The room closes; the last call tells who came and went", e);
            }
        }
    }

    private void tell() {
        telling.set(false);
        publishPresence();
    }

    /** Gone at once, not with the next call. */
    void forget(HostId host) {
        presence.forget(host);
        unwritten.remove(host);
        signIns.remove(host);
        stale.set(true);
        publishPresence();
    }

    private void callSafely() {
        try {
            call();
        } catch (RuntimeException e) {
            LOG.warn("What was heard of hosts could not be written; it is tried again", e);
        }
    }

    /** One round; never two at once. */
    void call() {
        publishPresence();
        synchronized (
                unwritten) { // not our own monitor: writing takes the memory's, which others hold
            // when they come here
            write();
        }
    }

    private void write() {
        var batch = new HashMap<>(unwritten);
        if (batch.isEmpty()) {
            return;
        }
        store.heard(batch);
        batch.forEach(unwritten::remove); // unless something newer came meanwhile
        batch.forEach(this::endLegacyOfModern);
    }

    private void endLegacyOfModern(HostId host, Heard last) {
        boolean legacy = memory.key(host).filter(key -> key.legacyUntil() != null).isPresent();
        if (!legacy || last.protocol() < MODERN_PROTOCOL) {
            return;
        }
        synchronized (memory) { // nobody decides about this key meanwhile
            keys.find(host).filter(row -> row.legacyUntil() != null).ifPresent(this::endLegacy);
        }
    }

    private void endLegacy(Host row) {
        database.jdbi()
                .useTransaction(
                        h -> {
                            keys.legacy(row, null, null);
                            audit.write(
                                    Actor.system(),
                                    "key.legacy.end",
                                    row.hostname().value(),
                                    "it speaks protocol 3 now");
                        });
        keys.find(row.hostname()).ifPresent(now -> memory.put(now.hostname(), KnownKey.of(now)));
        events.publish(KeyEvents.host(row.hostname(), clock.instant()));
    }

    private synchronized void publishPresence() {
        Set<HostId> before = told;
        Set<HostId> now = connected();
        if (now.equals(before)) {
            return;
        }
        told = now;
        var data = Json.object();
        var came = data.putArray("new");
        var went = data.putArray("lost");
        new TreeSet<>(now)
                .stream().filter(id -> !before.contains(id)).forEach(id -> came.add(id.value()));
        new TreeSet<>(before)
                .stream().filter(id -> !now.contains(id)).forEach(id -> went.add(id.value()));
        events.publish(new Event(Tags.PRESENCE, data, clock.instant()));
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LONGEST_CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The thread of the hosts did not end in {} s", LONGEST_CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        callSafely();
    }
}
