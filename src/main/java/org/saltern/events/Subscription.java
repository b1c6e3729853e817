package org.saltern.events;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A listener that wants each event. It falls behind at most by its queue, then it is told so once and closed. */
final class Subscription extends Ear {
    private final ArrayBlockingQueue<Event> waiting;
    private final Consumer<Event> listener;
    private final Runnable lagged;
    private volatile boolean full;

    Subscription(
            Predicate<Event> filter,
            int queue,
            Consumer<Event> listener,
            Runnable lagged,
            Consumer<Ear> forget) {
        super(filter, forget);
        this.waiting = new ArrayBlockingQueue<>(queue);
        this.listener = listener;
        this.lagged = lagged;
    }

    /** Once one event found no room no later one is kept, so that there is no gap inside what is handed over. */
    @Override
    synchronized void keep(Event event) {
        if (!full && !waiting.offer(event)) {
            full = true;
        }
    }

    @Override
    boolean work() {
        boolean lost = full;
        Event event = waiting.poll();
        if (event != null) {
            listener.accept(event);
            return true;
        }
        if (lost) {
            close();
            lagged.run();
        }
        return lost;
    }
}
