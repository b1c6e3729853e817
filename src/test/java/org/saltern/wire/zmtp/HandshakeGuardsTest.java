package org.saltern.wire.zmtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.saltern.base.Closer;

/** Strangers who never finish their handshake cannot keep others out (S-3, F9, F10). */
class HandshakeGuardsTest {
    private static final byte[] HELLO = {'h', 'i'};
    private final Closer closer = new Closer();

    @AfterEach
    void close() {
        closer.close();
    }

    private ZmtpRequestPort port(ConnectionLimits limits) {
        return closer.add(Ports.echo(limits, Ports.REQUESTS));
    }

    private List<Raw> silent(String address, int count) throws IOException {
        List<Raw> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(closer.add(Raw.silent(address)));
        }
        return all;
    }

    @Test
    void s3_a_connection_without_handshake_is_closed_in_time() throws IOException {
        Duration soon = Duration.ofMillis(300);
        var port = port(Ports.quick(soon, Duration.ofSeconds(30), Duration.ofSeconds(60)));
        Raw silent = closer.add(Raw.silent(port.address()));
        Raw half = closer.add(Raw.silent(port.address())).send(Frames.greeting());
        Raw done = closer.add(Raw.peer(port.address(), "REQ"));
        assertThat(silent.isCut()).isTrue();
        assertThat(half.isCut()).isTrue();
        assertThat(port.figures().cut()).containsEntry("late", 2L);
        assertThat(done.request(HELLO).reply()).isEqualTo(HELLO);
    }

    @Test
    void s3_one_address_has_64_handshakes_at_once_and_the_oldest_goes_first() throws IOException {
        var port = port(Ports.PATIENT);
        List<Raw> silent = silent(port.address(), 64);
        Raw one = closer.add(Raw.peer(port.address(), "REQ"));
        assertThat(silent.getFirst().isCut()).isTrue();
        silent(port.address(), 10);
        assertThat(one.request(HELLO).reply()).isEqualTo(HELLO);
        Raw another = closer.add(Raw.peer(port.address(), "REQ"));
        assertThat(another.request(HELLO).reply()).isEqualTo(HELLO);
        assertThat(port.figures().cut()).containsOnlyKeys("crowded");
    }

    @Test
    void s3_all_addresses_together_are_limited_too() throws IOException {
        var port = port(Ports.crowd(1_000, 8, 64));
        List<Raw> silent = silent(port.address(), 8);
        Raw peer = closer.add(Raw.peer(port.address(), "REQ"));
        assertThat(silent.getFirst().isCut()).isTrue();
        assertThat(peer.request(HELLO).reply()).isEqualTo(HELLO);
        assertThat(port.figures().cut()).isEqualTo(Map.of("crowded", 1L));
    }

    @Test
    void at_the_limit_of_connections_the_old_ones_are_kept() throws IOException {
        var port = port(Ports.crowd(3, 3, 3));
        List<Raw> peers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            peers.add(closer.add(Raw.peer(port.address(), "REQ")));
        }
        assertThat(closer.add(Raw.silent(port.address())).isCut()).isTrue();
        for (Raw peer : peers) {
            assertThat(peer.request(HELLO).reply()).isEqualTo(HELLO);
        }
        assertThat(port.figures().cut()).containsEntry("full", 1L);
    }

    @Test
    void s3_one_address_cannot_take_the_whole_port() throws IOException {
        var port = port(Ports.crowd(10, 10, 10).withPerAddress(2));
        Raw first = closer.add(Raw.peer(port.address(), "REQ"));
        Raw second = closer.add(Raw.peer(port.address(), "REQ"));
        assertThat(closer.add(Raw.silent(port.address())).isCut()).isTrue();
        assertThat(first.request(HELLO).reply()).isEqualTo(HELLO);
        assertThat(port.figures().cut()).isEqualTo(Map.of("full_address", 1L));
        second.close();
        Raw later = again(port.address());
        assertThat(later.request(HELLO).reply()).isEqualTo(HELLO);
    }

    /** A peer that is let in once the port has noticed that another is gone. */
    private Raw again(String address) throws IOException {
        for (int i = 0; i < 10_000; i++) {
            try {
                return closer.add(Raw.peer(address, "REQ"));
            } catch (IOException e) {
                assertThat(e).as("the place is not free yet").isInstanceOf(IOException.class);
            }
        }
        throw new AssertionError("the place never got free");
    }

    @Test
    void a_fleet_behind_one_router_gets_in_at_once_without_losing_anybody() throws IOException {
        var port = port(Ports.PATIENT);
        List<Raw> fleet = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Raw minion = closer.add(Raw.silent(port.address()));
            fleet.add(minion.send(Frames.hello("REQ")).request(HELLO));
        }
        for (Raw minion : fleet) {
            assertThat(minion.greeted().reply()).isEqualTo(HELLO);
        }
        assertThat(port.figures().cut()).isEmpty();
    }

    @Test
    void f9_a_peer_that_does_not_answer_heartbeats_is_freed() throws IOException {
        var port =
                port(
                        Ports.quick(
                                Duration.ofSeconds(10),
                                Duration.ofMillis(200),
                                Duration.ofMillis(600)));
        Raw dead = closer.add(Raw.peer(port.address(), "REQ"));
        assertThat(new String(dead.frame(), 1, 4, java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("PING");
        assertThat(dead.isCut()).isTrue();
        assertThat(port.figures().cut()).containsOnlyKeys("silent");
    }

    @Test
    void a_peer_of_zmtp_3_0_is_not_pinged_and_may_be_silent() throws IOException {
        var port =
                port(
                        Ports.quick(
                                Duration.ofSeconds(10),
                                Duration.ofMillis(50),
                                Duration.ofMillis(100)));
        Raw old = closer.add(Raw.peer(port.address(), "REQ", 0, 0));
        Raw dead = closer.add(Raw.peer(port.address(), "REQ", 1, 0));
        assertThat(dead.isCut()).isTrue(); // so long was the silence of both
        assertThat(old.request(HELLO).reply()).isEqualTo(HELLO);
    }

    @Test
    void f10_a_frame_that_stops_halfway_is_given_up() throws IOException {
        var port =
                port(
                        Ports.quick(
                                Duration.ofSeconds(10),
                                Duration.ofMillis(100),
                                Duration.ofMillis(300)));
        Raw loris = closer.add(Raw.peer(port.address(), "REQ", 0, 0));
        loris.send(new byte[] {1, 0, 0, 50, 'x'});
        assertThat(loris.isCut()).isTrue();
        assertThat(port.figures().cut()).containsOnlyKeys("stalled");
    }

    @Test
    void f23_no_more_connections_are_taken_than_the_descriptors_allow() {
        assertThat(Descriptors.fit(ConnectionLimits.DEFAULT, 1_024).connections()).isEqualTo(384);
        assertThat(Descriptors.fit(ConnectionLimits.DEFAULT, 1 << 20))
                .isEqualTo(ConnectionLimits.DEFAULT);
    }
}
