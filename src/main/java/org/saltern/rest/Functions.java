package org.saltern.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.saltern.access.Actor;
import org.saltern.base.Jid;
import org.saltern.base.Jids;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.events.Event;
import org.saltern.events.Events;

/** All functions of one kind, {@code runner} or {@code wheel}: calls them and wraps what they return as upstream does. */
final class Functions {
    /**
     * A finished call.
     *
     * @param value what it returned, or the text of the problem
     * @param problem what kept it from succeeding, null when nothing did
     */
    record Done(
            String function,
            Jid jid,
            Actor actor,
            Params params,
            JsonNode value,
            Problem problem) {}

    private final String kind;
    private final Map<String, Offered> byName;
    private final Jids jids;
    private final Events events;
    private final InstantSource clock;

    /** @param kind {@code runner} or {@code wheel} */
    Functions(String kind, List<Offered> offered, Jids jids, Events events, InstantSource clock) {
        this.kind = kind;
        this.byName =
                offered.stream().collect(Collectors.toMap(Offered::name, Function.identity()));
        this.jids = jids;
        this.events = events;
        this.clock = clock;
    }

    /** Name → documentation. */
    ObjectNode docs() {
        ObjectNode out = Json.object();
        byName.values().stream()
                .sorted(Comparator.comparing(Offered::name))
                .forEach(f -> out.put(f.name(), f.doc()));
        return out;
    }

    Optional<Offered> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * Calls a function. A problem becomes the text that upstream returns for an exception.
     *
     * @throws Problem.Forbidden the actor may not
     */
    Done call(Actor actor, Offered function, Params params) {
        Jid jid = jids.next();
        try {
            JsonNode value = function.body().call(actor, params);
            return new Done(function.name(), jid, actor, params, value, null);
        } catch (Problem.Forbidden forbidden) {
            throw forbidden;
        } catch (Problem problem) {
            return failed(actor, function.name(), params, jid, problem);
        }
    }

    /** A call of a function that there is not, as upstream's wheel answers it. */
    Done unknown(Actor actor, String name, Params params) {
        var problem =
                new Problem.NotFound(
                        "'" + Problem.shown(name) + "' is not available.",
                        kind,
                        "The runner function doc." + kind + " lists those there are.");
        return failed(actor, name, params, jids.next(), problem);
    }

    /** The envelope with {@code tag} and {@code data}. */
    ObjectNode envelope(Done done) {
        boolean wheel = kind.equals("wheel");
        String tag = tag(done.jid()) + (wheel ? "" : "/ret");
        ObjectNode data = data(done);
        data.put("_stamp", Stamps.of(clock.instant()));
        ObjectNode out = Json.object().put("tag", tag);
        out.set("data", data);
        return out;
    }

    /** Tells the event bus, for callers that did not wait; gives what they get: tag and jid. */
    ObjectNode announce(Done done) {
        ObjectNode start = data(done);
        start.remove(List.of("return", "success", "problem"));
        events.publish(new Event(tag(done.jid()) + "/new", start, clock.instant()));
        events.publish(new Event(tag(done.jid()) + "/ret", data(done), clock.instant()));
        return Json.object().put("tag", tag(done.jid())).put("jid", done.jid().value());
    }

    private ObjectNode data(Done done) {
        ObjectNode data =
                Json.object()
                        .put("fun", kind + "." + done.function())
                        .put("jid", done.jid().value())
                        .put("user", done.actor().name());
        if (kind.equals("wheel")) {
            data.put("tag", tag(done.jid()));
        } else {
            data.set("fun_args", done.params().asFunArgs());
        }
        data.set("return", done.value());
        data.put("success", done.problem() == null);
        return done.problem() == null ? data : data.set("problem", Problems.parts(done.problem()));
    }

    private Done failed(Actor actor, String name, Params params, Jid jid, Problem problem) {
        String said =
                "Exception occurred in %s %s: %s"
                        .formatted(kind, Problem.shown(name), Problems.text(problem));
        return new Done(name, jid, actor, params, TextNode.valueOf(said), problem);
    }

    private String tag(Jid jid) {
        return (kind.equals("wheel") ? "salt/wheel/" : "salt/run/") + jid;
    }
}
