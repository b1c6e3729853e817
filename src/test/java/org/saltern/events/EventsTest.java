package org.saltern.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.saltern.base.Json;

@Timeout(60)
class EventsTest {
    @AutoClose private final Events events = new Events();

    @Test
    void a_listener_wakes_after_a_matching_event_only() throws Exception {
        var woken = new LinkedBlockingQueue<String>();
        events.onChange(e -> e.tag().equals("a"), () -> woken.add("a"));
        events.onChange(e -> e.tag().equals("b"), () -> woken.add("b"));
        events.publish(event("b"));
        assertThat(woken.take()).isEqualTo("b");
        events.publish(event("a"));
        assertThat(woken.take()).isEqualTo("a");
        assertThat(woken).isEmpty();
    }

    @Test
    void a_burst_while_the_listener_looks_is_one_more_wake() throws Exception {
        var entered = new Semaphore(0);
        var leave = new Semaphore(0);
        events.onChange(
                e -> true,
                () -> {
                    entered.release();
                    leave.acquireUninterruptibly();
                });
        events.publish(event("first"));
        entered.acquire();
        IntStream.range(0, 1000).forEach(i -> events.publish(event("burst")));
        leave.release();
        entered.acquire();
        leave.release();
        var done = new CountDownLatch(1);
        events.onChange(e -> e.tag().equals("done"), done::countDown);
        events.publish(
                event("done")); // wakes the first listener too, so it has entered three times,
        // not a thousand
        done.await();
        entered.acquire();
        leave.release();
        assertThat(entered.availablePermits()).isZero();
    }

    @Test
    void what_was_written_before_an_event_is_always_seen() throws Exception {
        var written = new AtomicLong();
        var seen = new AtomicLong();
        var all = new CountDownLatch(1);
        long target = 4 * 25_000;
        events.onChange(
                e -> true,
                () -> {
                    seen.set(written.get());
                    if (seen.get() == target) {
                        all.countDown();
                    }
                });
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            writers.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        for (int n = 0; n < 25_000; n++) {
                                            written.incrementAndGet();
                                            events.publish(event("row"));
                                        }
                                    }));
        }
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(all.await(30, TimeUnit.SECONDS)).as("last row seen").isTrue();
    }

    @Test
    void each_single_event_wakes_an_idle_listener() throws Exception {
        var wakes = new Semaphore(0);
        events.onChange(e -> true, wakes::release);
        for (int i = 0; i < 20_000; i++) {
            events.publish(event("one"));
            wakes.acquire();
        }
        assertThat(wakes.availablePermits()).isZero();
    }

    @Test
    void a_listener_that_throws_goes_on_listening() throws Exception {
        var looks = new LinkedBlockingQueue<String>();
        events.onChange(
                e -> true,
                () -> {
                    looks.add("looked");
                    throw new IllegalStateException("broken listener");
                });
        events.publish(event("one"));
        assertThat(looks.take()).isEqualTo("looked");
        events.publish(event("two"));
        assertThat(looks.take()).isEqualTo("looked");
    }

    @Test
    void a_filter_that_throws_harms_nobody_else() throws Exception {
        var heard = new CountDownLatch(1);
        events.onChange(
                e -> {
                    throw new IllegalStateException("broken filter");
                },
                () -> {});
        events.onChange(e -> true, heard::countDown);
        events.publish(event("one"));
        heard.await();
        assertThat(heard.getCount()).isZero();
    }

    @Test
    void a_subscriber_gets_every_event_in_order() throws Exception {
        var got = new LinkedBlockingQueue<String>();
        events.subscribe(e -> true, 10_000, e -> got.add(e.tag()), () -> got.add("lagged"));
        IntStream.range(0, 10_000).forEach(i -> events.publish(event("n" + i)));
        for (int i = 0; i < 10_000; i++) {
            assertThat(got.take()).isEqualTo("n" + i);
        }
        assertThat(got).isEmpty();
    }

    @Test
    void a_slow_subscriber_gets_what_found_room_then_hears_once_that_it_lagged() throws Exception {
        var got = new LinkedBlockingQueue<String>();
        var entered = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        events.subscribe(
                e -> true,
                3,
                e -> {
                    entered.countDown();
                    awaitQuietly(go);
                    got.add(e.tag());
                },
                () -> got.add("lagged"));
        events.publish(event("n0"));
        entered.await();
        IntStream.rangeClosed(1, 9).forEach(i -> events.publish(event("n" + i)));
        go.countDown();
        assertThat(List.of(got.take(), got.take(), got.take(), got.take(), got.take()))
                .containsExactly("n0", "n1", "n2", "n3", "lagged");
        events.publish(event("later"));
        assertThat(got).isEmpty();
    }

    @Test
    void a_blocked_listener_blocks_neither_publisher_nor_others() throws Exception {
        var never = new CountDownLatch(1);
        var heard = new Semaphore(0);
        events.subscribe(e -> true, 1, e -> awaitQuietly(never), () -> {});
        events.onChange(e -> true, () -> awaitQuietly(never));
        events.onChange(e -> true, heard::release);
        for (int i = 0; i < 100; i++) {
            events.publish(event("n" + i));
            heard.acquire();
        }
        assertThat(heard.availablePermits()).isZero();
        never.countDown();
    }

    @Test
    void a_closed_listener_hears_nothing_more() throws Exception {
        var got = new LinkedBlockingQueue<String>();
        AutoCloseable first = events.onChange(e -> true, () -> got.add("first"));
        events.onChange(e -> true, () -> got.add("second"));
        first.close();
        events.publish(event("one"));
        assertThat(got.take()).isEqualTo("second");
        assertThat(got).isEmpty();
    }

    @Test
    void nobody_listens_once_the_bus_is_closed() {
        var asked = new AtomicInteger();
        events.onChange(e -> asked.incrementAndGet() > 0, () -> {});
        events.close();
        events.onChange(e -> asked.incrementAndGet() > 0, () -> {});
        events.publish(event("one"));
        assertThat(asked).hasValue(0);
    }

    @Test
    void a_listener_that_leaves_its_thread_interrupted_still_waits_for_the_next_event()
            throws Exception {
        var wakes = new Semaphore(0);
        events.onChange(
                e -> true,
                () -> {
                    Thread.currentThread().interrupt();
                    wakes.release();
                });
        events.publish(event("one"));
        wakes.acquire();
        events.publish(event("two"));
        wakes.acquire();
        assertThat(wakes.availablePermits()).isZero();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Event event(String tag) {
        return new Event(tag, Json.object(), Instant.EPOCH);
    }
}
