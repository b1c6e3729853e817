package org.saltern.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.saltern.access.Permission;
import org.saltern.base.Json;
import org.saltern.events.Event;
import org.saltern.events.Events;
import org.saltern.events.Tags;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /events}: what happens, as upstream streams it: {@code tag:} and {@code data:} lines, the first block led by
 * {@code retry: 400}. Each open stream holds one (virtual) thread.
 */
final class EventStreams implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);
    private static final int MOST = 2_000;
    private static final int MOST_PER_TOKEN = 10;
    private static final int QUEUE = 4_096;
    private static final String WHEEL = "salt/wheel/";

    private final Events events;
    private final Callers callers;
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    EventStreams(Events events, Callers callers) {
        this.events = events;
        this.callers = callers;
    }

    /**
     * Streams until the client goes, the session ends or the server stops.
     *
     * @throws Refusal 429 too many streams are open
     */
    void serve(Caller caller, Context ctx) throws IOException, InterruptedException {
        caller.actor().require(Permission.SEE);
        var stream = new EventStream(caller, ctx.res());
        open.add(stream);
        try {
            requireRoom(caller);
            stream.begin();
            try (AutoCloseable listening =
                            events.subscribe(
                                    event -> isFor(caller, event),
                                    QUEUE,
                                    e -> send(stream, e),
                                    stream::end);
                    AutoCloseable sessions =
                            events.onChange(
                                    event -> event.tag().equals(Tags.SESSION),
                                    () -> check(stream))) {
                stream.keepOpen(() -> !closed && callers.isLive(caller));
            } catch (IOException | InterruptedException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("A listener could not be closed", e);
            }
        } finally {
            stream.finish();
            open.remove(stream);
        }
    }

    /** Ends all streams. */
    @Override
    public void close() {
        closed = true;
        open.forEach(EventStream::end);
    }

    private void requireRoom(Caller caller) {
        long own = open.stream().filter(s -> s.caller().token().equals(caller.token())).count();
        if (closed || open.size() > MOST || own > MOST_PER_TOKEN) {
            throw Refusal.tooMany("Too many event streams are open; close some first");
        }
    }

    private void check(EventStream stream) {
        if (!callers.isLive(stream.caller())) {
            stream.end();
        }
    }

    /** Answers of wheel functions only for those who manage keys, and nobody's comings and goings but for administrators. */
    private static boolean isFor(Caller caller, Event event) {
        if (event.tag().startsWith(WHEEL)) {
            return caller.actor().may(Permission.KEYS);
        }
        return !event.tag().equals(Tags.SESSION) || caller.actor().may(Permission.ADMINISTER);
    }

    private static void send(EventStream stream, Event event) {
        ObjectNode data = event.data().deepCopy().put("_stamp", Stamps.of(event.at()));
        ObjectNode block = Json.object().put("tag", event.tag());
        block.set("data", data);
        try {
            stream.write("tag: " + oneLine(event.tag()) + "\ndata: " + Json.text(block) + "\n\n");
        } catch (IOException gone) {
            LOG.debug("An event stream's client has gone", gone);
            stream.end();
        }
    }

    private static String oneLine(String tag) {
        return tag.replaceAll("\\R|\\p{Cntrl}", " ");
    }
}
