package org.saltern.modules.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.saltern.base.Json;
import org.saltern.modules.states.StateTag;
import org.saltern.targets.Glob;

/** Refusals of SLS names and of state functions by the grain {@code state_runs_disabled}. */
final class DisabledRuns {
    private DisabledRuns() {}

    static List<String> refusals(ObjectNode grains, List<String> names) {
        var out = new ArrayList<String>();
        for (String name : names) {
            for (JsonNode pattern : grains.path("state_runs_disabled")) {
                String text = pattern.asText();
                int star = text.indexOf(".*");
                if (star >= 0 && name.startsWith(text.substring(0, text.indexOf('.') + 1))) {
                    out.add(
                            "The state file \""
                                    + name
                                    + "\" is currently disabled by \""
                                    + text
                                    + "\", to re-enable, run state.enable "
                                    + text
                                    + ".");
                } else if (star < 0 && text.equals(name)) {
                    out.add(
                            "The state file \""
                                    + text
                                    + "\" is currently disabled, to re-enable, run state.enable"
                                    + " "
                                    + text
                                    + ".");
                }
            }
        }
        return out;
    }

    /**
     * Takes the chunks out whose state functions are switched off.
     *
     * @param chunks changed in place
     * @return their results by tag
     */
    static ObjectNode removed(ObjectNode grains, List<ObjectNode> chunks, RunResults results) {
        ObjectNode out = Json.object();
        List<JsonNode> patterns = new ArrayList<>();
        grains.path("state_runs_disabled").forEach(patterns::add);
        if (patterns.isEmpty()) {
            return out;
        }
        for (ObjectNode low : List.copyOf(chunks)) {
            String name = StateCall.name(low);
            for (JsonNode pattern : patterns) {
                if (Glob.of(pattern.asText()).matches(name)) {
                    ObjectNode result = Json.object();
                    result.set("changes", Json.object());
                    result.put("result", false)
                            .put("comment", disabled(name, pattern.asText()))
                            .put("__run_num__", results.next());
                    result.set("__sls__", low.path("__sls__"));
                    out.set(StateTag.of(low), result);
                    chunks.remove(low);
                    break;
                }
            }
        }
        return out;
    }

    private static String disabled(String name, String pattern) {
        return "The state function \""
                + name
                + "\" is currently disabled by \""
                + pattern
                + "\", to re-enable, run state.enable "
                + pattern
                + ".";
    }
}
