package org.saltern.events;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The bus inside this process. Publishing never blocks and never runs a listener on the publisher's thread: an event only
 * says "look again". Thread-safe.
 *
 * <p>A filter runs on the publisher's thread and must be quick; one that throws is logged and counts as no match.
 */
public final class Events implements AutoCloseable {
    private final List<Ear> ears = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /** Tells every listener whose filter matches. After {@link #close} nobody listens and nothing happens. */
    public void publish(Event event) {
        for (Ear ear : ears) {
            ear.hear(event);
        }
    }

    /**
     * Wakes {@code look} on a thread of the listener's own after matching events; a burst is one wake. An exception of
     * {@code look} is logged and does not end the listening. An event that comes while {@code look} runs makes it run again, so
     * that what was written before the event is always seen.
     *
     * @return close it to stop listening; a wake under way may still finish
     */
    public AutoCloseable onChange(Predicate<Event> filter, Runnable look) {
        return open(new Waker(filter, look, this::forget));
    }

    /**
     * Hands each matching event over, in order, on a thread of the listener's own. An exception of {@code listener} is logged and
     * the next event follows.
     *
     * @param queue how many events may wait; when it is full the listener is closed and {@code lagged} runs once, on the
     *     listener's thread, after the events that did find room
     */
    public AutoCloseable subscribe(
            Predicate<Event> filter, int queue, Consumer<Event> listener, Runnable lagged) {
        return open(new Subscription(filter, queue, listener, lagged, this::forget));
    }

    /** Ends all listening. */
    @Override
    public void close() {
        closed = true;
        ears.forEach(Ear::close);
    }

    private Ear open(Ear ear) {
        ears.add(ear);
        ear.start();
        if (closed) {
            ear.close();
        }
        return ear;
    }

    private void forget(Ear ear) {
        ears.remove(ear);
    }
}
