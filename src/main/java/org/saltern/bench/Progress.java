package org.saltern.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * What came of one job, as the minions see it.
 *
 * @param acknowledged returns the master acknowledged
 * @param seconds from the first minion that heard of it to the last acknowledgement
 * @param nanos from hearing to acknowledgement of each return, ascending
 */
record Progress(String jid, int acknowledged, double seconds, long[] nanos) {
    /** A job while it runs. On the loop's thread. */
    static final class Running {
        private final String jid;
        private final long begin = System.nanoTime();
        private long last = begin;
        private long[] nanos = new long[16];
        private int count;

        Running(String jid) {
            this.jid = jid;
        }

        void acknowledged(long heard) {
            last = System.nanoTime();
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = last - heard;
        }

        int count() {
            return count;
        }

        Progress now() {
            long[] sorted = Arrays.copyOf(nanos, count);
            Arrays.sort(sorted);
            return new Progress(jid, count, (last - begin) / 1e9, sorted);
        }
    }

    /** Milliseconds within which this share of the returns was acknowledged; 0 for none. */
    double millis(double share) {
        int at = (int) Math.min(nanos.length - 1, Math.floor(share * nanos.length));
        return at < 0 ? 0 : nanos[at] / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }
}
