package org.saltern.events;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A listener that only wants to know that something happened; many events before it looks are one wake. */
final class Waker extends Ear {
    private final Runnable look;
    private final AtomicBoolean pending = new AtomicBoolean();

    Waker(Predicate<Event> filter, Runnable look, Consumer<Ear> forget) {
        super(filter, forget);
        this.look = look;
    }

    @Override
    void keep(Event event) {
        pending.set(true);
    }

    /** Takes the wake before looking, so that an event during the look leaves a new one. */
    @Override
    boolean work() {
        if (!pending.compareAndSet(true, false)) {
            return false;
        }
        look.run();
        return true;
    }
}
