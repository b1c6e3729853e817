package org.saltern.wire.zmtp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.saltern.base.Closer;
import org.saltern.wire.RequestPort;

/** What the request port takes, from whom, how much at once, and that each request has one answer (S-1, S-2, S-5, F22, F24). */
class RequestGuardsTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final byte[] HELLO = {'h', 'i'};
    private final Closer closer = new Closer();

    /** Requests that wait for the test to answer them. */
    private static final class Waiting implements RequestPort.Desk {
        @SuppressWarnings("ArrayRecordComponent") // read, never compared
        private record Asked(byte[] frame, CompletableFuture<byte[]> reply) {}

        private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();

        @Override
        public CompletableFuture<byte[]> answer(byte[] frame, String peer) {
            var reply = new CompletableFuture<byte[]>();
            asked.add(new Asked(frame, reply));
            return reply;
        }

        Asked next() throws InterruptedException {
            Asked next = asked.poll(20, TimeUnit.SECONDS);
            assertThat(next).as("a request within 20 s").isNotNull();
            return next;
        }
    }

    @AfterEach
    void close() {
        closer.close();
    }

    private Raw req(RequestPort port) throws IOException {
        return closer.add(Raw.peer(port.address(), "REQ"));
    }

    @Test
    void s2_a_frame_longer_than_allowed_costs_its_connection_alone() throws IOException {
        var port = closer.add(Ports.echo(Ports.PATIENT, Ports.REQUESTS));
        Raw honest = req(port);
        for (long length : new long[] {-1, Long.MIN_VALUE, 1L << 31, (1 << 20) + 1}) {
            assertThat(req(port).send(Raw.header(Frames.LONG, length)).isCut()).isTrue();
        }
        assertThat(honest.request(HELLO).reply()).isEqualTo(HELLO);
        assertThat(port.figures().cut()).isEqualTo(Map.of("too_long", 4L));
    }

    @Test
    void s1_parts_beyond_eight_and_messages_that_are_no_requests_cost_their_connection()
            throws IOException {
        var port = closer.add(Ports.echo(Ports.PATIENT, Ports.REQUESTS));
        byte[] empty = {};
        byte[][] nine = {empty, empty, empty, empty, empty, empty, empty, empty, empty};
        assertThat(req(port).send(Frames.message(nine)).isCut()).isTrue();
        assertThat(req(port).send(Frames.message(HELLO)).isCut()).isTrue();
        assertThat(req(port).send(Frames.message(empty, HELLO, HELLO)).isCut()).isTrue();
        assertThat(req(port).send(Frames.message(HELLO, HELLO)).isCut()).isTrue();
        assertThat(port.figures().cut()).isEqualTo(Map.of("too_many_parts", 1L, "envelope", 3L));
    }

    @Test
    void a_dealer_gets_its_envelope_back_and_may_ask_ahead() throws IOException {
        var port = closer.add(Ports.echo(Ports.PATIENT, Ports.REQUESTS));
        Raw dealer = closer.add(Raw.peer(port.address(), "DEALER"));
        byte[] id = {7};
        for (int i = 0; i < 20; i++) {
            dealer.send(Frames.message(id, new byte[0], new byte[] {(byte) i}));
        }
        for (int i = 0; i < 20; i++) {
            assertThat(dealer.frame()).isEqualTo(id);
            assertThat(dealer.reply()).containsExactly(i);
        }
    }

    @Test
    void one_connection_has_only_so_many_requests_in_hand() throws Exception {
        var desk = new Waiting();
        var port = closer.add(Ports.answering(Ports.PATIENT, Ports.REQUESTS, desk));
        Raw dealer = closer.add(Raw.peer(port.address(), "DEALER"));
        for (int i = 0; i < 10; i++) {
            dealer.send(Frames.message(new byte[0], new byte[] {(byte) i}));
        }
        List<Waiting.Asked> first = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            first.add(desk.next());
        }
        req(port).request(HELLO);
        assertThat(desk.next().frame()).as("no fifth one of the dealer").isEqualTo(HELLO);
        first.getFirst().reply().complete(HELLO);
        assertThat(desk.next().frame()).containsExactly(4);
    }

    @Test
    void requests_in_hand_are_bounded_in_number_and_the_rest_waits_outside() throws Exception {
        var limits = new RequestLimits(1 << 20, 8 << 20, 2, 8 << 20, 4, Duration.ofSeconds(30));
        boundedBy(limits, HELLO);
    }

    @Test
    void requests_in_hand_are_bounded_in_bytes_too() throws Exception {
        var limits = new RequestLimits(1 << 20, 8 << 20, 1_000, 1_000, 4, Duration.ofSeconds(30));
        boundedBy(limits, new byte[600]);
    }

    /** Two requests fill the port; a third is taken when both are answered. */
    private void boundedBy(RequestLimits limits, byte[] payload) throws Exception {
        var desk = new Waiting();
        var port = closer.add(Ports.answering(Ports.PATIENT, limits, desk));
        List<Raw> peers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            peers.add(req(port).request(payload));
        }
        List<Waiting.Asked> two = List.of(desk.next(), desk.next());
        assertThat(desk.asked.poll(300, TimeUnit.MILLISECONDS)).as("a third").isNull();
        two.forEach(asked -> asked.reply().complete(HELLO));
        List<Waiting.Asked> more = List.of(desk.next(), desk.next());
        more.forEach(asked -> asked.reply().complete(HELLO));
        desk.next().reply().complete(HELLO);
        for (Raw peer : peers) {
            assertThat(peer.reply()).isEqualTo(HELLO);
        }
    }

    @Test
    void a_connection_that_waited_for_itself_is_read_on_after_it_waited_for_the_port_too()
            throws Exception {
        var limits = new RequestLimits(1 << 20, 8 << 20, 4, 8 << 20, 1, Duration.ofSeconds(30));
        var desk = new Waiting();
        var port = closer.add(Ports.answering(Ports.PATIENT, limits, desk));
        Raw dealer = closer.add(Raw.peer(port.address(), "DEALER"));
        dealer.request(new byte[] {1}).request(new byte[] {2});
        List<Waiting.Asked> four = new ArrayList<>(List.of(desk.next()));
        for (int i = 0; i < 3; i++) {
            req(port).request(HELLO);
            four.add(desk.next());
        }
        four.forEach(asked -> asked.reply().complete(HELLO));
        assertThat(desk.next().frame()).containsExactly(2);
    }

    @Test
    void a_port_that_is_full_still_shakes_hands() throws Exception {
        var limits = new RequestLimits(1 << 20, 8 << 20, 1, 8 << 20, 1, Duration.ofSeconds(30));
        var desk = new Waiting();
        var port =
                closer.add(
                        Ports.answering(
                                Ports.quick(Duration.ofMillis(300), LONG, LONG), limits, desk));
        req(port).request(HELLO);
        Waiting.Asked only = desk.next();
        Raw late = req(port).request(HELLO);
        assertThat(closer.add(Raw.silent(port.address())).isCut()).as("in its time").isTrue();
        only.reply().complete(HELLO);
        desk.next().reply().complete(HELLO);
        assertThat(late.reply()).isEqualTo(HELLO);
    }

    @Test
    void s5_a_request_the_desk_forgets_is_refused_and_answered_once() throws Exception {
        var desk = new Waiting();
        var limits = new RequestLimits(1 << 20, 8 << 20, 1_000, 8 << 20, 4, Duration.ofMillis(200));
        var port = closer.add(Ports.answering(Ports.PATIENT, limits, desk));
        Raw peer = req(port).request(HELLO);
        Waiting.Asked forgotten = desk.next();
        assertThat(new String(peer.reply(), UTF_8)).contains("Server-side exception");
        forgotten.reply().complete("too late".getBytes(UTF_8));
        peer.request(HELLO);
        desk.next().reply().complete(HELLO);
        assertThat(peer.reply()).isEqualTo(HELLO);
    }

    @Test
    void s5_a_desk_that_fails_is_answered_for() throws IOException {
        var port =
                closer.add(
                        Ports.answering(
                                Ports.PATIENT,
                                Ports.REQUESTS,
                                (frame, peer) -> {
                                    throw new IllegalStateException("a bug");
                                }));
        String reply = new String(req(port).request(HELLO).reply(), UTF_8);
        assertThat(reply).contains("Server-side exception").doesNotContain("bug");
    }

    @Test
    void the_reply_to_a_peer_that_went_away_is_dropped() throws Exception {
        var desk = new Waiting();
        var port = closer.add(Ports.answering(Ports.PATIENT, Ports.REQUESTS, desk));
        Raw gone = req(port).request(HELLO);
        Waiting.Asked asked = desk.next();
        gone.close();
        asked.reply().complete(HELLO);
        Raw next = req(port).request(HELLO);
        desk.next().reply().complete(HELLO);
        assertThat(next.reply()).isEqualTo(HELLO);
    }

    @Test
    void f22_unfinished_messages_share_a_budget_and_the_longest_under_way_goes()
            throws IOException {
        var limits = new RequestLimits(1 << 20, 3 << 19, 1_000, 8 << 20, 4, Duration.ofSeconds(30));
        var port = closer.add(Ports.echo(Ports.PATIENT, limits));
        byte[] most = new byte[900_000];
        Raw first = req(port);
        first.send(new byte[] {1, 0}, Raw.header(Frames.LONG, 1 << 20), most);
        req(port).request(HELLO).reply(); // the port read what came before
        Raw second = req(port).send(new byte[] {1, 0}, Raw.header(Frames.LONG, 1 << 20), most);
        assertThat(first.isCut()).isTrue();
        second.send(new byte[(1 << 20) - most.length]);
        assertThat(second.reply()).hasSize(1 << 20);
        assertThat(port.figures().cut()).isEqualTo(Map.of("memory", 1L));
    }

    @Test
    void a_peer_that_never_reads_its_replies_is_not_read_either() throws Exception {
        var asked = new AtomicInteger();
        RequestPort.Desk desk =
                (frame, peer) -> {
                    asked.incrementAndGet();
                    return CompletableFuture.completedFuture(new byte[512 * 1024]);
                };
        var port = closer.add(Ports.answering(Ports.PATIENT, Ports.REQUESTS, desk));
        Raw deaf = closer.add(Raw.peer(port.address(), "DEALER", 1, 4096));
        for (int i = 0; i < 100; i++) {
            deaf.request(HELLO);
        }
        Raw other = req(port);
        for (int i = 0; i < 10; i++) {
            assertThat(other.request(HELLO).reply()).hasSize(512 * 1024);
        }
        assertThat(asked.get() - 10).as("requests of the deaf one taken").isLessThan(25);
        for (int i = 0; i < 100; i++) {
            assertThat(deaf.reply()).hasSize(512 * 1024);
        }
    }

    @Test
    void f24_a_port_whose_thread_dies_is_opened_again_at_the_same_address() throws Exception {
        var port =
                closer.add(
                        Ports.answering(
                                Ports.PATIENT,
                                Ports.REQUESTS,
                                (frame, peer) -> {
                                    if (frame.length == 0) {
                                        throw new AssertionError("kills the thread");
                                    }
                                    return CompletableFuture.completedFuture(frame);
                                }));
        assertThat(req(port).request(new byte[0]).isCut()).isTrue();
        assertThat(persistently(port.address())).isEqualTo(HELLO);
        assertThat(port.figures().reopened()).isEqualTo(1);
    }

    /** Asks as a minion does: again, until somebody listens. */
    private byte[] persistently(String address) throws Exception {
        IOException last = null;
        for (int i = 0; i < 100; i++) {
            try (Raw peer = Raw.peer(address, "REQ")) {
                return peer.request(HELLO).reply();
            } catch (IOException e) {
                last = e;
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        throw last;
    }
}
