package org.saltern.master;

/**
 * A rate with a burst, kept as the one instant at which all that was taken is paid for (GCRA). Thread-safe.
 *
 * <p>Times are {@link System#nanoTime} values, which the caller passes in.
 */
final class Bucket {
    private static final long SECOND = 1_000_000_000L;

    private final long interval;
    private final long tolerance;
    private long paid;
    private boolean used;

    /**
     * @param perSecond how many a second for ever
     * @param burst how many at once after a rest
     */
    Bucket(int perSecond, int burst) {
        interval = SECOND / perSecond;
        tolerance = interval * (burst - 1L);
    }

    /** Takes one if there is one now. */
    synchronized boolean tryTake(long now) {
        return reserve(now, 0) == 0;
    }

    /**
     * Takes one that may have to be waited for.
     *
     * @param longest nanoseconds the caller would wait
     * @return nanoseconds to wait, 0 for none; -1 when it would be longer, and none was taken
     */
    synchronized long reserve(long now, long longest) {
        long start = used && paid - now > 0 ? paid : now;
        long wait = Math.max(0, start - now - tolerance);
        if (wait > longest) {
            return -1;
        }
        used = true;
        paid = start + interval;
        return wait;
    }

    /** Whether nothing is owed, so that a fresh bucket would answer the same. */
    synchronized boolean isFull(long now) {
        return !used || paid - now <= 0;
    }
}
