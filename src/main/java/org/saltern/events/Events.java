package org.saltern.events;

import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The bus inside this process. Publishing never blocks and never runs a listener on the publisher's thread: an event only
 * says "look again". Thread-safe.
 */
public final class Events implements AutoCloseable {
    /** Tells every listener whose filter matches. */
    public void publish(Event event) {
        throw new UnsupportedOperationException();
    }

    /**
     * Wakes {@code look} on a thread of the listener's own after matching events; a burst is one wake. An exception of
     * {@code look} is logged and does not end the listening.
     *
     * @return close it to stop listening; a wake under way may still finish
     */
    public AutoCloseable onChange(Predicate<Event> filter, Runnable look) {
        throw new UnsupportedOperationException();
    }

    /**
     * Hands each matching event over, in order, on a thread of the listener's own.
     *
     * @param queue how many events may wait; when it is full the listener is closed and {@code lagged} runs once
     */
    public AutoCloseable subscribe(
            Predicate<Event> filter, int queue, Consumer<Event> listener, Runnable lagged) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
