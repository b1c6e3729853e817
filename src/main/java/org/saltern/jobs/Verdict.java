package org.saltern.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a return says about how it went. The fields are upstream's: {@code retcode} and {@code success} are a number and a
 * boolean, or maps or lists of them for a job of several functions; either may be absent ({@code salt-call} sends no success).
 *
 * @param state OK, CHANGED or FAILED
 * @param retcode the first that is not 0, null when none was given
 */
record Verdict(HostState state, Integer retcode) {
    /** Functions that run states: a list of texts is a compile error there, and nowhere else. */
    private static final Set<String> RUN_STATES =
            Set.of(
                    "state.apply",
                    "state.highstate",
                    "state.sls",
                    "state.sls_id",
                    "state.single",
                    "state.top",
                    "state.low",
                    "state.high",
                    "state.template",
                    "state.template_str",
                    "state.orchestrate");

    /** Joins module, id, name and function to the key of one state's result. */
    private static final String STATE_SEPARATOR = "_|-";

    /** What one function of the job returned. */
    private record Piece(String fun, JsonNode result) {}

    /** @param fun the function's name, or an array of names */
    static Verdict of(JsonNode fun, JsonNode result, JsonNode retcode, JsonNode success) {
        Integer code = worst(values(retcode));
        List<Piece> pieces = pieces(fun, result);
        boolean failed =
                (code != null && code != 0)
                        || values(success).stream().anyMatch(Verdict::isFalse)
                        || pieces.stream().anyMatch(Verdict::isBadStateRun);
        if (failed) {
            return new Verdict(HostState.FAILED, code);
        }
        boolean changed = pieces.stream().anyMatch(Verdict::hasChanges);
        return new Verdict(changed ? HostState.CHANGED : HostState.OK, code);
    }

    /** Several functions return a map by name, or a list in the order of the call. */
    private static List<Piece> pieces(JsonNode fun, JsonNode result) {
        if (!fun.isArray()) {
            return List.of(new Piece(fun.asText(), result));
        }
        var pieces = new ArrayList<Piece>();
        for (int i = 0; i < fun.size(); i++) {
            String name = fun.get(i).asText();
            pieces.add(new Piece(name, result.isArray() ? result.path(i) : result.path(name)));
        }
        return pieces;
    }

    private static boolean isBadStateRun(Piece piece) {
        if (isStateRun(piece.result())) {
            return anyMatch(piece.result(), chunk -> isFalse(chunk.path("result")));
        }
        return RUN_STATES.contains(piece.fun())
                && piece.result().isArray()
                && !piece.result().isEmpty()
                && !anyMatch(piece.result(), line -> !line.isTextual());
    }

    /** In test mode a result is null and its changes are what would change: that is neither a failure nor a change. */
    private static boolean hasChanges(Piece piece) {
        return isStateRun(piece.result())
                && anyMatch(
                        piece.result(),
                        chunk ->
                                chunk.path("result").asBoolean(false)
                                        && isNotEmpty(chunk.path("changes")));
    }

    private static boolean isStateRun(JsonNode result) {
        return result.isObject()
                && !result.isEmpty()
                && result.properties().stream()
                        .allMatch(f -> f.getValue().isObject() && isStateKey(f.getKey()));
    }

    private static boolean isStateKey(String key) {
        int found = 0;
        for (int at = key.indexOf(STATE_SEPARATOR);
                at >= 0;
                at = key.indexOf(STATE_SEPARATOR, at)) {
            found++;
            at += STATE_SEPARATOR.length();
        }
        return found >= 3;
    }

    private static boolean isNotEmpty(JsonNode changes) {
        return changes.isContainerNode() ? !changes.isEmpty() : !changes.asText("").isEmpty();
    }

    private static boolean isFalse(JsonNode value) {
        return value.isBoolean() && !value.booleanValue();
    }

    private static boolean anyMatch(JsonNode items, Predicate<JsonNode> condition) {
        for (JsonNode item : items) {
            if (condition.test(item)) {
                return true;
            }
        }
        return false;
    }

    /** The value itself, or those of a map or list. */
    private static List<JsonNode> values(JsonNode one) {
        if (!one.isContainerNode()) {
            return List.of(one);
        }
        var all = new ArrayList<JsonNode>();
        one.forEach(all::add);
        return all;
    }

    private static Integer worst(List<JsonNode> codes) {
        List<Integer> given =
                codes.stream().filter(JsonNode::isNumber).map(JsonNode::asInt).toList();
        return given.isEmpty()
                ? null
                : given.stream().filter(code -> code != 0).findFirst().orElse(0);
    }
}
