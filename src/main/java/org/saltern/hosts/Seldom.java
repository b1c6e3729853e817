package org.saltern.hosts;

import java.time.Duration;
import java.time.Instant;

/** Lets something happen at most once in a while, so that a flood of the same leaves one line. Thread-safe. */
final class Seldom {
    private final Duration pause;
    private Instant last = Instant.MIN;

    Seldom(Duration pause) {
        this.pause = pause;
    }

    /** Whether it may happen now; then it may not again before the pause is over. */
    synchronized boolean may(Instant now) {
        if (last != Instant.MIN && now.isBefore(last.plus(pause))) {
            return false;
        }
        last = now;
        return true;
    }
}
