package org.saltern.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.AppenderAttachableImpl;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Lets 200 lines a second of one cause through and counts the rest, so that nobody can fill the disk by making the same complaint again
 * and again. A cause is a logger and the words of its message without their values. The count is written with the first line of the
 * next second.
 */
public final class Flood extends UnsynchronizedAppenderBase<ILoggingEvent>
        implements AppenderAttachable<ILoggingEvent> {
    static final int MOST_PER_SECOND = 200;
    private static final int MOST_CAUSES = 1_000;

    private record Cause(String logger, String message) {}

    private final AppenderAttachableImpl<ILoggingEvent> targets = new AppenderAttachableImpl<>();
    private final LongSupplier seconds;
    private final Map<Cause, Integer> counts = new HashMap<>();
    private long second;

    /** By the machine's monotonic clock. */
    public Flood() {
        this(() -> System.nanoTime() / 1_000_000_000L);
    }

    Flood(LongSupplier seconds) {
        this.seconds = seconds;
        this.second = seconds.getAsLong();
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (isLetThrough(event)) {
            targets.appendLoopOnAppenders(event);
        }
    }

    private synchronized boolean isLetThrough(ILoggingEvent event) {
        long now = seconds.getAsLong();
        if (now != second) {
            second = now;
            tellSuppressed();
            counts.clear();
        }
        var cause = new Cause(event.getLoggerName(), event.getMessage());
        if (counts.size() >= MOST_CAUSES && !counts.containsKey(cause)) {
            cause = new Cause("", ""); // messages made of values: one cause for all of them
        }
        return counts.merge(cause, 1, Integer::sum) <= MOST_PER_SECOND;
    }

    private void tellSuppressed() {
        counts.forEach(
                (cause, count) -> {
                    if (count > MOST_PER_SECOND) {
                        targets.appendLoopOnAppenders(summary(cause, count - MOST_PER_SECOND));
                    }
                });
    }

    private ILoggingEvent summary(Cause cause, int suppressed) {
        var logger =
                ((LoggerContext) getContext())
                        .getLogger(cause.logger().isEmpty() ? "Flood" : cause.logger());
        return new LoggingEvent(
                Flood.class.getName(),
                logger,
                Level.WARN,
                "{} more lines within a second like: {}",
                null,
                new Object[] {suppressed, cause.message()});
    }

    @Override
    public synchronized void stop() {
        tellSuppressed();
        counts.clear();
        super.stop();
        targets.detachAndStopAllAppenders();
    }

    @Override
    public void addAppender(Appender<ILoggingEvent> target) {
        targets.addAppender(target);
    }

    @Override
    public Iterator<Appender<ILoggingEvent>> iteratorForAppenders() {
        return targets.iteratorForAppenders();
    }

    @Override
    public Appender<ILoggingEvent> getAppender(String name) {
        return targets.getAppender(name);
    }

    @Override
    public boolean isAttached(Appender<ILoggingEvent> target) {
        return targets.isAttached(target);
    }

    @Override
    public void detachAndStopAllAppenders() {
        targets.detachAndStopAllAppenders();
    }

    @Override
    public boolean detachAppender(Appender<ILoggingEvent> target) {
        return targets.detachAppender(target);
    }

    @Override
    public boolean detachAppender(String name) {
        return targets.detachAppender(name);
    }
}
