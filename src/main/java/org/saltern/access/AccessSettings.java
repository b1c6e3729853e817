package org.saltern.access;

import java.time.Duration;
import org.saltern.base.Problem;

/**
 * How long sessions live.
 *
 * @param idle a browser's session ends after this time without a request
 * @param longest any session ends after this time
 */
public record AccessSettings(Duration idle, Duration longest) {
    /** 30 minutes idle, 12 hours in all. */
    public static final AccessSettings DEFAULT =
            new AccessSettings(Duration.ofMinutes(30), Duration.ofHours(12));

    /** @throws Problem.BadInput a time is not positive, or idle is longer than the whole */
    public AccessSettings {
        if (!idle.isPositive() || !longest.isPositive() || idle.compareTo(longest) > 0) {
            throw new Problem.BadInput(
                    "Sessions cannot live " + longest + " in all and " + idle + " idle",
                    "session_idle, session_longest",
                    "Use times above zero, idle not longer than the whole; 30 minutes and 12 hours"
                            + " are usual.");
        }
    }
}
