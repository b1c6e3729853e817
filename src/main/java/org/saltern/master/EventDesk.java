package org.saltern.master;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.events.Event;
import org.saltern.wire.MinionRequest.FireEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes minions' events: tags confined by {@link EventTags}, the verified id in {@code data.id}, 50 a second and a burst of 500
 * per minion (S-28); what is more is dropped and counted. Thread-safe.
 */
final class EventDesk {
    private static final Logger LOG = LoggerFactory.getLogger(EventDesk.class);
    private static final int PER_SECOND = 50;
    private static final int BURST = 500;

    private final MasterRooms rooms;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Buckets<HostId> rates = new Buckets<>(PER_SECOND, BURST);
    private final Rarely summaries = new Rarely();

    /** @param nanos {@link System#nanoTime} */
    EventDesk(MasterRooms rooms, InstantSource clock, LongSupplier nanos) {
        this.rooms = rooms;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** Nil, as upstream, also for what was dropped. */
    Answer take(FireEvents request) {
        for (FireEvents.Fired fired : request.events()) {
            if (rates.of(request.host()).tryTake(nanos.getAsLong())) {
                take(request.host(), fired.tag(), fired.data());
                if (request.events().size() > 1 && request.pretag() != null) {
                    publish(request.host(), request.pretag() + "/" + fired.tag(), fired.data());
                }
            } else {
                dropped(request.host(), "too many");
            }
        }
        return Answer.NIL;
    }

    /** Nil, and the event is counted as dropped. */
    Answer drop(HostId host, String reason) {
        dropped(host, reason);
        return Answer.NIL;
    }

    private void take(HostId host, String tag, JsonNode data) {
        Optional<EventTags.Progress> progress = EventTags.progress(host, tag);
        if (progress.isPresent()) {
            JsonNode piece = data.path("data");
            rooms.jobs().progress(host, progress.get().jid(), progress.get().n(), piece);
            return;
        }
        publish(host, tag, data);
    }

    private void publish(HostId host, String tag, JsonNode data) {
        Optional<String> confined = EventTags.confined(host, tag);
        if (confined.isEmpty()) {
            dropped(host, "a malformed tag");
            return;
        }
        ObjectNode shown =
                data instanceof ObjectNode map ? map.deepCopy() : Json.object().set("data", data);
        shown.put("id", host.value());
        rooms.events().publish(new Event(confined.get(), shown, clock.instant()));
    }

    private void dropped(HostId host, String reason) {
        OptionalLong before = summaries.now(host + " " + reason, nanos.getAsLong());
        if (before.isPresent()) {
            LOG.warn("Events of {} are dropped: {}", host, reason);
            ObjectNode data = Json.object().put("id", host.value()).put("reason", reason);
            data.put("dropped", before.getAsLong() + 1);
            String tag = "salt/minion/" + host + "/saltern/dropped";
            rooms.events().publish(new Event(tag, data, clock.instant()));
        }
    }
}
