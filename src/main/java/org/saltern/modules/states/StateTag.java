package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import org.saltern.modules.Values;

/** The name of a state's result: {@code <state>_|-<id>_|-<name>_|-<fun>}. */
public final class StateTag {
    private StateTag() {}

    /** The tag of a low chunk. */
    public static String of(JsonNode chunk) {
        return part(chunk, "state")
                + "_|-"
                + part(chunk, "__id__")
                + "_|-"
                + part(chunk, "name")
                + "_|-"
                + part(chunk, "fun");
    }

    private static String part(JsonNode chunk, String key) {
        return Values.asText(chunk.path(key));
    }
}
