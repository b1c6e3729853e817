package org.saltern.rest;

import com.fasterxml.jackson.databind.JsonNode;
import org.saltern.access.Actor;

/**
 * A runner or wheel function that the API answers.
 *
 * @param name as upstream spells it, for example {@code jobs.list_jobs}
 * @param doc what it does and which arguments it takes, shown by {@code doc.runner} and {@code doc.wheel}
 */
record Offered(String name, String doc, Body body) {
    /** What it does. */
    interface Body {
        JsonNode call(Actor actor, Params params);
    }
}
