package org.saltern.wire.zmtp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.saltern.base.Closer;

/** What a subscriber may say and cost (S-9, S-10, F9). */
class SubscriberGuardsTest {
    private final Closer closer = new Closer();

    @AfterEach
    void close() {
        closer.close();
    }

    private ZmtpPublishPort port(SubscriberLimits limits) {
        return closer.add(Ports.publish(Ports.PATIENT, limits));
    }

    private Raw sub(ZmtpPublishPort port) throws IOException {
        return closer.add(Raw.peer(port.address(), "SUB"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String heard(Raw sub) throws IOException {
        return new String(sub.frame(), UTF_8);
    }

    @Test
    void subscriptions_work_in_both_forms_and_end_when_cancelled() throws IOException {
        var port = port(SubscriberLimits.DEFAULT);
        Raw commands = sub(port).subscribe("a").subscribe("a").settled();
        Raw messages = closer.add(Raw.peer(port.address(), "SUB", 0, 0));
        messages.send(Frames.message(bytes("\1a")), Frames.message(bytes("\1b"))).settled();
        port.send(bytes("abc"));
        port.send(bytes("b"));
        assertThat(heard(commands)).isEqualTo("abc");
        assertThat(heard(messages)).isEqualTo("abc");
        assertThat(heard(messages)).isEqualTo("b");
        commands.send(Frames.command("CANCEL", bytes("a"))).subscribe("end").settled();
        messages.send(Frames.message(bytes("\0a"))).settled();
        port.send(bytes("abc"));
        port.send(bytes("b"), bytes("two"));
        port.send(bytes("end"));
        assertThat(heard(commands)).isEqualTo("end");
        assertThat(heard(messages)).isEqualTo("b");
        assertThat(heard(messages)).isEqualTo("two");
    }

    @Test
    void somebody_with_several_fitting_topics_hears_a_publication_once() throws IOException {
        var port = port(SubscriberLimits.DEFAULT);
        Raw sub = sub(port).subscribe("").subscribe("a").subscribe("ab").settled();
        port.send(bytes("abc"));
        port.send(bytes("x"));
        assertThat(heard(sub)).isEqualTo("abc");
        assertThat(heard(sub)).isEqualTo("x");
    }

    @Test
    void s9_a_connection_has_64_topics_of_256_bytes_and_not_more() throws IOException {
        var port = port(SubscriberLimits.DEFAULT);
        Raw most = sub(port);
        for (int i = 0; i < 64; i++) {
            most.subscribe("%0256d".formatted(i));
        }
        most.settled();
        assertThat(most.subscribe("one more").isCut()).isTrue();
        assertThat(sub(port).subscribe("x".repeat(257)).isCut()).isTrue();
        Raw old = closer.add(Raw.peer(port.address(), "SUB", 0, 0));
        assertThat(old.send(Frames.message(bytes("\1" + "x".repeat(257)))).isCut()).isTrue();
        assertThat(port.figures().cut()).isEqualTo(Map.of("too_many_topics", 2L, "too_long", 1L));
    }

    @Test
    void s9_a_subscriber_that_sends_anything_else_is_cut() throws IOException {
        var port = port(SubscriberLimits.DEFAULT);
        assertThat(sub(port).send(Frames.message(bytes("hello"))).isCut()).isTrue();
        assertThat(sub(port).send(Frames.message(bytes("\1a"), bytes("b"))).isCut()).isTrue();
        assertThat(sub(port).send(Frames.message(new byte[0])).isCut()).isTrue();
        assertThat(closer.add(Raw.peer(port.address(), "REQ")).isCut()).isTrue();
        assertThat(port.figures().cut())
                .isEqualTo(Map.of("not_a_subscription", 3L, "socket_type", 1L));
    }

    @Test
    void s10_a_subscriber_that_does_not_read_is_cut_and_the_others_hear_all() throws Exception {
        var port = port(SubscriberLimits.DEFAULT);
        Raw deaf = closer.add(Raw.peer(port.address(), "SUB", 1, 4096)).subscribe("").settled();
        Raw good = sub(port).subscribe("").settled();
        byte[] publication = new byte[100_000];
        for (int i = 0; i < 500; i++) { // 50 MB: more than kernel buffers and 32 MiB
            port.send(publication);
            assertThat(good.frame()).hasSize(publication.length);
        }
        good.settled();
        assertThat(port.figures().cut()).isEqualTo(Map.of("slow_subscriber", 1L));
        assertThat(deaf.isCut()).isTrue();
    }

    @Test
    void s10_a_thousand_small_publications_may_wait_and_not_more() throws Exception {
        var port = port(new SubscriberLimits(64, 256, 20, 32 << 20));
        Raw deaf = closer.add(Raw.peer(port.address(), "SUB", 1, 4096)).subscribe("").settled();
        Raw good = sub(port).subscribe("").settled();
        byte[] publication = new byte[200_000];
        for (int i = 0; i < 60; i++) { // 12 MB
            port.send(publication);
            assertThat(good.frame()).hasSize(publication.length);
        }
        good.settled();
        assertThat(port.figures().cut()).isEqualTo(Map.of("slow_subscriber", 1L));
        assertThat(deaf.isCut()).isTrue();
    }

    @Test
    void who_did_not_subscribe_is_nobody_present() throws Exception {
        var port = port(SubscriberLimits.DEFAULT);
        BlockingQueue<Map<String, Integer>> changes = new LinkedBlockingQueue<>();
        port.onPeersChanged(changes::add);
        sub(port).settled();
        Raw present = sub(port).subscribe("a").subscribe("b").settled();
        assertThat(changes.poll(20, TimeUnit.SECONDS)).isEqualTo(Map.of("127.0.0.1", 1));
        present.close();
        assertThat(changes.poll(20, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void s10_a_flood_of_pings_whose_answers_are_not_read_is_held_back() throws Exception {
        var port = port(SubscriberLimits.DEFAULT);
        Raw rude = closer.add(Raw.peer(port.address(), "SUB", 1, 4096));
        byte[] pings = new byte[0];
        for (int i = 0; i < 12; i++) {
            pings = DecoderTest.concat(pings, pings, Frames.ping());
        }
        byte[] flood = pings;
        Thread flooding =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        for (int i = 0; i < 20_000; i++) {
                                            rude.send(flood);
                                        }
                                    } catch (IOException e) {
                                        Thread.currentThread().interrupt(); // closed by the test
                                    }
                                });
        assertThat(flooding.join(java.time.Duration.ofSeconds(2))).as("it got through").isFalse();
        Raw other = sub(port).subscribe("").settled();
        port.send(bytes("hello"));
        assertThat(heard(other)).isEqualTo("hello");
        rude.close();
        flooding.join();
    }

    @Test
    void a_ping_is_answered_with_its_context() throws IOException {
        var port = port(SubscriberLimits.DEFAULT);
        Raw sub = sub(port).send(Frames.command("PING", bytes("\0\0context")));
        assertThat(heard(sub)).isEqualTo("\4PONGcontext");
        assertThat(sub.send(Frames.command("PING", new byte[19])).isCut()).isTrue();
    }
}
