package org.saltern.master;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Lets one thing per minute and cause through and counts the rest, for log lines and summary events that a stranger could
 * otherwise cause without end. Thread-safe.
 */
final class Rarely {
    private static final long MINUTE = 60_000_000_000L;
    private static final int MOST = 1_000;

    private static final class Cause {
        private long last;
        private long skipped;
    }

    private final Map<String, Cause> causes =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Cause> eldest) {
                    return size() > MOST;
                }
            };

    /** How many were skipped since the last one that was let through; empty when this one is to be skipped too. */
    synchronized OptionalLong now(String cause, long nanos) {
        Cause known = causes.get(cause);
        if (known == null) {
            known = new Cause();
            causes.put(cause, known);
        } else if (nanos - known.last < MINUTE) {
            known.skipped++;
            return OptionalLong.empty();
        }
        long skipped = known.skipped;
        known.last = nanos;
        known.skipped = 0;
        return OptionalLong.of(skipped);
    }
}
