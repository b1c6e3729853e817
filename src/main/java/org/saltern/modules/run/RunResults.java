package org.saltern.modules.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.saltern.base.Json;

/** The results of one state run, in the order in which they came, and their numbers. */
final class RunResults implements RequisiteCheck.Results {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS");
    private static final double NANOS_PER_MILLI = 1e6;

    private final InstantSource clock;
    private final Map<String, ObjectNode> ran = new LinkedHashMap<>();
    private final Map<String, ObjectNode> tried = new HashMap<>();
    private final Map<String, Future<ObjectNode>> parallel = new LinkedHashMap<>();
    private final Map<String, JsonNode> seen = new ConcurrentHashMap<>();
    private int number;

    RunResults(InstantSource clock) {
        this.clock = clock;
    }

    int next() {
        return number++;
    }

    int number() {
        return number;
    }

    void put(String tag, ObjectNode result) {
        ran.put(tag, result);
        seen.put(tag, result);
    }

    void putTried(String tag, ObjectNode result) {
        tried.put(tag, result);
    }

    boolean has(String tag) {
        return ran.containsKey(tag);
    }

    ObjectNode now(String tag) {
        return ran.get(tag);
    }

    @Override
    public ObjectNode tried(String tag) {
        return tried.get(tag);
    }

    /** Results by tag as state functions may look at them. */
    Map<String, JsonNode> seen() {
        return seen;
    }

    /** A state that goes on by itself; its result counts once somebody asks for it. */
    void inParallel(String tag, Future<ObjectNode> running) {
        parallel.put(tag, running);
    }

    @Override
    public ObjectNode ran(String tag) throws InterruptedException {
        join(tag);
        return ran.get(tag);
    }

    private void join(String tag) throws InterruptedException {
        Future<ObjectNode> running = parallel.remove(tag);
        if (running == null) {
            return;
        }
        ObjectNode result = ran.get(tag);
        try {
            result.setAll(running.get());
        } catch (ExecutionException e) {
            result.put("result", false)
                    .put("comment", "Parallel state failed to return: " + e.getCause());
            result.set("changes", Json.object());
        }
        seen.put(tag, result);
    }

    /** Waits for everything that runs in parallel. */
    void joinAll() throws InterruptedException {
        for (String tag : List.copyOf(parallel.keySet())) {
            join(tag);
        }
    }

    /** The job was killed: what runs in parallel must not outlive it. */
    void cancelAll() {
        parallel.values().forEach(f -> f.cancel(true));
        parallel.clear();
    }

    /** A result of a state that did not run. */
    ObjectNode idle(ObjectNode low, boolean result, String comment) {
        ObjectNode out = bare(low, result, comment);
        stamp(out, System.nanoTime(), clock.instant().atZone(ZoneId.systemDefault()).toLocalTime());
        return out;
    }

    ObjectNode bare(ObjectNode low, boolean result, String comment) {
        ObjectNode out = Json.object();
        out.set("changes", Json.object());
        out.put("result", result).put("comment", comment).put("__run_num__", number);
        for (String key : List.of("__sls__", "__id__", "name")) {
            out.set(key, low.has(key) ? low.get(key) : Json.MAPPER.nullNode());
        }
        return out;
    }

    LocalTime time() {
        return clock.instant().atZone(ZoneId.systemDefault()).toLocalTime();
    }

    /** Start time and duration in milliseconds since a value of {@link System#nanoTime}. */
    static void stamp(ObjectNode result, long since, LocalTime start) {
        result.put("start_time", TIME.format(start));
        double millis = (System.nanoTime() - since) / NANOS_PER_MILLI;
        result.put("duration", Math.round(millis * 1000) / 1000.0);
    }

    /** All results, in order. */
    ObjectNode tree() {
        ObjectNode out = Json.object();
        ran.forEach(out::set);
        return out;
    }
}
