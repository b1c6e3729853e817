package org.saltern.wire;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.saltern.base.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Both ports of a master and any number of minions' clients in one process, without a network: for tests, demos and hosts
 * that live in the master's own process. The peer address is {@value #PEER}.
 */
public final class Loopback implements AutoCloseable {
    /** What the ports report as the address of every peer. */
    public static final String PEER = "local";

    private static final Logger LOG = LoggerFactory.getLogger(Loopback.class);

    private final List<LoopbackEar> ears = new CopyOnWriteArrayList<>();
    private volatile RequestPort.Desk desk;
    private volatile Consumer<Map<String, Integer>> listener = peers -> {};

    /** The master's request port. */
    public RequestPort requestPort() {
        return new RequestPort() {
            @Override
            public void serve(Desk answering) {
                desk = answering;
            }

            @Override
            public String address() {
                return PEER + ":0";
            }

            @Override
            public PortFigures figures() {
                return Loopback.this.figures();
            }

            @Override
            public void reopen(String why) {
                // nothing here can die
            }

            @Override
            public void close() {
                desk = null;
            }
        };
    }

    /** The master's publish port. */
    public PublishPort publishPort() {
        return new LoopbackPublish();
    }

    /** A minion's connection to {@link #requestPort}. */
    public RequestClient requestClient() {
        return new RequestClient() {
            @Override
            public byte[] ask(byte[] frame, Duration patience) {
                return Loopback.this.ask(frame, patience);
            }

            @Override
            public void close() {
                // nothing is held open between requests
            }
        };
    }

    /** A minion's connection to {@link #publishPort}. */
    public PublishClient publishClient() {
        return new PublishClient() {
            private LoopbackEar own;

            @Override
            public synchronized void listen(List<String> topics, Ear ear) {
                own = new LoopbackEar(topics, ear);
                ears.add(own);
                listener.accept(peers());
            }

            @Override
            public synchronized void close() {
                if (own != null && ears.remove(own)) {
                    own.close();
                    listener.accept(peers());
                }
            }
        };
    }

    private byte[] ask(byte[] frame, Duration patience) {
        RequestPort.Desk answering = desk;
        try {
            if (answering != null) {
                return answering
                        .answer(frame.clone(), PEER)
                        .toCompletableFuture()
                        .get(patience.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (TimeoutException e) {
            throw silent(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A desk must not fail", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw silent(e);
        }
        throw silent(null);
    }

    private static Problem.Unavailable silent(Exception cause) {
        return new Problem.Unavailable(
                "The master does not answer", PEER, "Start the master of this process.", cause);
    }

    private PortFigures figures() {
        return new PortFigures(ears.size(), 0, Map.of());
    }

    private Map<String, Integer> peers() {
        return ears.isEmpty() ? Map.of() : Map.of(PEER, ears.size());
    }

    /** Ends the clients' threads. */
    @Override
    public void close() {
        ears.forEach(LoopbackEar::close);
        ears.clear();
    }

    private final class LoopbackPublish implements PublishPort {
        @Override
        public void send(byte[]... frames) {
            String topic = new String(frames[0], StandardCharsets.UTF_8);
            ears.forEach(ear -> ear.deliver(topic, frames[frames.length - 1]));
        }

        @Override
        public String address() {
            return PEER + ":0";
        }

        @Override
        public Map<String, Integer> peers() {
            return Loopback.this.peers();
        }

        @Override
        public void onPeersChanged(Consumer<Map<String, Integer>> changed) {
            listener = changed;
        }

        @Override
        public void onSlowSubscriber(Consumer<String> told) {
            // nobody is cut here
        }

        @Override
        public PortFigures figures() {
            return Loopback.this.figures();
        }

        @Override
        public void reopen(String why) {
            // nothing here can die
        }

        @Override
        public void close() {
            // subscribers stay and hear nothing more, as over a network
        }
    }

    /** One subscriber and the thread it hears on. */
    private static final class LoopbackEar {
        private final List<String> topics;
        private final PublishClient.Ear ear;
        private final ExecutorService hearing =
                Executors.newSingleThreadExecutor(
                        Thread.ofVirtual().name("loopback-ear").factory());

        LoopbackEar(List<String> topics, PublishClient.Ear ear) {
            this.topics = List.copyOf(topics);
            this.ear = ear;
        }

        void deliver(String topic, byte[] payload) {
            if (topics.stream().noneMatch(topic::startsWith)) {
                return;
            }
            try {
                hearing.execute(() -> ear.hear(payload.clone()));
            } catch (RejectedExecutionException e) {
                LOG.debug("A subscriber left while a publication went out", e);
            }
        }

        void close() {
            hearing.shutdown();
        }
    }
}
