package org.saltern.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.saltern.base.Closer;
import org.saltern.base.Problem;

/** What every pair of ports and clients promises; each transport extends this. */
abstract class PortContract {
    static final Duration LONG = Duration.ofSeconds(20);
    final Closer closer = new Closer();

    abstract RequestPort requestPort();

    abstract PublishPort publishPort();

    abstract RequestClient requestClient(RequestPort port);

    abstract PublishClient publishClient(PublishPort port);

    /** The peer address both ports report for a client of this test. */
    abstract String peer();

    @AfterEach
    void close() {
        closer.close();
    }

    @Test
    void a_request_is_answered_and_its_sender_named() {
        RequestPort port = closer.add(requestPort());
        port.serve(
                (frame, peer) ->
                        CompletableFuture.completedFuture(
                                (peer + ":" + text(frame)).getBytes(UTF_8)));
        RequestClient client = closer.add(requestClient(port));
        assertThat(text(client.ask(bytes("hello"), LONG))).isEqualTo(peer() + ":hello");
    }

    @Test
    void replies_may_come_in_any_order_and_reach_their_own_sender() throws Exception {
        RequestPort port = closer.add(requestPort());
        Map<String, CompletableFuture<byte[]>> open =
                new java.util.concurrent.ConcurrentHashMap<>();
        CountDownLatch both = new CountDownLatch(2);
        port.serve(
                (frame, peer) -> {
                    var reply = new CompletableFuture<byte[]>();
                    open.put(text(frame), reply);
                    both.countDown();
                    return reply;
                });
        try (ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<byte[]> first =
                    asking.submit(() -> closer.add(requestClient(port)).ask(bytes("first"), LONG));
            Future<byte[]> second =
                    asking.submit(() -> closer.add(requestClient(port)).ask(bytes("second"), LONG));
            assertThat(both.await(20, TimeUnit.SECONDS)).isTrue();
            open.get("second").complete(bytes("for second"));
            assertThat(text(second.get(20, TimeUnit.SECONDS))).isEqualTo("for second");
            open.get("first").complete(bytes("for first"));
            assertThat(text(first.get(20, TimeUnit.SECONDS))).isEqualTo("for first");
        }
    }

    @Test
    void a_client_that_got_no_answer_asks_anew_and_does_not_take_the_late_one() {
        RequestPort port = closer.add(requestPort());
        var late = new CompletableFuture<byte[]>();
        port.serve(
                (frame, peer) ->
                        text(frame).equals("slow")
                                ? late
                                : CompletableFuture.completedFuture(frame));
        RequestClient client = closer.add(requestClient(port));
        assertThatThrownBy(() -> client.ask(bytes("slow"), Duration.ofMillis(200)))
                .isInstanceOf(Problem.Unavailable.class);
        late.complete(bytes("late"));
        assertThat(text(client.ask(bytes("next"), LONG))).isEqualTo("next");
    }

    @Test
    void an_empty_payload_and_a_big_one_pass() {
        RequestPort port = closer.add(requestPort());
        port.serve((frame, peer) -> CompletableFuture.completedFuture(frame));
        RequestClient client = closer.add(requestClient(port));
        byte[] big = new byte[5 * 1024 * 1024];
        big[big.length - 1] = 7;
        assertThat(client.ask(new byte[0], LONG)).isEmpty();
        assertThat(client.ask(big, LONG)).isEqualTo(big);
    }

    @Test
    void every_subscriber_hears_a_publication_and_is_counted() throws Exception {
        PublishPort port = closer.add(publishPort());
        BlockingQueue<Map<String, Integer>> changes = new LinkedBlockingQueue<>();
        port.onPeersChanged(changes::add);
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        PublishClient one = closer.add(publishClient(port));
        PublishClient two = closer.add(publishClient(port));
        one.listen(List.of(""), payload -> heard.add("one " + text(payload)));
        two.listen(List.of(""), payload -> heard.add("two " + text(payload)));
        untilPeers(changes, Map.of(peer(), 2));
        untilHeard(port, heard, "one", "two");
        one.close();
        untilPeers(changes, Map.of(peer(), 1));
        assertThat(port.peers()).isEqualTo(Map.of(peer(), 1));
    }

    @Test
    void a_topic_reaches_only_those_who_subscribed_to_it() throws Exception {
        PublishPort port = closer.add(publishPort());
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        PublishClient one = closer.add(publishClient(port));
        PublishClient two = closer.add(publishClient(port));
        one.listen(List.of("broadcast", "aa11"), payload -> heard.add("one " + text(payload)));
        two.listen(List.of("broadcast", "bb22"), payload -> heard.add("two " + text(payload)));
        untilHeard(port, heard, "one", "two");
        port.send(bytes("bb22"), bytes("secret"));
        port.send(bytes("broadcast"), bytes("end"));
        List<String> later = List.of(next(heard), next(heard), next(heard));
        assertThat(later).containsExactlyInAnyOrder("two secret", "one end", "two end");
    }

    /** A subscription takes a moment to arrive: publishes until each has heard, then empties the queue. */
    private static void untilHeard(PublishPort port, BlockingQueue<String> heard, String... who)
            throws InterruptedException {
        var missing = new java.util.HashSet<>(List.of(who));
        int sent = 0;
        long end = System.nanoTime() + LONG.toNanos();
        while (!missing.isEmpty() && System.nanoTime() < end) {
            port.send(bytes("broadcast"), bytes("warm-up " + sent++));
            TimeUnit.MILLISECONDS.sleep(10); // one that hears must not use up the other's time
            String line = heard.poll(100, TimeUnit.MILLISECONDS);
            while (line != null) {
                missing.remove(line.split(" ")[0]);
                line = heard.poll();
            }
        }
        assertThat(missing).isEmpty();
        var marks = new java.util.HashSet<>(List.of(who));
        port.send(bytes("broadcast"), bytes("mark"));
        while (!marks.isEmpty()) {
            String line = next(heard);
            if (line.endsWith(" mark")) {
                marks.remove(line.split(" ")[0]);
            }
        }
    }

    private static void untilPeers(
            BlockingQueue<Map<String, Integer>> changes, Map<String, Integer> wanted)
            throws InterruptedException {
        Map<String, Integer> seen = changes.poll(20, TimeUnit.SECONDS);
        while (seen != null && !seen.equals(wanted)) {
            seen = changes.poll(20, TimeUnit.SECONDS);
        }
        assertThat(seen).isEqualTo(wanted);
    }

    static String next(BlockingQueue<String> heard) throws InterruptedException {
        String line = heard.poll(20, TimeUnit.SECONDS);
        assertThat(line).as("something heard within 20 s").isNotNull();
        return line;
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
