package org.saltern.web;

import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.saltern.base.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream to one browser. Waits for a nudge, draws, sends, rests; a burst of nudges is one drawing. It works on a thread of
 * its own, so a slow browser holds up nobody; the server's idle timeout ends a write that does not get through.
 */
final class LiveFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(2);

    private final SseClient client;
    private final Draw draw;
    private final BooleanSupplier mayGoOn;
    private final Supplier<String> warnings;
    private final Duration rest;
    private final Semaphore nudges = new Semaphore(0);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final long ends = System.nanoTime() + HttpLimits.LONGEST_STREAM.toNanos();
    private volatile boolean retired;
    private long position;
    private String sent = "";
    private String warned = "";
    private long lookedAtWarnings = System.nanoTime();

    /**
     * @param mayGoOn whether the session still lives; asked at each heartbeat
     * @param warnings what the page is to say about this Saltern itself; asked at each heartbeat
     * @param rest the shortest time between two frames
     */
    LiveFeed(
            SseClient client,
            long position,
            Draw draw,
            BooleanSupplier mayGoOn,
            Supplier<String> warnings,
            Duration rest) {
        this.warnings = warnings;
        this.client = client;
        this.position = position;
        this.draw = draw;
        this.mayGoOn = mayGoOn;
        this.rest = rest;
    }

    /** Something may be new. Returns at once, on any thread. */
    void nudge() {
        if (nudges.availablePermits() == 0) {
            nudges.release();
        }
    }

    /** Ends it for good: the page is told not to open it again until somebody looks at it. Returns at once, on any thread. */
    void retire() {
        retired = true;
        nudges.release();
    }

    /** Sends until the browser goes, the session ends or this is closed. */
    void run() {
        try {
            nudges.release();
            while (isOpen()) {
                boolean nudged = nudges.tryAcquire(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
                if (retired) {
                    client.sendEvent("bye", "bye"); // an event without data is none to a browser
                    return;
                }
                warn();
                if (System.nanoTime() - ends > 0 || !step(nudged)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("A live page of {} ended", client.ctx().path(), e);
        } finally {
            close();
        }
    }

    /** False when the session has ended. While the database is away the page stays as it is, under its banner. */
    private boolean step(boolean nudged) throws InterruptedException {
        try {
            if (!mayGoOn.getAsBoolean()) {
                return false;
            }
            if (!nudged) {
                client.sendComment("");
                return true;
            }
            send();
            nudges.drainPermits();
            nudges.release(pause());
        } catch (Problem.Unavailable e) {
            LOG.debug("A live page waits for the database", e);
            Thread.sleep(HEARTBEAT);
            nudge();
        }
        return true;
    }

    private void warn() {
        if (System.nanoTime() - lookedAtWarnings < HEARTBEAT.toNanos()) {
            return;
        }
        lookedAtWarnings = System.nanoTime();
        String now = warnings.get();
        if (!now.equals(warned)) {
            warned = now;
            client.sendEvent("parts", now, Long.toString(position));
        }
    }

    /** Rests; 1 when a nudge came meanwhile, else 0. */
    private int pause() throws InterruptedException {
        Thread.sleep(rest);
        return nudges.drainPermits() > 0 ? 1 : 0;
    }

    private boolean isOpen() {
        return !closed.get() && !client.terminated();
    }

    private void send() {
        Draw.Frame frame = draw.since(position);
        position = frame.position();
        if (!frame.html().isEmpty() && !frame.html().equals(sent) && isOpen()) {
            sent = frame.html();
            client.sendEvent("parts", frame.html(), Long.toString(position));
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            nudges.release();
            client.close();
        }
    }
}
