package org.saltern.events;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener with its virtual thread. {@link #hear} leaves something to do and unparks the thread; the thread does all there is
 * and parks. {@code unpark} before {@code park} is remembered by the thread, so no wake is missed.
 */
abstract sealed class Ear implements AutoCloseable permits Waker, Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(Ear.class);

    private final Predicate<Event> filter;
    private final Consumer<Ear> forget;
    private final Thread thread = Thread.ofVirtual().name("events").unstarted(this::listen);
    private volatile boolean closed;

    Ear(Predicate<Event> filter, Consumer<Ear> forget) {
        this.filter = filter;
        this.forget = forget;
    }

    /** Keeps the event, or the fact that there was one. On the publisher's thread; must not block. */
    abstract void keep(Event event);

    /** Does one piece of what was kept; false when there was nothing. On this listener's thread. */
    abstract boolean work();

    final void start() {
        thread.start();
    }

    final void hear(Event event) {
        if (!closed && matches(event)) {
            keep(event);
            LockSupport.unpark(thread);
        }
    }

    final boolean isClosed() {
        return closed;
    }

    @Override
    public final void close() {
        closed = true;
        forget.accept(this);
        LockSupport.unpark(thread);
    }

    private void listen() {
        try {
            while (!closed) {
                if (!workSafely()) {
                    LockSupport.park(this);
                }
                Thread.interrupted(); // a listener may leave its thread interrupted; park would
                // then never wait again
            }
        } finally {
            close();
        }
    }

    private boolean workSafely() {
        try {
            return work();
        } catch (RuntimeException e) {
            LOG.error("A listener failed; it goes on listening", e);
            return true;
        }
    }

    private boolean matches(Event event) {
        try {
            return filter.test(event);
        } catch (RuntimeException e) {
            LOG.error("A listener's filter failed on {}", event.tag(), e);
            return false;
        }
    }
}
