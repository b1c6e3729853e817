package org.saltern.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.saltern.base.Problem;

class ZmqTest extends PortContract {
    @Override
    RequestPort requestPort() {
        return Zmq.requestPort("127.0.0.1", 0);
    }

    @Override
    PublishPort publishPort() {
        return Zmq.publishPort("127.0.0.1", 0);
    }

    @Override
    RequestClient requestClient(RequestPort port) {
        return Zmq.requestClient("127.0.0.1", portOf(port.address()));
    }

    @Override
    PublishClient publishClient(PublishPort port) {
        return Zmq.publishClient("127.0.0.1", portOf(port.address()), "web1");
    }

    @Override
    String peer() {
        return "127.0.0.1";
    }

    @Test
    void a_port_in_use_is_named_with_what_to_do() {
        RequestPort first = closer.add(requestPort());
        int port = portOf(first.address());
        assertThatThrownBy(() -> Zmq.publishPort("127.0.0.1", port))
                .isInstanceOfSatisfying(
                        Problem.Unavailable.class,
                        p -> {
                            assertThat(p.what()).contains("port " + port);
                            assertThat(p.fix()).contains("ss -ltnp");
                        });
    }

    @Test
    void ipv6_works_when_the_address_has_a_colon() {
        RequestPort port = closer.add(Zmq.requestPort("::1", 0));
        assertThat(port.address()).startsWith("[::1]:");
        port.serve((frame, peer) -> CompletableFuture.completedFuture(bytes(peer)));
        RequestClient client = closer.add(Zmq.requestClient("::1", portOf(port.address())));
        assertThat(text(client.ask(bytes("x"), LONG))).isEqualTo("0:0:0:0:0:0:0:1");
    }

    @Test
    void a_subscriber_finds_the_publish_port_again_after_a_restart() throws Exception {
        PublishPort before = publishPort();
        int port = portOf(before.address());
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        PublishClient client = closer.add(publishClient(before));
        client.listen(List.of(""), payload -> heard.add(text(payload)));
        sayUntilHeard(before, "before", heard);
        before.close();
        PublishPort after = closer.add(Zmq.publishPort("127.0.0.1", port));
        sayUntilHeard(after, "after", heard);
    }

    @Test
    void a_sender_that_was_interrupted_does_not_silence_the_port_for_all_others() throws Exception {
        PublishPort port = closer.add(publishPort());
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        closer.add(publishClient(port)).listen(List.of(""), payload -> heard.add(text(payload)));
        sayUntilHeard(port, "before", heard);
        Thread.currentThread().interrupt();
        port.send(bytes("interrupted"));
        assertThat(Thread.interrupted()).isTrue();
        sayUntilHeard(port, "after", heard);
    }

    private static void sayUntilHeard(PublishPort port, String word, BlockingQueue<String> heard)
            throws InterruptedException {
        String line = null;
        for (int i = 0; i < 300 && !word.equals(line); i++) {
            port.send(bytes(word));
            line = heard.poll(100, TimeUnit.MILLISECONDS);
        }
        assertThat(line).isEqualTo(word);
    }

    static int portOf(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }
}
