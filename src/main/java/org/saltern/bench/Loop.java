package org.saltern.bench;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that all simulated minions live on. */
final class Loop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final long LONGEST_WAIT_MILLIS = 1_000;

    private record Timer(long at, Runnable task) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            return Long.compare(at - other.at, 0);
        }
    }

    private final Selector selector;
    private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final Thread thread = Thread.ofPlatform().name("minions").daemon().unstarted(this::run);
    private volatile boolean closed;

    Loop() throws IOException {
        selector = Selector.open();
    }

    void start() {
        thread.start();
    }

    /** Runs on the loop's thread; from any thread. */
    void post(Runnable task) {
        posted.add(task);
        selector.wakeup();
    }

    /** Runs after a while; from the loop's thread. */
    void later(long millis, Runnable task) {
        timers.add(new Timer(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis), task));
    }

    SelectionKey register(SocketChannel channel, int interest, Link link) throws IOException {
        return channel.register(selector, interest, link);
    }

    private void run() {
        while (!closed) {
            try {
                selector.select(
                        key -> {
                            if (key.isValid()) {
                                ((Link) key.attachment()).ready();
                            }
                        },
                        patience(System.nanoTime()));
                for (Runnable task = posted.poll(); task != null; task = posted.poll()) {
                    task.run();
                }
                while (!timers.isEmpty() && timers.peek().at - System.nanoTime() <= 0) {
                    timers.poll().task.run();
                }
            } catch (IOException | RuntimeException e) {
                LOG.error("A simulated minion failed", e);
            }
        }
    }

    private long patience(long now) {
        if (timers.isEmpty()) {
            return LONGEST_WAIT_MILLIS;
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(timers.peek().at - now);
        return Math.clamp(millis, 1, LONGEST_WAIT_MILLIS);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SelectionKey key : selector.keys()) {
            ((Link) key.attachment()).close();
        }
        selector.close();
    }
}
