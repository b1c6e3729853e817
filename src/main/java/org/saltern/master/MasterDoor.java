package org.saltern.master;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.saltern.base.Closer;
import org.saltern.base.Json;
import org.saltern.events.Event;
import org.saltern.events.Tags;
import org.saltern.wire.PublishPort;
import org.saltern.wire.RequestPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door for minions: answers the request port, tells {@code hosts} who is connected, keeps the AES key fresh. Publishing is
 * {@link PublishDispatch}, which {@code jobs} needs earlier. Closes both ports.
 */
public final class MasterDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MasterDoor.class);

    private final Closer closer = new Closer();
    private final MasterKeys keys;
    private final HostKeys hostKeys;
    private final Sessions sessions;
    private final Tokens tokens = new Tokens();
    private final LegacyHosts legacy = new LegacyHosts();
    private final FrontDesk front;

    /** Starts to answer. */
    public MasterDoor(
            MasterSettings settings,
            MasterKeys keys,
            RequestPort requests,
            PublishPort publishing,
            MasterRooms rooms,
            InstantSource clock) {
        this.keys = keys;
        this.hostKeys = new HostKeys(rooms.keys());
        this.sessions = new Sessions(settings.cache(), settings.keyLife(), clock);
        closer.add(publishing);
        ExecutorService threads = closer.add(Executors.newVirtualThreadPerTaskExecutor());
        LongSupplier nanos = System::nanoTime;
        var auth =
                new AuthDesk(
                        rooms.keys(),
                        hostKeys,
                        keys,
                        sessions,
                        legacy,
                        new AuthBudget(settings.signInsPerAddress(), nanos),
                        () -> port(publishing.address()));
        var events = new EventDesk(rooms, clock, nanos);
        var opener =
                new Opener(
                        hostKeys,
                        keys,
                        sessions,
                        legacy,
                        tokens,
                        settings.clockSkew(),
                        clock,
                        nanos);
        var desk = new RequestDesk(rooms, settings, events);
        var signatures = new ReturnSignatures(settings.signatures(), nanos);
        var sealed = new SealedDesk(opener, desk, events, rooms.hosts(), keys, signatures, nanos);
        closer.add(
                rooms.events().onChange(e -> e.tag().equals(Tags.KEY), this::forgetKeysTakenAway));
        closer.add(everyMinute());
        publishing.onPeersChanged(rooms.hosts()::subscribers);
        var slow = new Rarely();
        publishing.onSlowSubscriber(
                address ->
                        slow.now(address, nanos.getAsLong())
                                .ifPresent(
                                        skipped ->
                                                rooms.events()
                                                        .publish(
                                                                slow(
                                                                        address,
                                                                        skipped + 1,
                                                                        clock))));
        rooms.hosts().subscribers(publishing.peers()); // those that were faster than this line
        closer.add(requests);
        this.front = new FrontDesk(auth, sealed, threads);
        requests.serve(front);
    }

    /** What came in since the start. */
    public MinionFigures figures() {
        return front.figures();
    }

    private static Event slow(String address, long count, InstantSource clock) {
        var data = Json.object().put("address", address).put("count", count);
        return new Event(Tags.SLOW, data, clock.instant());
    }

    private AutoCloseable everyMinute() {
        ScheduledExecutorService minutes =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofVirtual().name("key-rotation").factory());
        minutes.scheduleWithFixedDelay(this::rotateIfDue, 1, 1, TimeUnit.MINUTES);
        return minutes::shutdownNow;
    }

    private void rotateIfDue() {
        try {
            keys.rotateIfDue();
        } catch (RuntimeException e) {
            LOG.error("The AES key could not be rotated", e); // the next minute tries again
        }
    }

    /** Ends the sessions of hosts whose key is not accepted any more, and rotates when one of them held the AES key. */
    private void forgetKeysTakenAway() {
        keys.takenAway(hostKeys::of)
                .forEach(
                        host -> {
                            sessions.forget(host);
                            tokens.forget(host);
                            legacy.forget(host);
                        });
    }

    private static int port(String address) {
        return Optional.of(address.substring(address.lastIndexOf(':') + 1))
                .map(Integer::valueOf)
                .orElseThrow();
    }

    @Override
    public void close() {
        closer.close();
    }
}
