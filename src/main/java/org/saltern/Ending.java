package org.saltern;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/**
 * Ends the process in order: the first SIGTERM or SIGINT asks for it, what waits is stored, and the exit status is 0. A second one, or
 * an end that takes longer than twenty seconds, ends it at once. A hook for the end of the JVM would leave the exit status at 143, which
 * service managers take for a failure.
 */
final class Ending {
    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);
    private static final int FORCED = 143;
    private static final long LONGEST_SECONDS = 20;

    private final CountDownLatch asked = new CountDownLatch(1);

    private Ending() {}

    /** Returns when the process is asked to end; the caller closes everything then and returns. */
    static void await() throws InterruptedException {
        var ending = new Ending();
        for (String name : new String[] {"TERM", "INT"}) {
            Signal.handle(new Signal(name), signal -> ending.ask());
        }
        ending.asked.await();
    }

    private synchronized void ask() {
        if (asked.getCount() == 0) {
            LOG.warn("Asked to end a second time: ending at once");
            Runtime.getRuntime().halt(FORCED);
        }
        LOG.info("Ending: what waits is stored first");
        Thread.ofPlatform().daemon().name("ending").start(Ending::limit);
        asked.countDown();
    }

    private static void limit() {
        try {
            TimeUnit.SECONDS.sleep(LONGEST_SECONDS);
            LOG.error("The end took longer than {} s: ending at once", LONGEST_SECONDS);
            Runtime.getRuntime().halt(FORCED);
        } catch (InterruptedException e) {
            LOG.warn("Nobody limits the time of the end", e);
        }
    }
}
