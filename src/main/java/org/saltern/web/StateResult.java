package org.saltern.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One state of a state run, as {@code state.apply} returns it under the key {@code module_|-id_|-name_|-function}.
 *
 * @param changes what was changed, as indented text, empty for nothing
 * @param diff a unified diff when the changes have one, line by line
 * @param duration as told, in milliseconds, empty when not told
 */
public record StateResult(
        String id,
        String name,
        String function,
        Outcome outcome,
        String comment,
        String changes,
        List<String> diff,
        String duration,
        int order) {
    /** How a state ended, the one to look at first first. */
    public enum Outcome {
        FAILED,
        CHANGED,
        /** Test mode: it would change, or its effect is unknown. */
        WOULD_CHANGE,
        OK
    }

    private static final String SEPARATOR = "_|-";
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_]{1,200}");
    private static final int LONGEST_DIFF = 400;

    public StateResult {
        diff = List.copyOf(diff);
    }

    /** Whether it belongs in front: failed, changed, or would change. */
    public boolean isLoud() {
        return outcome != Outcome.OK;
    }

    /** What makes it the same state on another host. */
    String key() {
        return String.join("\n", function, id, name);
    }

    /** Whether it did the same on two hosts, whatever time it took. */
    boolean isLike(StateResult other) {
        return outcome == other.outcome
                && comment.equals(other.comment)
                && changes.equals(other.changes)
                && diff.equals(other.diff);
    }

    /** The last word of the classes that colour an outcome. */
    public static String css(Outcome outcome) {
        return switch (outcome) {
            case FAILED -> "failed";
            case CHANGED -> "changed";
            case WOULD_CHANGE -> "lost";
            case OK -> "ok";
        };
    }

    /** The sign of an outcome. */
    public static String icon(Outcome outcome) {
        return switch (outcome) {
            case FAILED -> "x";
            case CHANGED -> "edit";
            case WOULD_CHANGE -> "help";
            case OK -> "check";
        };
    }

    /** The class of a line of a diff. */
    public static String diffClass(String line) {
        if (line.startsWith("+++") || line.startsWith("---") || line.startsWith("@@")) {
            return "diff-at";
        }
        return line.startsWith("+") ? "diff-add" : line.startsWith("-") ? "diff-del" : "";
    }

    /** Whether a result has the form of a state run: an object whose keys all name states. */
    static boolean isStateRun(JsonNode result) {
        if (!result.isObject() || result.isEmpty()) {
            return false;
        }
        for (var field : result.properties()) {
            if (!isStateKey(field.getKey()) || !field.getValue().isObject()) {
                return false;
            }
        }
        return true;
    }

    /** {@code module_|-id_|-name_|-function}; id and name may hold anything, separators too. */
    private static boolean isStateKey(String key) {
        int first = key.indexOf(SEPARATOR);
        int last = key.lastIndexOf(SEPARATOR);
        int middle = key.indexOf(SEPARATOR, first + SEPARATOR.length());
        return first > 0
                && middle > 0
                && middle < last
                && WORD.matcher(key.substring(0, first)).matches()
                && WORD.matcher(key.substring(last + SEPARATOR.length())).matches();
    }

    /** All states of a run: failed, changed, would change, fine; each in the order they ran. */
    static List<StateResult> all(JsonNode run, int limit) {
        List<StateResult> all = new ArrayList<>();
        int room = limit;
        for (var field : run.properties()) {
            StateResult one = of(field.getKey(), field.getValue(), Math.max(0, room));
            room -= one.changes.length() + one.comment.length();
            all.add(one);
        }
        all.sort(Comparator.comparing(StateResult::outcome).thenComparing(StateResult::order));
        return all;
    }

    private static StateResult of(String key, JsonNode state, int limit) {
        int first = key.indexOf(SEPARATOR);
        int last = key.lastIndexOf(SEPARATOR);
        int middle = key.indexOf(SEPARATOR, first + SEPARATOR.length());
        JsonNode changes = state.path("changes");
        List<String> diff = diff(changes);
        return new StateResult(
                text(state, "__id__", key.substring(first + SEPARATOR.length(), middle)),
                text(state, "name", key.substring(middle + SEPARATOR.length(), last)),
                PlainText.of(
                        key.substring(0, first) + "." + key.substring(last + SEPARATOR.length())),
                judge(state),
                cut(text(state, "comment", ""), Math.max(limit, 400)),
                diff.isEmpty() ? changes(changes, limit) : "",
                diff,
                millis(state.path("duration")),
                state.path("__run_num__").asInt(0));
    }

    private static Outcome judge(JsonNode state) {
        JsonNode result = state.path("result");
        if (result.isNull()) {
            return Outcome.WOULD_CHANGE;
        }
        if (!result.asBoolean(false)) {
            return Outcome.FAILED;
        }
        return state.path("changes").isEmpty() ? Outcome.OK : Outcome.CHANGED;
    }

    private static List<String> diff(JsonNode changes) {
        JsonNode diff = changes.path("diff");
        return diff.isTextual() && changes.size() == 1
                ? PlainText.of(diff.textValue()).lines().limit(LONGEST_DIFF).toList()
                : List.of();
    }

    private static String changes(JsonNode changes, int limit) {
        return changes.isEmpty() ? "" : cut(Outline.text(changes, limit), Math.max(limit, 400));
    }

    private static String text(JsonNode state, String field, String otherwise) {
        JsonNode value = state.path(field);
        if (value.isContainerNode()) {
            return Outline.text(value, Answer.IN_LIST);
        }
        return PlainText.of(value.isMissingNode() || value.isNull() ? otherwise : value.asText());
    }

    private static String cut(String text, int limit) {
        return text.length() > limit ? text.substring(0, limit) + "…" : text;
    }

    private static String millis(JsonNode told) {
        if (told.isNumber()) {
            return String.format(Locale.ROOT, "%.0f", told.doubleValue());
        }
        String number = told.asText("").replaceFirst("\\s*ms$", "");
        return number.matches("[0-9]{1,9}(\\.[0-9]{1,6})?") ? number : "";
    }
}
