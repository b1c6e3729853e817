package org.saltern.health;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.saltern.base.Problem;

/**
 * One thing that was looked at.
 *
 * @param name a word of small letters, for example {@code database}
 * @param problem what is wrong and what to do; null when all is well
 * @param facts numbers and words about it, by name, in the order to show them
 */
public record Part(String name, Status status, Problem problem, Map<String, Object> facts) {
    /** How it is; from best to worst. */
    public enum Status {
        /** All is well. */
        OK,
        /** Something will need a person before long; all work goes on. */
        WARNING,
        /** Some work is refused or stands still. */
        BAD
    }

    public Part {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** All is well. */
    public static Part ok(String name, Map<String, Object> facts) {
        return new Part(name, Status.OK, null, facts);
    }

    /** Bad when there is a problem, else well. */
    public static Part of(String name, Problem problem, Map<String, Object> facts) {
        return new Part(name, problem == null ? Status.OK : Status.BAD, problem, facts);
    }
}
