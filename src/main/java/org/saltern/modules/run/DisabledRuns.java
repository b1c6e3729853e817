package org.saltern.modules.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Refusals of SLS names by the grain {@code state_runs_disabled}. */
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
}
