package org.saltern.base;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what was opened, last opened first. One failure does not keep the others open; each is logged. */
public final class Closer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Closer.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** Remembers a thing to close and hands it back. */
    public synchronized <T extends AutoCloseable> T add(T thing) {
        open.push(thing);
        return thing;
    }

    @Override
    public synchronized void close() {
        while (!open.isEmpty()) {
            AutoCloseable thing = open.pop();
            try {
                thing.close();
            } catch (Exception e) {
                LOG.warn("Closing {} failed", thing.getClass().getSimpleName(), e);
            }
        }
    }
}
