package org.saltern.wire.zmtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.Closer;
import org.saltern.events.Event;
import org.saltern.events.Tags;
import org.saltern.master.TestMaster;
import org.saltern.wire.Zmq;

/** Whoever follows the events hears that a subscriber was cut (S-10). */
class SlowSubscriberTest {
    @TempDir Path home;
    @AutoClose private final Closer closer = new Closer();

    @Test
    void s10_that_a_slow_subscriber_was_cut_is_an_event_with_its_address() throws Exception {
        var port = Ports.publish(Ports.PATIENT, new SubscriberLimits(64, 256, 20, 32 << 20));
        TestMaster master =
                closer.add(TestMaster.Setup.in(home).open(Zmq.requestPort("127.0.0.1", 0), port));
        var heard = new ArrayBlockingQueue<Event>(10);
        closer.add(
                master.events.subscribe(e -> e.tag().equals(Tags.SLOW), 10, heard::add, () -> {}));
        for (int i = 0; i < 2; i++) {
            closer.add(Raw.peer(port.address(), "SUB", 1, 4096)).subscribe("").settled();
        }
        byte[] publication = new byte[200_000];
        Event event = null;
        for (int i = 0; i < 3_000 && event == null; i++) {
            port.send(publication);
            event = heard.poll(20, TimeUnit.MILLISECONDS);
        }
        assertThat(event).isNotNull();
        assertThat(event.data().path("address").asText()).isEqualTo("127.0.0.1");
        assertThat(heard).as("the second one is counted, not told").isEmpty();
    }
}
