package org.saltern.wire.zmtp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A selector and the only thread that touches it. Others hand work over with {@link #post}. The thread ends with {@link #close}
 * or, reported to the owner, by an error that nothing here can answer.
 */
final class Loop implements AutoCloseable {
    /** What is registered with the selector; called on the loop's thread. */
    interface Ready {
        void ready(SelectionKey key);
    }

    /** What the loop is for; called on the loop's thread. */
    interface Owner {
        /**
         * Once a turn, after what was ready and what was posted.
         *
         * @return milliseconds after which to come back at the latest
         */
        long turn(long nanos);

        /**
         * The last call.
         *
         * @param why null when the loop was closed, else what killed it
         */
        void ended(Throwable why);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final long CLOSING_MS = 5_000;
    private static final int READ_BUFFER = 64 * 1024;

    private final Selector selector;
    private final Owner owner;
    private final Thread thread;
    private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BUFFER);
    private volatile boolean closing;
    private long now = System.nanoTime();

    Loop(String name, Owner owner) throws IOException {
        this.selector = Selector.open();
        this.owner = owner;
        this.thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    SelectionKey register(SelectableChannel channel, int interest, Ready ready) throws IOException {
        return channel.register(selector, interest, ready);
    }

    /** Runs this on the loop's thread soon, in the order posted; dropped when the loop has ended. Never blocks. */
    void post(Runnable job) {
        work.add(job);
        if (woken.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    /** The time of this turn, as {@link System#nanoTime}. */
    long now() {
        return now;
    }

    /** For one read at a time; of this thread. */
    ByteBuffer readBuffer() {
        return readBuffer.clear();
    }

    private void run() {
        Throwable why = null;
        try {
            long wait = 1;
            Consumer<SelectionKey> ready = key -> ((Ready) key.attachment()).ready(key);
            while (!closing) {
                selector.select(
                        key -> {
                            now = System.nanoTime();
                            ready.accept(key);
                        },
                        wait);
                now = System.nanoTime();
                woken.set(false); // before the queue is read: who adds from here on wakes up again
                for (Runnable job = work.poll(); job != null; job = work.poll()) {
                    guarded(job);
                }
                wait = Math.max(1, owner.turn(now));
            }
        } catch (ClosedSelectorException e) {
            why = closing ? null : e;
        } catch (IOException | RuntimeException | Error e) {
            why = e;
        } finally {
            owner.ended(why);
            closeSelector();
        }
    }

    /** A bug in one reply or publication must not end the thread that serves all. */
    private void guarded(Runnable job) {
        try {
            job.run();
        } catch (RuntimeException e) {
            LOG.error("{}: work that was handed over failed", thread.getName(), e);
        }
    }

    private void closeSelector() {
        try {
            selector.close();
        } catch (IOException e) {
            LOG.warn("{}: the selector could not be closed", thread.getName(), e);
        }
    }

    /** Whether the thread still serves. */
    boolean isAlive() {
        return thread.isAlive();
    }

    boolean isStarted() {
        return thread.getState() != Thread.State.NEW;
    }

    /** Ends the loop and waits for its end, unless called on its own thread. */
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        if (!isStarted()) {
            owner.ended(null);
            closeSelector();
        } else if (Thread.currentThread() != thread) {
            try {
                thread.join(CLOSING_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
