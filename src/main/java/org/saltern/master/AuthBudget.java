package org.saltern.master;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How much RSA work sign-ins may cause (S-15): 500 a second in all, of which strangers get half, and so many a second per address as
 * the settings say; two
 * at a time per core, and a short queue. A stranger is whoever shows a key that is not accepted. Thread-safe.
 */
final class AuthBudget {
    private static final int IN_ALL = 500;
    private static final int STRANGERS = MasterSettings.MOST_SIGN_INS;
    private static final int LONGEST_QUEUE = 1_000;
    private static final long SECOND = 1_000_000_000L;

    private final LongSupplier nanos;
    private final Bucket all = new Bucket(IN_ALL, IN_ALL);
    private final Bucket strangers = new Bucket(STRANGERS, STRANGERS);
    private final Buckets<String> addresses;
    private final Semaphore cores =
            new Semaphore(2 * Runtime.getRuntime().availableProcessors(), true);
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * @param perAddress sign-ins of strangers a second and address
     * @param nanos {@link System#nanoTime}
     */
    AuthBudget(int perAddress, LongSupplier nanos) {
        this.addresses = new Buckets<>(perAddress, perAddress);
        this.nanos = nanos;
    }

    /**
     * Does the work when there is budget for it; known hosts wait up to four seconds for it (minions give up after five).
     *
     * @return what {@code work} returned, or {@code refusal} when the budget is spent
     */
    byte[] spend(boolean known, String address, Supplier<byte[]> work, byte[] refusal) {
        return isGranted(known, address) ? onCore(work, refusal) : refusal;
    }

    private boolean isGranted(boolean known, String address) {
        long now = nanos.getAsLong();
        if (!known) {
            return addresses.of(address).tryTake(now) && strangers.tryTake(now) && all.tryTake(now);
        }
        long wait = all.reserve(now, 4 * SECOND);
        return wait >= 0 && Waiting.forNanos(wait);
    }

    private byte[] onCore(Supplier<byte[]> work, byte[] refusal) {
        if (waiting.incrementAndGet() > LONGEST_QUEUE) {
            waiting.decrementAndGet();
            return refusal;
        }
        boolean mine = false;
        try {
            mine = cores.tryAcquire(4, TimeUnit.SECONDS);
            return mine ? work.get() : refusal;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return refusal;
        } finally {
            waiting.decrementAndGet();
            if (mine) {
                cores.release();
            }
        }
    }
}
