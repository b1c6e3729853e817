package org.saltern.master;

import java.time.Duration;

/** Sleeps on a virtual thread. */
final class Waiting {
    private Waiting() {}

    /** False when the thread was interrupted, which closing does. */
    static boolean forNanos(long nanos) {
        if (nanos <= 0) {
            return true;
        }
        try {
            Thread.sleep(Duration.ofNanos(nanos));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
