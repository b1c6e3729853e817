package org.saltern.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One state of a state run, as texts to show.
 *
 * @param started null when the minion did not say
 * @param duration with its unit
 * @param millis how long it took, 0 when unknown
 */
record StateResult(
        String id,
        String name,
        String function,
        JsonNode result,
        JsonNode changes,
        String comment,
        String started,
        String duration,
        double millis,
        boolean parallel,
        List<String> warnings) {

    /** @param key {@code <module>_|-<id>_|-<name>_|-<function>} */
    static StateResult of(String key, JsonNode state) {
        String[] parts = key.split("_\\|-", -1);
        String module = part(parts, 0);
        String function = module + "." + Pen.clean(parts[parts.length - 1]);
        JsonNode duration = state.path("duration");
        List<String> warnings = new ArrayList<>();
        state.path("warnings").forEach(w -> warnings.add(Pen.clean(w.asText())));
        return new StateResult(
                part(parts, 1),
                part(parts, 2),
                function,
                state.path("result"),
                state.path("changes"),
                comment(state.path("comment")),
                state.has("start_time") ? Pen.clean(state.get("start_time").asText()) : null,
                Pen.clean(PythonText.str(duration)) + " ms",
                millis(duration),
                state.has("__parallel__"),
                warnings);
    }

    boolean isFailed() {
        return result.isBoolean() && !result.booleanValue();
    }

    boolean isSucceeded() {
        return result.asBoolean();
    }

    /** A test run that would change something. */
    boolean isUndecided() {
        return result.isNull();
    }

    String resultText() {
        return Pen.clean(PythonText.str(result));
    }

    /** The state in one line, with its id or its name. */
    String line(boolean byId) {
        boolean hasChanges = !changes.isEmpty() || changes.asBoolean();
        String word =
                isFailed()
                        ? "Failed"
                        : isUndecided() ? "Differs" : hasChanges ? "Changed" : "Clean";
        String times = started == null ? "" : " - Started: " + started + " - Duration: " + duration;
        return "Name: %s - Function: %s - Result: %s%s"
                .formatted(byId ? id : name, function, word, times);
    }

    private static String part(String[] parts, int index) {
        return index < parts.length ? Pen.clean(parts[index]) : "";
    }

    private static String comment(JsonNode comment) {
        return Pen.clean(PythonText.str(comment)).strip().replace("\n", "\n" + " ".repeat(14));
    }

    private static double millis(JsonNode duration) {
        if (duration.isNumber()) {
            return duration.doubleValue();
        }
        String digits = duration.asText().replaceFirst(" ms.*", "");
        return digits.matches("[0-9]{1,18}(\\.[0-9]{1,18})?") ? Double.parseDouble(digits) : 0;
    }
}
