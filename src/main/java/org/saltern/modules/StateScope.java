package org.saltern.modules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.Map;
import org.saltern.base.Json;

/**
 * The state run that a call is part of, as state functions see it. Salt's names in brackets.
 *
 * @param test nothing may be changed; say what would be ({@code __opts__['test']})
 * @param environment where {@code salt://} points to ({@code __env__})
 * @param chunk the low chunk that runs, requisites included; {@code mod_watch} finds {@code __reqs__} in it
 *     ({@code __low__})
 * @param running results of the states that ran before, by tag ({@code __running__}); read only
 * @param memory what the states of one run tell each other, for example {@code file.accumulated} to
 *     {@code file.managed}; a key per module, threads of parallel states share it
 */
public record StateScope(
        boolean test,
        String environment,
        ObjectNode chunk,
        Map<String, JsonNode> running,
        Map<String, ObjectNode> memory) {
    /** Outside of a state run. */
    public static final StateScope NONE =
            new StateScope(false, "base", Json.object(), Map.of(), Map.of());

    public StateScope {
        running = Collections.unmodifiableMap(running);
    }

    /** The ID in the SLS; empty outside of a run. */
    public String id() {
        return chunk.path("__id__").asText("");
    }

    /** The SLS that the chunk comes from; empty outside of a run. */
    public String sls() {
        return chunk.path("__sls__").asText("");
    }

    /** This scope around another chunk. */
    public StateScope with(ObjectNode other) {
        return new StateScope(test, environment, other, running, memory);
    }

    /** This scope with test mode switched. */
    public StateScope with(boolean testing) {
        return new StateScope(testing, environment, chunk, running, memory);
    }
}
