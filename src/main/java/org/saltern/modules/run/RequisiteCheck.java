package org.saltern.modules.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.saltern.modules.Modules;
import org.saltern.modules.Values;
import org.saltern.modules.states.StateTag;

/**
 * What a chunk's requisites say, from the results so far. Facts: salt/state.py of 3007, {@code check_requisite}. The order of
 * the verdicts and the rules for {@code _any} and {@code _all} are upstream's.
 */
final class RequisiteCheck {
    private static final List<String> KINDS =
            List.of(
                    "require",
                    "require_any",
                    "watch",
                    "watch_any",
                    "prereq",
                    "onfail",
                    "onfail_any",
                    "onfail_all",
                    "onchanges",
                    "onchanges_any");

    private final Modules states;
    private final Set<String> disabled;
    private final Results results;

    /** The results of a run: those that count, and those of states that were only tried for a {@code prereq}. */
    interface Results {
        /** Waits for a state that runs in parallel. Null when it did not run. */
        ObjectNode ran(String tag) throws InterruptedException;

        ObjectNode tried(String tag);
    }

    enum Verdict {
        MET,
        UNMET,
        FAIL,
        PRE,
        ONFAIL,
        ONCHANGES,
        CHANGE
    }

    /** @param chunks by requisite, what it means */
    record Checked(Verdict verdict, Map<String, List<ObjectNode>> chunks) {}

    private enum Mark {
        UNMET,
        ONFAIL,
        FAIL,
        ONCHANGES,
        ONCHANGES_MET,
        CHANGE,
        PRE,
        PRE_MET,
        MET
    }

    RequisiteCheck(Modules states, Set<String> disabled, Results results) {
        this.states = states;
        this.disabled = disabled;
        this.results = results;
    }

    /** @param withPrerequired look at {@code prerequired} as well */
    Checked check(ObjectNode low, ChunkIndex index, boolean withPrerequired)
            throws InterruptedException {
        watchToRequire(low, "watch", "require");
        watchToRequire(low, "watch_any", "require_any");
        Map<String, List<ObjectNode>> chunks = new LinkedHashMap<>();
        KINDS.forEach(kind -> chunks.put(kind, new ArrayList<>()));
        if (withPrerequired) {
            chunks.put("prerequired", new ArrayList<>());
        }
        for (Map.Entry<String, List<ObjectNode>> entry : chunks.entrySet()) {
            JsonNode items = low.path(entry.getKey());
            if (disabled.contains(entry.getKey())) {
                continue;
            }
            for (Requisite requisite : Requisite.list(items)) {
                if (requisite.value() != null) {
                    List<ObjectNode> found = index.find(requisite.kind(), requisite.value());
                    if (found.isEmpty()) {
                        return new Checked(Verdict.UNMET, Map.of());
                    }
                    entry.getValue().addAll(found);
                }
            }
        }
        Set<Mark> marks = new HashSet<>();
        for (Map.Entry<String, List<ObjectNode>> entry : chunks.entrySet()) {
            marks.addAll(marks(entry.getKey(), entry.getValue()));
        }
        return new Checked(verdict(marks), chunks);
    }

    /** A state module that cannot be woken only requires. */
    private void watchToRequire(ObjectNode low, String watch, String require) {
        if (!low.has(watch) || states.find(low.path("state").asText() + ".mod_watch").isPresent()) {
            return;
        }
        JsonNode items = low.remove(watch);
        if (low.path(require).isArray()) {
            items.forEach(low.withArray("/" + require)::add);
        } else {
            low.set(require, items);
        }
    }

    private Set<Mark> marks(String kind, List<ObjectNode> chunks) throws InterruptedException {
        Set<Mark> marks = new HashSet<>();
        for (ObjectNode chunk : chunks) {
            String tag = StateTag.of(chunk);
            ObjectNode result = kind.equals("prereq") ? results.tried(tag) : results.ran(tag);
            mark(kind, result, marks);
        }
        boolean met = marks.contains(Mark.MET);
        if (kind.endsWith("_any") || kind.equals("onfail")) {
            if (met || marks.contains(Mark.CHANGE) || marks.contains(Mark.ONCHANGES_MET)) {
                marks.remove(Mark.FAIL);
            }
            if (marks.contains(Mark.ONCHANGES_MET)) {
                marks.remove(Mark.ONCHANGES);
            }
            if (met) {
                marks.remove(Mark.ONFAIL);
            }
        }
        if (kind.endsWith("_all") && marks.contains(Mark.ONFAIL)) {
            marks.remove(Mark.MET);
        }
        return marks;
    }

    private static void mark(String kind, ObjectNode result, Set<Mark> marks) {
        if (result == null) {
            marks.add(Mark.UNMET);
            return;
        }
        JsonNode value = result.path("result");
        boolean good = value.isBoolean() && value.booleanValue();
        boolean bad = value.isBoolean() && !value.booleanValue();
        if (kind.startsWith("onfail") ? good : bad) {
            marks.add(kind.startsWith("onfail") ? Mark.ONFAIL : Mark.FAIL);
            return;
        }
        boolean changed = Values.isTrue(result.path("changes"));
        if (kind.startsWith("onchanges")) {
            marks.add(changed ? Mark.ONCHANGES_MET : Mark.ONCHANGES);
            return;
        }
        if (kind.startsWith("watch") && changed) {
            marks.add(Mark.CHANGE);
            return;
        }
        if (kind.equals("prereq")) {
            if (value.isNull()) {
                marks.add(Mark.PRE_MET);
            } else {
                marks.add(Mark.PRE);
                return;
            }
        }
        // as upstream: a 'prerequired' with a result says nothing, one that would change is met
        boolean silent = kind.equals("prerequired") && !value.isNull();
        if (!silent && !isFalse(result.path("__state_ran__"))) {
            marks.add(Mark.MET);
        }
    }

    private static boolean isFalse(JsonNode value) {
        return value.isBoolean() && !value.booleanValue();
    }

    private static Verdict verdict(Set<Mark> marks) {
        if (marks.contains(Mark.UNMET)) {
            return Verdict.UNMET;
        }
        if (marks.contains(Mark.FAIL)) {
            return Verdict.FAIL;
        }
        if (marks.contains(Mark.PRE)) {
            return marks.contains(Mark.PRE_MET) ? Verdict.MET : Verdict.PRE;
        }
        boolean changesMet = marks.contains(Mark.ONCHANGES_MET);
        if (marks.contains(Mark.ONFAIL) && !changesMet) {
            return Verdict.ONFAIL;
        }
        if (marks.contains(Mark.ONCHANGES) && !changesMet) {
            return Verdict.ONCHANGES;
        }
        if (marks.contains(Mark.CHANGE)) {
            return Verdict.CHANGE;
        }
        return marks.contains(Mark.ONFAIL) ? Verdict.ONFAIL : Verdict.MET;
    }
}
