package org.saltern.modules.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.LocalTime;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.saltern.base.Json;
import org.saltern.modules.Context;
import org.saltern.modules.Modules;
import org.saltern.modules.StateScope;
import org.saltern.modules.Values;
import org.saltern.modules.states.StateTag;
import org.saltern.sls.Origins;
import org.saltern.sls.PythonText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the state of a chunk whose requisites are met: its conditions first, then the state, in parallel where that is asked, then
 * {@code check_cmd} and the retries. Facts: salt/state.py of 3007, {@code call}. One run.
 */
final class ChunkCall {
    private static final Logger LOG = LoggerFactory.getLogger(ChunkCall.class);

    private final Context context;
    private final Modules states;
    private final RunSettings settings;
    private final RunResults results;
    private final Origins origins;
    private final StateCall call;
    private final Map<String, ObjectNode> memory = Collections.synchronizedMap(new HashMap<>());

    ChunkCall(
            Context context,
            Modules states,
            RunSettings settings,
            RunResults results,
            Origins origins) {
        this.context = context;
        this.states = states;
        this.settings = settings;
        this.results = results;
        this.origins = origins;
        this.call = new StateCall(states);
    }

    /** What is wrong with a chunk. */
    List<String> errors(ObjectNode low) {
        return call.errors(low);
    }

    /** The context in which a chunk's functions work. */
    Context inside(ObjectNode low) {
        return context.with(scope(low));
    }

    private StateScope scope(ObjectNode low) {
        String environment =
                low.hasNonNull("saltenv")
                        ? low.get("saltenv").asText()
                        : low.hasNonNull("__env__") ? low.get("__env__").asText() : "base";
        boolean test = settings.test() || Values.isTrue(low.path("__prereq__"));
        return new StateScope(test, environment, low, results.seen(), memory);
    }

    /** Calls the state of a chunk, with its conditions and its retries. */
    ObjectNode run(ObjectNode low, int attempt) throws InterruptedException {
        long since = System.nanoTime();
        LocalTime start = results.time();
        List<String> errors = call.errors(low);
        if (!errors.isEmpty()) {
            ObjectNode out = Json.object().put("result", false);
            out.set("name", low.path("name"));
            out.set("changes", Json.object());
            String place = call.place(low, origins);
            return out.put("comment", String.join("\n", errors) + "\n" + place)
                    .put("__run_num__", results.next());
        }
        boolean trying = Values.isTrue(low.path("__prereq__"));
        ObjectNode result = attempt(low);
        if (trying) {
            low.put("__prereq__", false);
            return result;
        }
        result.set("__sls__", low.has("__sls__") ? low.get("__sls__") : Values.none());
        result.put("__run_num__", results.next());
        refresh(low);
        RunResults.stamp(result, since, start);
        result.set("__id__", low.path("__id__"));
        return low.has("retry") && !low.has("parallel") ? retried(low, result, attempt) : result;
    }

    private ObjectNode attempt(ObjectNode low) throws InterruptedException {
        ObjectNode arguments = call.arguments(low);
        // what a state calls is no publication
        Context inside = inside(low.deepCopy()).with(Json.object());
        try {
            ObjectNode result = Json.object();
            if (Conditions.any(low)) {
                result = new Conditions(inside, low).check();
                for (String key : List.of("__sls__", "__id__", "name")) {
                    result.set(key, low.has(key) ? low.get(key) : Values.none());
                }
                result.set("changes", Json.object());
            }
            if (!Values.isTrue(result.path("result"))) {
                result = perform(inside, low, arguments);
            }
            if (low.has("check_cmd") && !takesCheckCommand(low)) {
                result.setAll(new Conditions(inside, low).checkCommand());
                for (String key : List.of("__sls__", "__id__", "name")) {
                    result.set(key, low.has(key) ? low.get(key) : Values.none());
                }
            }
            return result;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return StateCall.failed(low, e);
        }
    }

    private boolean takesCheckCommand(ObjectNode low) {
        return states.find(StateCall.name(low)).orElseThrow().parameters().stream()
                .anyMatch(p -> p.name().equals("check_cmd"));
    }

    private ObjectNode perform(Context inside, ObjectNode low, ObjectNode arguments)
            throws InterruptedException {
        if (settings.mocked()) {
            ObjectNode out = Json.object();
            out.set("name", low.path("name"));
            out.put("comment", "Not called, mocked");
            out.set("changes", Json.object());
            return out.put("result", true);
        }
        if (Values.isTrue(low.path("parallel")) && !Values.isTrue(low.path("__prereq__"))) {
            return inParallel(inside, low, arguments);
        }
        return call.run(inside, low, arguments);
    }

    private ObjectNode inParallel(Context inside, ObjectNode low, ObjectNode arguments) {
        Callable<ObjectNode> work =
                () -> {
                    long since = System.nanoTime();
                    LocalTime start = results.time();
                    ObjectNode result = call.run(inside, low, arguments);
                    RunResults.stamp(result, since, start);
                    return result.put("__parallel__", true);
                };
        var task = new FutureTask<>(work);
        Thread.ofVirtual().name("state-" + low.path("__id__").asText()).start(task);
        results.inParallel(StateTag.of(low), task);
        ObjectNode out = Json.object();
        out.set("name", low.path("name"));
        out.set("result", Values.none());
        out.set("changes", Json.object());
        return out.put("comment", "Started in a separate process");
    }

    private void refresh(ObjectNode low) {
        try {
            if (Values.isTrue(low.path("reload_grains"))) {
                context.minion().refreshGrains();
            }
            if (Values.isTrue(low.path("reload_pillar"))) {
                context.minion().refreshPillar();
            }
        } catch (IOException e) {
            LOG.warn("Grains or pillar could not be read anew", e);
        }
    }

    private ObjectNode retried(ObjectNode low, ObjectNode first, int attempt)
            throws InterruptedException {
        Retry retry = Retry.of(low.get("retry"));
        if (settings.test()) {
            return first.put(
                    "comment", first.path("comment").asText("") + "  " + retry.described());
        }
        if (retry.isReached(first.path("result")) || retry.attempts() <= attempt) {
            return first;
        }
        long pause = retry.pause();
        TimeUnit.SECONDS.sleep(pause);
        ObjectNode result = run(low, attempt + 1);
        String words =
                "Attempt "
                        + attempt
                        + ": Returned a result of \""
                        + PythonText.text(first.path("result"))
                        + "\", with the following comment: \""
                        + PythonText.text(first.path("comment"))
                        + "\"";
        result.put("comment", words + "\n" + result.path("comment").asText(""));
        result.put(
                "duration",
                result.path("duration").asDouble()
                        + first.path("duration").asDouble()
                        + pause * 1000.0);
        if (attempt == 1) {
            result.set("start_time", first.path("start_time"));
        }
        return result;
    }
}
