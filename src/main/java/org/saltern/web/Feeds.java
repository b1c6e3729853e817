package org.saltern.web;

import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.saltern.access.Access;
import org.saltern.events.Event;
import org.saltern.events.Events;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All open live streams, counted: a session's, and in all. Thread-safe. */
final class Feeds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Feeds.class);

    private final Access access;
    private final Events events;
    private final Function<Visit, String> warnings;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Deque<LiveFeed>> bySession = new HashMap<>();
    private volatile boolean isClosed;

    /** @param warnings draws what each page says about this Saltern itself */
    Feeds(Access access, Events events, Function<Visit, String> warnings) {
        this.warnings = warnings;
        this.access = access;
        this.events = events;
    }

    /**
     * Keeps a browser up to date until it goes.
     *
     * @param filter the events after which to look again
     * @param rest the shortest time between two updates
     */
    void open(SseClient client, Predicate<Event> filter, Duration rest, Draw draw) {
        Visit visit = Visit.of(client.ctx());
        var feed =
                new LiveFeed(
                        client,
                        position(client),
                        draw,
                        () -> access.isLive(visit.token()),
                        () -> warnings.apply(visit),
                        rest);
        if (isClosed) {
            client.close();
            return;
        }
        remember(visit.formToken(), feed);
        AutoCloseable listening = events.onChange(filter, feed::nudge);
        client.onClose(() -> forget(visit.formToken(), feed, listening));
        client.keepAlive();
        start(feed);
    }

    /** Before a stream begins: once it has, no status can tell the browser to stay away. */
    void requireRoom() {
        synchronized (bySession) {
            if (bySession.values().stream().mapToInt(Deque::size).sum() >= HttpLimits.STREAMS) {
                throw new HttpResponseException(HttpStatus.TOO_MANY_REQUESTS.getCode());
            }
        }
    }

    private void start(LiveFeed feed) {
        try {
            threads.execute(feed::run);
        } catch (RejectedExecutionException closing) {
            LOG.debug("A live page came while the console was closing", closing);
            feed.close();
        }
    }

    /** The position of the newest change that the browser has drawn. */
    static long position(SseClient client) {
        String last = client.ctx().header("Last-Event-ID");
        String text = last == null ? Web.query(client.ctx(), "after") : last;
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    /**
     * Whoever goes from page to page leaves streams behind that nobody reads and no write has missed yet; so one more than a
     * session may have is let in, and the oldest ends.
     */
    private void remember(String session, LiveFeed feed) {
        synchronized (bySession) {
            Deque<LiveFeed> open = bySession.computeIfAbsent(session, s -> new ArrayDeque<>());
            open.addLast(feed);
            if (open.size() > HttpLimits.STREAMS_PER_SESSION) {
                open.removeFirst().retire();
            }
        }
    }

    private void forget(String session, LiveFeed feed, AutoCloseable listening) {
        feed.close();
        synchronized (bySession) {
            Deque<LiveFeed> open = bySession.get(session);
            if (open != null && open.remove(feed) && open.isEmpty()) {
                bySession.remove(session);
            }
        }
        try {
            listening.close();
        } catch (Exception e) {
            LOG.warn("A live page could not stop listening", e);
        }
    }

    /** Ends the streams of a session that signed out. */
    void end(String session) {
        List<LiveFeed> open;
        synchronized (bySession) {
            open = List.copyOf(bySession.getOrDefault(session, new ArrayDeque<>()));
        }
        open.forEach(LiveFeed::close);
    }

    @Override
    public void close() {
        isClosed = true;
        List<LiveFeed> open = new ArrayList<>();
        synchronized (bySession) {
            bySession.values().forEach(open::addAll);
        }
        open.forEach(LiveFeed::close);
        threads.close();
    }
}
