package org.saltern.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.saltern.hosts.HostRoom.ADA;
import static org.saltern.hosts.HostRoom.DB1;
import static org.saltern.hosts.HostRoom.WEB1;
import static org.saltern.hosts.HostRoom.WEB2;
import static org.saltern.hosts.HostRoom.fingerprint;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.saltern.base.HostId;
import org.saltern.events.Tags;
import org.saltern.store.TestDatabases;

/** Who is connected, worked out from messages and subscriber connections. */
class PresenceTest {
    private static final String LOOP = "127.0.0.1";

    @AutoClose private final HostRoom room = new HostRoom(TestDatabases.H2);

    PresenceTest() {
        room.accepted(WEB1, WEB2, DB1);
    }

    private void heard(String address, HostId... hosts) {
        for (var host : hosts) {
            room.clock.pass(Duration.ofSeconds(1));
            room.hosts.seen(host, address, 3);
        }
    }

    private void subscribers(Map<String, Integer> byAddress) {
        room.hosts.subscribers(byAddress);
        room.hosts.roll().call();
    }

    @Test
    void a_host_is_connected_while_its_address_has_a_subscriber() {
        heard("192.0.2.7", WEB1);
        subscribers(Map.of("192.0.2.7", 1));
        assertThat(room.hosts.connected()).containsExactly(WEB1);
        assertThat(room.host(WEB1).connected()).isTrue();
        subscribers(Map.of());
        assertThat(room.hosts.connected()).isEmpty();
        assertThat(room.host(WEB1).connected()).isFalse();
    }

    @Test
    void a_message_alone_makes_nobody_connected() {
        heard("192.0.2.7", WEB1);
        subscribers(Map.of("192.0.2.8", 1));
        assertThat(room.hosts.connected()).isEmpty();
    }

    @Test
    void all_hosts_of_an_address_are_connected_when_it_has_a_subscriber_for_each() {
        heard(LOOP, WEB1, WEB2, DB1);
        subscribers(Map.of(LOOP, 5));
        assertThat(room.hosts.connected()).containsExactlyInAnyOrder(WEB1, WEB2, DB1);
    }

    @Test
    void when_one_of_several_goes_those_heard_of_last_stay() {
        heard(LOOP, WEB1, WEB2, DB1);
        subscribers(Map.of(LOOP, 3));
        heard(LOOP, WEB1, DB1);
        subscribers(Map.of(LOOP, 2));
        assertThat(room.hosts.connected()).containsExactlyInAnyOrder(WEB1, DB1);
    }

    @Test
    void a_host_that_moves_is_looked_for_at_its_new_address() {
        heard("192.0.2.7", WEB1);
        heard("192.0.2.9", WEB1);
        subscribers(Map.of("192.0.2.7", 1));
        assertThat(room.hosts.connected()).isEmpty();
        subscribers(Map.of("192.0.2.9", 1));
        assertThat(room.hosts.connected()).containsExactly(WEB1);
    }

    @Test
    void an_ipv4_address_is_the_same_in_ipv6_clothes() {
        heard("::ffff:192.0.2.7", WEB1);
        subscribers(Map.of("192.0.2.7", 1));
        assertThat(room.hosts.connected()).containsExactly(WEB1);
    }

    @Test
    void a_host_counts_at_the_moment_of_its_message_and_of_its_subscription() {
        room.hosts.subscribers(Map.of("192.0.2.7", 1));
        assertThat(room.hosts.connected()).isEmpty();
        heard("192.0.2.7", WEB1);
        assertThat(room.hosts.connected()).containsExactly(WEB1);
        heard("192.0.2.8", WEB2);
        room.hosts.subscribers(Map.of("192.0.2.7", 1, "192.0.2.8", 1));
        assertThat(room.hosts.connected()).containsExactlyInAnyOrder(WEB1, WEB2);
        room.hosts.subscribers(Map.of("192.0.2.8", 1));
        assertThat(room.hosts.connected()).containsExactly(WEB2);
    }

    @Test
    void coming_and_going_is_published_once() {
        heard(LOOP, WEB1, WEB2);
        subscribers(Map.of(LOOP, 2));
        subscribers(Map.of(LOOP, 2));
        subscribers(Map.of());
        assertThat(room.published(Tags.PRESENCE))
                .containsExactly(
                        "{\"new\":[\"web1\",\"web2\"],\"lost\":[]}",
                        "{\"new\":[],\"lost\":[\"web1\",\"web2\"]}");
    }

    @Test
    void the_thread_of_the_room_publishes_by_itself() {
        heard(LOOP, WEB1);
        var woken = new CountDownLatch(1);
        var listening = room.events.onChange(e -> e.tag().equals(Tags.PRESENCE), woken::countDown);
        room.hosts.subscribers(Map.of(LOOP, 1));
        assertThat(awaits(woken)).isTrue();
        assertThat(room.hosts.connected()).containsExactly(WEB1);
        closes(listening);
    }

    private static boolean awaits(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void closes(AutoCloseable listening) {
        try {
            listening.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void after_a_restart_hosts_are_present_before_they_say_anything() {
        heard("192.0.2.7", WEB1);
        room.restart();
        subscribers(Map.of("192.0.2.7", 1));
        assertThat(room.hosts.connected()).containsExactly(WEB1);
    }

    @Test
    void a_rejected_host_is_gone_at_once_though_its_connection_stays() {
        heard(LOOP, WEB1, WEB2);
        subscribers(Map.of(LOOP, 2));
        room.keys.reject(ADA, WEB1, fingerprint("key-of-web1"));
        assertThat(room.hosts.connected()).containsExactly(WEB2);
        heard(LOOP, WEB1);
        room.hosts.roll().call();
        assertThat(room.hosts.connected()).containsExactly(WEB2);
    }
}
