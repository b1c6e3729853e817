package org.saltern.wire.zmtp;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.function.Consumer;
import org.saltern.base.Problem;
import org.saltern.wire.PortFigures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line that is there again after it died: its thread cannot be mended, so the port is opened anew at the same address, and peers
 * come back by themselves. Thread-safe.
 *
 * @param <L> the kind of line
 */
final class Reopening<L extends Line> implements AutoCloseable {
    /** Makes a line on a listening channel. */
    interface Factory<L> {
        /** @param onEnd to be told of the end of the line's thread */
        L open(ServerSocketChannel listening, Consumer<Throwable> onEnd) throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Reopening.class);
    private static final long PAUSE_MS = 500;

    private final String name;
    private final Factory<L> factory;
    private final Address address;
    private ServerSocketChannel listening;
    private volatile L line;
    private volatile int reopened;
    private boolean closed;

    /**
     * Binds.
     *
     * @throws Problem.Unavailable the port is taken
     */
    Reopening(String name, Address wanted, Factory<L> factory) {
        this.name = name;
        this.factory = factory;
        listening = wanted.listen();
        address = wanted.bound(listening);
    }

    /** Starts the first line. */
    synchronized void start() {
        if (!closed && line == null) {
            open();
        }
    }

    private void open() {
        try {
            line = factory.open(listening, this::lineEnded);
            line.start();
        } catch (IOException e) {
            closeListening();
            throw new Problem.Unavailable(
                    "The " + name + " cannot be served: " + e.getMessage(),
                    address.toString(),
                    "Raise the limit of open files of this process (ulimit -n).",
                    e);
        }
    }

    private void lineEnded(Throwable why) {
        if (why != null) {
            LOG.error("The {} died and is opened again", name, why);
            L dead = line;
            Thread.ofPlatform().daemon(true).name(name + "-again").start(() -> replace(dead));
        }
    }

    /** Closes the line and opens another at the same address, however long the address takes to be free. */
    void reopen(String why) {
        LOG.warn("The {} is opened anew: {}", name, why);
        replace(line);
    }

    private void replace(L old) {
        while (!tryReplace(old)) {
            try {
                Thread.sleep(PAUSE_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private synchronized boolean tryReplace(L old) {
        if (closed || line != old) {
            return true; // somebody else did it
        }
        try {
            if (line != null) {
                line.close();
            }
            listening = address.listen();
            open();
            reopened++;
            return true;
        } catch (Problem.Unavailable e) {
            LOG.error("The {} could not be opened again; trying on", name, e);
            return false;
        }
    }

    /** The line of now, perhaps a dead one; null before the start. */
    L line() {
        return line;
    }

    /** How often it had to be opened again. */
    int reopened() {
        return reopened;
    }

    PortFigures figures(Cuts cuts) {
        L now = line;
        return new PortFigures(now == null ? 0 : now.connections(), reopened, cuts.totals());
    }

    Address address() {
        return address;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (line != null) {
            line.close();
        }
        closeListening();
    }

    private void closeListening() {
        try {
            listening.close();
        } catch (IOException e) {
            LOG.debug("Closing the listening socket failed", e);
        }
    }
}
