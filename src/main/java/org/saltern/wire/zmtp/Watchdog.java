package org.saltern.wire.zmtp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.saltern.wire.PublishPort;
import org.saltern.wire.RequestPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at both ports from outside, as a minion would, and opens a port anew that does not answer twice. One that still does not
 * answer after that is beyond help from inside the process: then {@code hopeless} is told, once. Thread-safe.
 */
public final class Watchdog implements AutoCloseable {
    /**
     * How often to look, and how long to wait for an answer.
     *
     * @param patience for the handshake and a heartbeat, which the port's own thread answers
     * @param answer for the answer to a request: longer than a busy desk may take, since opening the port anew would only take
     *     from it what it has in hand
     */
    public record Times(Duration every, Duration patience, Duration answer) {
        /** Each 10 s; handshakes within 5 s, answers within 40 s. */
        public static final Times DEFAULT =
                new Times(Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(40));
    }

    /**
     * What was found about one port.
     *
     * @param port {@code request port} or {@code publish port}
     * @param problem "" when it answers
     * @param since when it began to be so
     */
    public record Finding(String port, String problem, Instant since) {
        /** Whether the port answers. */
        public boolean isWell() {
            return problem.isEmpty();
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final int REOPEN_AT = 2;
    private static final int HOPELESS_AT = 6;

    private final List<Watched> watched;
    private final InstantSource clock;
    private final Runnable hopeless;
    private final ScheduledExecutorService looking =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon(true).name("port-watchdog").factory());

    /**
     * Starts to look.
     *
     * @param question a request that the desk answers without effect
     * @param hopeless runs on the watchdog's thread when a port cannot be helped
     */
    public Watchdog(
            RequestPort requests,
            PublishPort publishing,
            byte[] question,
            Times times,
            InstantSource clock,
            Runnable hopeless) {
        this.clock = clock;
        this.hopeless = hopeless;
        watched =
                List.of(
                        new Watched(
                                "request port",
                                () -> ask(requests.address(), question, times),
                                requests::reopen),
                        new Watched(
                                "publish port",
                                () -> ping(publishing.address(), times),
                                publishing::reopen));
        long every = times.every().toMillis();
        looking.scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS);
    }

    private interface Look {
        void at() throws IOException;
    }

    private final class Watched {
        private final String name;
        private final Look look;
        private final Consumer<String> reopen;
        private volatile Finding finding;
        private int failures;

        Watched(String name, Look look, Consumer<String> reopen) {
            this.name = name;
            this.look = look;
            this.reopen = reopen;
            finding = new Finding(name, "", clock.instant());
        }

        void look() {
            try {
                look.at();
                if (failures > 0) {
                    LOG.info("The {} answers again", name);
                    finding = new Finding(name, "", clock.instant());
                }
                failures = 0;
            } catch (IOException e) {
                failed(e);
            }
        }

        private void failed(IOException e) {
            failures++;
            String problem = "it does not answer: " + e.getMessage();
            LOG.error("The {}: {} ({} times in a row)", name, problem, failures);
            if (finding.isWell()) {
                finding = new Finding(name, problem, clock.instant());
            }
            if (failures == HOPELESS_AT) {
                hopeless.run();
            } else if (failures % REOPEN_AT == 0) {
                reopen.accept(problem);
            }
        }
    }

    private void look() {
        for (Watched port : watched) {
            try {
                port.look();
            } catch (RuntimeException e) {
                LOG.error("Looking at the {} failed", port.name, e); // looks again next time
            }
        }
    }

    private static void ask(String address, byte[] question, Times times) throws IOException {
        try (Probe probe = new Probe(reach(address), "REQ", times.patience())) {
            probe.ask(question, times.answer());
        }
    }

    /** A subscriber without subscriptions: no minion hears of it, and it counts as nobody's presence. */
    private static void ping(String address, Times times) throws IOException {
        try (Probe probe = new Probe(reach(address), "SUB", times.patience())) {
            probe.ping();
        }
    }

    /** Where a port bound to this address is reached from this machine. */
    private static InetSocketAddress reach(String address) {
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon).replace("[", "").replace("]", "");
        String local =
                switch (host) {
                    case "0.0.0.0", "*", "" -> "127.0.0.1";
                    case "::" -> "::1";
                    default -> host;
                };
        return new InetSocketAddress(local, Integer.parseInt(address.substring(colon + 1)));
    }

    /** What the last looks found, one for each port; for health pages. */
    public List<Finding> findings() {
        return watched.stream().map(port -> port.finding).toList();
    }

    /** Whether both ports answer. */
    public boolean isWell() {
        return watched.stream().allMatch(port -> port.finding.isWell());
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
