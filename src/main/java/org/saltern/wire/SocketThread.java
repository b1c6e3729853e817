package org.saltern.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * A ZeroMQ socket and the only thread that touches it. Others hand work over with {@link #post}. The thread ends with {@link
 * #close} and with nothing else; it is never interrupted, because that would close the socket's channels.
 */
final class SocketThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SocketThread.class);
    private static final long CLOSING_MS = 5_000;

    private final ZContext context;
    private final ZMQ.Socket socket;
    private final Consumer<ZMQ.Socket> readable;
    private final Queue<Consumer<ZMQ.Socket>> work = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Pipe bell;
    private final Thread thread;
    private volatile boolean closing;

    /**
     * @param context closed at the end together with the socket
     * @param readable called when the socket has something to read; should read without blocking until there is nothing more
     */
    SocketThread(String name, ZContext context, ZMQ.Socket socket, Consumer<ZMQ.Socket> readable) {
        this.context = context;
        this.socket = socket;
        this.readable = readable;
        this.bell = openBell();
        this.thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Runs this on the socket's thread soon, in the order posted; dropped when the thread is closing. */
    void post(Consumer<ZMQ.Socket> job) {
        work.add(job);
        ring();
    }

    private void run() {
        try (ZMQ.Poller poller = context.createPoller(2)) {
            poller.register(bell.source(), ZMQ.Poller.POLLIN);
            poller.register(socket, ZMQ.Poller.POLLIN);
            while (!closing) {
                poller.poll(-1);
                guarded(s -> answerBell(poller));
                if (poller.pollin(1)) {
                    guarded(readable);
                }
            }
        } finally {
            context.close();
        }
    }

    private void answerBell(ZMQ.Poller poller) {
        if (poller.pollin(0)) {
            emptyBell();
        }
        for (var job = work.poll(); job != null; job = work.poll()) {
            guarded(job);
        }
    }

    /** A bug in one message must not end the thread that serves all. */
    private void guarded(Consumer<ZMQ.Socket> job) {
        try {
            job.accept(socket);
        } catch (RuntimeException e) {
            LOG.error("{}: work on the socket failed", thread.getName(), e);
        }
    }

    private void ring() {
        if (woken.compareAndSet(false, true)) {
            boolean interrupted = Thread.interrupted(); // it would close the bell, for all callers
            try {
                bell.sink().write(ByteBuffer.wrap(new byte[] {1}));
            } catch (IOException e) {
                LOG.debug("{} is closed already", thread.getName(), e);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private void emptyBell() {
        try {
            bell.source().read(ByteBuffer.allocate(1));
        } catch (IOException e) {
            throw new UncheckedIOException("The wake-up pipe broke", e);
        }
        woken.set(false); // after reading: who rings from here on rings again, who rang before has
        // its work in the queue
    }

    private static Pipe openBell() {
        try {
            Pipe pipe = Pipe.open();
            pipe.source().configureBlocking(false);
            return pipe;
        } catch (IOException e) {
            throw new UncheckedIOException("No pipe to wake a thread with", e);
        }
    }

    /** Closes the socket and waits for the thread's end. */
    @Override
    public void close() {
        closing = true;
        ring();
        try {
            thread.join(CLOSING_MS);
            bell.sink().close();
            bell.source().close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.debug("Closing the wake-up pipe failed", e);
        }
    }
}
