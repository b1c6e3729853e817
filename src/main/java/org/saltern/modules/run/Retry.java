package org.saltern.modules.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The {@code retry} of a state. Facts: salt/state.py, {@code verify_retry_data}.
 *
 * @param interval seconds between attempts
 * @param splay up to so many seconds more, at random
 */
record Retry(boolean until, long attempts, long interval, long splay) {
    private static final Retry USUAL = new Retry(true, 2, 30, 0);

    static Retry of(JsonNode value) {
        if (value.isBoolean() && !value.booleanValue()) {
            return new Retry(true, 0, USUAL.interval, 0);
        }
        if (!value.isObject()) {
            return USUAL;
        }
        JsonNode until = value.path("until");
        return new Retry(
                until.isBoolean() ? until.booleanValue() : USUAL.until,
                number(value, "attempts", USUAL.attempts),
                number(value, "interval", USUAL.interval),
                number(value, "splay", USUAL.splay));
    }

    private static long number(JsonNode map, String key, long otherwise) {
        return map.path(key).isIntegralNumber() ? map.path(key).longValue() : otherwise;
    }

    boolean isReached(JsonNode result) {
        return result.isBoolean() && result.booleanValue() == until;
    }

    long pause() {
        return interval + (splay > 0 ? ThreadLocalRandom.current().nextLong(splay + 1) : 0);
    }

    /** What test mode says about it. */
    String described() {
        return "The state would be retried every "
                + interval
                + " seconds (with a splay of up to "
                + splay
                + " seconds) a maximum of "
                + attempts
                + " times or until a result of "
                + (until ? "True" : "False")
                + " is returned";
    }
}
