package org.saltern.wire.zmtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.saltern.base.Closer;

/** A port that is there and does not answer is noticed and opened anew (F24). */
class WatchdogTest {
    private static final Watchdog.Times OFTEN =
            new Watchdog.Times(
                    Duration.ofMillis(50), Duration.ofSeconds(5), Duration.ofMillis(500));
    private static final byte[] QUESTION = {'?'};
    private final Closer closer = new Closer();
    private final Semaphore asked = new Semaphore(0);
    private final AtomicBoolean answers = new AtomicBoolean(true);
    private final CountDownLatch hopeless = new CountDownLatch(1);
    private final ZmtpPublishPort publishing =
            closer.add(Ports.publish(Ports.PATIENT, SubscriberLimits.DEFAULT));
    private final ZmtpRequestPort requests =
            closer.add(
                    Ports.answering(
                            Ports.PATIENT,
                            Ports.REQUESTS,
                            (frame, peer) -> {
                                asked.release();
                                return answers.get()
                                        ? CompletableFuture.completedFuture(frame)
                                        : new CompletableFuture<>();
                            }));
    private final Watchdog watchdog =
            closer.add(
                    new Watchdog(
                            requests,
                            publishing,
                            QUESTION,
                            OFTEN,
                            InstantSource.system(),
                            hopeless::countDown));

    @AfterEach
    void close() {
        closer.close();
    }

    private void looks(int count) throws InterruptedException {
        assertThat(asked.tryAcquire(count, 20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void ports_that_answer_are_left_alone() throws InterruptedException {
        looks(5);
        assertThat(watchdog.isWell()).isTrue();
        assertThat(requests.figures().reopened() + publishing.figures().reopened()).isZero();
    }

    @Test
    void a_port_that_does_not_answer_twice_is_opened_anew_and_found_well_again()
            throws InterruptedException {
        answers.set(false);
        asked.drainPermits();
        looks(3);
        assertThat(watchdog.isWell()).isFalse();
        assertThat(watchdog.findings().getFirst().problem()).contains("does not answer");
        answers.set(true);
        asked.drainPermits();
        looks(4);
        assertThat(watchdog.isWell()).isTrue();
        assertThat(requests.figures().reopened()).isPositive();
        assertThat(publishing.figures().reopened()).isZero();
    }

    @Test
    void a_port_that_cannot_be_helped_is_told() throws InterruptedException {
        answers.set(false);
        assertThat(hopeless.await(20, TimeUnit.SECONDS)).isTrue();
    }
}
