package org.saltern.modules.run;

import static org.saltern.modules.run.RequisiteCheck.Verdict.CHANGE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.saltern.base.Json;
import org.saltern.modules.Context;
import org.saltern.modules.Modules;
import org.saltern.modules.Values;
import org.saltern.modules.states.StateTag;
import org.saltern.sls.Origins;
import org.saltern.sls.PythonText;

/**
 * Runs low chunks: in their order, but each after what it requires. Facts: salt/state.py of 3007, {@code call_chunks},
 * {@code call_chunk} and {@code call}. One run; one thread, plus one for each state that runs in parallel.
 */
public final class StateRunner {
    private static final int DEEPEST = 20;
    private static final int DEEPEST_CHAIN = 200;
    private static final List<String> ORDERED =
            List.of(
                    "require",
                    "require_any",
                    "watch",
                    "watch_any",
                    "prereq",
                    "onfail",
                    "onfail_any",
                    "onchanges",
                    "onchanges_any");

    private final Context context;
    private final Modules states;
    private final RunSettings settings;
    private final ChunkCall call;
    private final RunResults results;
    private final RequisiteCheck requisites;
    private final RunEvents events;
    private final Set<String> active = new HashSet<>();
    private final Origins origins;
    private ChunkIndex index = new ChunkIndex(List.of());
    private boolean stopped;
    private int nesting;

    /** @param origins where the chunks were written, for comments that help */
    public StateRunner(Context context, Modules states, RunSettings settings, Origins origins) {
        this.context = context;
        this.origins = origins;
        this.states = states;
        this.settings = settings;
        this.results = new RunResults(context.clock());
        this.requisites = new RequisiteCheck(states, settings.disabledRequisites(), results);
        this.events = new RunEvents(context, settings.events());
        this.call = new ChunkCall(context, states, settings, results, origins);
    }

    /**
     * Runs all chunks and what listens to them.
     *
     * @return tag to result, in the order of the results
     * @throws org.saltern.modules.ModuleError.BadRequest a state got an argument that it does not take
     * @throws InterruptedException the job was killed; no further state began
     */
    public ObjectNode run(List<ObjectNode> chunks) throws InterruptedException {
        try {
            ObjectNode disabled = DisabledRuns.removed(context.grains(), chunks, results);
            chunks(chunks);
            listen(chunks);
            return disabled.setAll(results.tree());
        } finally {
            results.cancelAll();
        }
    }

    /** Runs one chunk with what it requires; chunks that ran before in this runner do not run again. */
    public ObjectNode runOne(ObjectNode chunk, List<ObjectNode> all) throws InterruptedException {
        index = new ChunkIndex(all);
        chunk(chunk, 0);
        results.joinAll();
        return results.tree();
    }

    /** Calls one state without any requisites, as {@code state.single} does. */
    public ObjectNode single(ObjectNode low) throws InterruptedException {
        ObjectNode result = call.run(low, 1);
        if (Values.isTrue(low.path("parallel"))) {
            results.joinAll();
        }
        return result;
    }

    /** What is wrong with a chunk. */
    public List<String> errors(ObjectNode low) {
        return call.errors(low);
    }

    private void chunks(List<ObjectNode> chunks) throws InterruptedException {
        index = new ChunkIndex(chunks);
        stopped = false;
        for (ObjectNode low : chunks) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (!results.has(StateTag.of(low))) {
                if (!Pauses.pass(
                        context, context.job().path("jid").asText(), low.path("__id__").asText())) {
                    break;
                }
                chunk(low, 0);
                if (stopped || failsHard(low)) {
                    break;
                }
            }
            active.clear();
        }
        results.joinAll();
    }

    private boolean failsHard(ObjectNode low) throws InterruptedException {
        if (settings.test()) {
            return false;
        }
        boolean hard =
                low.has("failhard") ? Values.isTrue(low.get("failhard")) : settings.failhard();
        ObjectNode result = hard ? results.ran(StateTag.of(low)) : null;
        return result != null
                && result.path("result").isBoolean()
                && !result.path("result").booleanValue();
    }

    private void chunk(ObjectNode given, int depth) throws InterruptedException {
        ObjectNode low = aggregated(given);
        String tag = StateTag.of(low);
        if (!Values.isTrue(low.path("prerequired"))) {
            active.add(tag);
        }
        boolean trying = Values.isTrue(low.path("__prereq__"));
        var checked = requisites.check(low, index, !trying);
        switch (checked.verdict()) {
            case UNMET -> {
                if (!runRequired(low, tag, depth)) {
                    return;
                }
            }
            case FAIL -> failed(low, tag, checked.chunks());
            case CHANGE -> {
                if (!trying) {
                    results.put(tag, woken(low, checked.chunks()));
                } else {
                    results.putTried(tag, call.run(low, 1));
                }
            }
            case PRE -> {
                ObjectNode result = results.idle(low, true, "No changes detected");
                results.put(tag, result);
                results.putTried(tag, result);
                results.next();
            }
            case ONFAIL -> skip(low, tag, "State was not run because onfail req did not change");
            case ONCHANGES ->
                    skip(low, tag, "State was not run because none of the onchanges reqs changed");
            case MET -> keep(low, tag);
        }
        if (results.has(tag)) {
            events.told(low, tag, results.now(tag), index.all().size());
            subStates(low, results.now(tag));
        }
    }

    private void keep(ObjectNode low, String tag) throws InterruptedException {
        boolean trying = Values.isTrue(low.path("__prereq__"));
        ObjectNode result = call.run(low, 1);
        if (trying) {
            results.putTried(tag, result);
        } else {
            results.put(tag, result);
        }
    }

    private void skip(ObjectNode low, String tag, String comment) {
        ObjectNode result = results.idle(low, true, comment);
        result.put("__state_ran__", false);
        results.put(tag, result);
        results.next();
    }

    /** The state ran after a change that it watches; when it changed nothing itself, its module is told. */
    private ObjectNode woken(ObjectNode low, Map<String, List<ObjectNode>> chunks)
            throws InterruptedException {
        ObjectNode result = call.run(low, 1);
        if (Values.isTrue(result.path("changes")) || Values.isTrue(result.path("skip_watch"))) {
            return result;
        }
        ObjectNode watching = low.deepCopy();
        watching.set("sfun", low.path("fun"));
        watching.put("fun", "mod_watch");
        ObjectNode needed = Json.object();
        chunks.forEach((kind, list) -> needed.set(kind, Values.list(list)));
        watching.set("__reqs__", needed);
        return call.run(watching, 1);
    }

    private void failed(ObjectNode low, String tag, Map<String, List<ObjectNode>> chunks)
            throws InterruptedException {
        ObjectNode before = results.tried(tag);
        if (before != null) {
            // it was only tried: what it would change did not happen
            before.set("changes", Json.object());
            before.put("__run_num__", results.number());
            for (String key : List.of("__sls__", "__id__", "name")) {
                before.set(key, low.has(key) ? low.get(key) : Values.none());
            }
            results.put(tag, before);
        } else {
            Set<String> names = new LinkedHashSet<>();
            for (List<ObjectNode> list : chunks.values()) {
                for (ObjectNode chunk : list) {
                    String other = StateTag.of(chunk);
                    ObjectNode result = results.tried(other);
                    result = result == null ? results.ran(other) : result;
                    if (result != null
                            && result.path("result").isBoolean()
                            && !result.path("result").booleanValue()) {
                        names.add(
                                PythonText.text(chunk.path("__sls__"))
                                        + "."
                                        + PythonText.text(chunk.path("__id__")));
                    }
                }
            }
            String comment = "One or more requisite failed: " + String.join(", ", names);
            ObjectNode result = results.idle(low, false, comment);
            results.put(tag, result);
            results.putTried(tag, result);
        }
        results.next();
    }

    /** Runs what a chunk requires, then the chunk. @return whether it came to an ordinary end */
    private boolean runRequired(ObjectNode low, String tag, int depth) throws InterruptedException {
        boolean trying = Values.isTrue(low.path("__prereq__"));
        Map<String, List<Requisite>> lost = new LinkedHashMap<>();
        List<ObjectNode> required = new ArrayList<>();
        List<String> kinds = new ArrayList<>(ORDERED);
        if (!trying) {
            kinds.add("prerequired");
        }
        for (String kind : kinds) {
            for (Requisite requisite : Requisite.list(low.path(kind))) {
                List<ObjectNode> found =
                        requisite.value() == null
                                ? List.of()
                                : index.find(requisite.kind(), requisite.value());
                if (found.isEmpty()) {
                    lost.computeIfAbsent(kind, k -> new ArrayList<>()).add(requisite);
                }
                found.forEach(chunk -> mark(chunk, kind));
                required.addAll(found);
            }
        }
        if (!lost.isEmpty()) {
            notFound(low, tag, trying, lost);
            return false;
        }
        for (ObjectNode chunk : required) {
            if (!results.has(StateTag.of(chunk)) && !runRequired(low, tag, chunk)) {
                return false;
            }
        }
        if (trying) {
            tryOut(low, tag);
        } else if (depth + 1 >= DEEPEST) {
            ring(low, tag);
        } else {
            chunk(low, depth + 1);
        }
        stopped |= failsHard(low);
        return true;
    }

    private static void mark(ObjectNode chunk, String kind) {
        if (kind.equals("prereq")) {
            chunk.put("__prereq__", true);
        } else if (kind.equals("prerequired")) {
            chunk.put("__prerequired__", true);
        }
    }

    private boolean runRequired(ObjectNode low, String tag, ObjectNode chunk)
            throws InterruptedException {
        String other = StateTag.of(chunk);
        if (active.contains(other)) {
            if (Values.isTrue(chunk.path("__prerequired__"))) {
                if (results.tried(tag) == null) {
                    low.put("__prereq__", true);
                    results.putTried(other, call.run(low, 1));
                }
                return false;
            }
            ring(low, tag);
            results.next();
            events.told(low, tag, results.now(tag), index.all().size());
            return false;
        }
        if (nesting >= DEEPEST_CHAIN) {
            String why =
                    "Requisites are nested more than "
                            + DEEPEST_CHAIN
                            + " deep; write the states in the order in which they run";
            results.put(tag, results.bare(low, false, why));
            results.next();
            events.told(low, tag, results.now(tag), index.all().size());
            return false;
        }
        nesting++;
        chunk(chunk, 0);
        nesting--;
        if (failsHard(chunk)) {
            stopped = true;
            return false;
        }
        return true;
    }

    private void tryOut(ObjectNode low, String tag) throws InterruptedException {
        var again = requisites.check(low, index, false);
        ObjectNode result = call.run(low, 1);
        if (!Values.isTrue(result.path("changes")) && again.verdict() == CHANGE) {
            result.set("changes", Json.object().put("watch", "watch"));
            result.set("result", Values.none());
        }
        results.putTried(tag, result);
    }

    private void ring(ObjectNode low, String tag) {
        results.put(tag, results.bare(low, false, "Recursive requisite found"));
    }

    private void notFound(
            ObjectNode low, String tag, boolean trying, Map<String, List<Requisite>> lost) {
        var comment = new StringBuilder("The following requisites were not found:\n");
        lost.forEach(
                (kind, list) -> {
                    comment.append(" ".repeat(19)).append(kind).append(":\n");
                    list.forEach(r -> comment.append(" ".repeat(23)).append(r).append('\n'));
                });
        lost.forEach((kind, list) -> list.forEach(r -> comment.append(place(low, kind, r))));
        ObjectNode result = results.idle(low, false, comment.toString());
        if (trying) {
            results.putTried(tag, result);
        } else {
            results.put(tag, result);
        }
        results.next();
        events.told(low, tag, result, index.all().size());
    }

    private String place(ObjectNode low, String kind, Requisite requisite) {
        String at =
                origins.ofReference(
                        low,
                        kind,
                        requisite.kind(),
                        String.valueOf(requisite.value()),
                        index.all());
        return at.isEmpty() ? "" : at.substring(1) + "\n";
    }

    private void subStates(ObjectNode low, ObjectNode result) {
        JsonNode all = result.remove("sub_state_run");
        if (all == null) {
            return;
        }
        for (JsonNode one : all) {
            results.next();
            ObjectNode sub = results.idle(low, true, one.path("comment").asText(""));
            sub.set("name", one.path("low").path("name"));
            sub.set("changes", one.path("changes"));
            sub.set("result", one.path("result"));
            sub.put("__state_ran__", true);
            results.put(StateTag.of(one.path("low")), sub);
        }
    }

    private ObjectNode aggregated(ObjectNode low) throws InterruptedException {
        JsonNode wanted = low.has("aggregate") ? low.get("aggregate") : settings.aggregate();
        String module = low.path("state").asText();
        boolean on = wanted.isBoolean() && wanted.booleanValue();
        for (JsonNode name : wanted) {
            on |= name.asText().equals(module);
        }
        var function = states.find(module + ".mod_aggregate");
        if (!on || Values.isTrue(low.path("__agg__")) || function.isEmpty()) {
            return low;
        }
        return new Aggregation(call.inside(low), function.get()).applied(low, index.all(), results);
    }

    private void listen(List<ObjectNode> chunks) throws InterruptedException {
        var listeners = new Listeners(chunks, results);
        chunks(listeners.woken());
        listeners
                .errors()
                .forEach(
                        (tag, result) -> {
                            result.put("__run_num__", results.next());
                            results.put(tag, result);
                        });
    }
}
