package org.saltern.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.saltern.base.Closer;

/** Strangers' bytes on the real ports cost at most their own connection (S-1, S-2, S-9). */
class HostileBytesTest {
    private final Closer closer = new Closer();

    @AfterEach
    void close() {
        closer.close();
    }

    private static Map<String, byte[]> attacks() {
        Map<String, byte[]> attacks = new LinkedHashMap<>();
        attacks.put("nothing", new byte[0]);
        attacks.put(
                "http", "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        byte[] noise = new byte[4096];
        new Random(7).nextBytes(noise);
        attacks.put("noise", noise);
        attacks.put("half a greeting", greeting("REQ").slice(0, 20).array());
        attacks.put("unknown mechanism", ready(greeting("GARBAGE"), "REQ"));
        attacks.put("negative length", frame("REQ", header(2, -1L)));
        attacks.put("most negative length", frame("REQ", header(2, Long.MIN_VALUE)));
        attacks.put(
                "negative length whose low half is huge",
                frame("REQ", header(2, 0x80000000_7FFFFFFFL)));
        attacks.put("one GiB announced", frame("REQ", header(2, 1L << 30)));
        attacks.put("command of negative length", frame("REQ", header(6, -1L)));
        attacks.put(
                "negative length in the handshake",
                concat(greeting("NULL").array(), header(6, -1L)));
        attacks.put("unknown flags", frame("REQ", new byte[] {(byte) 0xF8, 1, 1}));
        attacks.put("endless parts", frame("REQ", parts(2000)));
        attacks.put("wrong socket type", frame("PULL", new byte[] {0, 1, 1}));
        attacks.put(
                "long subscription", frame("SUB", concat(header(2, 100_000), new byte[100_000])));
        attacks.put("user frames from a subscriber", frame("SUB", parts(2000)));
        return attacks;
    }

    @TestFactory
    Stream<DynamicTest> the_request_port_answers_after() {
        return attacks().entrySet().stream()
                .map(
                        a ->
                                DynamicTest.dynamicTest(
                                        a.getKey(), () -> requestPortSurvives(a.getValue())));
    }

    @TestFactory
    Stream<DynamicTest> the_publish_port_publishes_after() {
        return attacks().entrySet().stream()
                .map(
                        a ->
                                DynamicTest.dynamicTest(
                                        a.getKey(), () -> publishPortSurvives(a.getValue())));
    }

    private void requestPortSurvives(byte[] attack) throws IOException {
        try (RequestPort port = Zmq.requestPort("127.0.0.1", 0);
                RequestClient client =
                        Zmq.requestClient("127.0.0.1", ZmqTest.portOf(port.address()))) {
            port.serve((frame, peer) -> CompletableFuture.completedFuture(frame));
            List<Socket> open = strike(port.address(), attack);
            assertThat(client.ask(new byte[] {42}, PortContract.LONG)).containsExactly(42);
            closeAll(open);
            assertThat(client.ask(new byte[] {43}, PortContract.LONG)).containsExactly(43);
        }
    }

    private void publishPortSurvives(byte[] attack) throws Exception {
        try (PublishPort port = Zmq.publishPort("127.0.0.1", 0);
                PublishClient client =
                        Zmq.publishClient("127.0.0.1", ZmqTest.portOf(port.address()), "web1")) {
            List<Socket> open = strike(port.address(), attack);
            BlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();
            client.listen(List.of(""), heard::add);
            byte[] got = null;
            for (int i = 0; i < 200 && got == null; i++) {
                port.send(new byte[] {42});
                got = heard.poll(100, TimeUnit.MILLISECONDS);
            }
            assertThat(got).containsExactly(42);
            closeAll(open);
        }
    }

    @Test
    void big_frames_that_never_come_whole_cannot_take_more_than_the_budget() {
        ReadGuard guard = new ReadGuard(64 << 20, 128 << 20);
        List<zmq.Msg> held = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            held.add(guard.allocate(32 << 20));
        }
        assertThat(held.stream().filter(m -> m.size() > 0)).hasSize(4);
        assertThat(guard.taken()).isEqualTo(128L << 20);
        held.forEach(guard::arrived);
        assertThat(guard.taken()).isZero();
        assertThat(guard.allocate(32 << 20).size()).isEqualTo(32 << 20);
    }

    private List<Socket> strike(String address, byte[] attack) throws IOException {
        List<Socket> open = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Socket socket = closer.add(new Socket("127.0.0.1", ZmqTest.portOf(address)));
            open.add(socket);
            OutputStream out = socket.getOutputStream();
            try {
                out.write(attack);
                out.flush();
            } catch (IOException e) {
                assertThat(e)
                        .as("the port cut the connection, which is its right")
                        .hasMessageMatching(".*(reset|pipe).*");
            }
        }
        return open;
    }

    private static void closeAll(List<Socket> open) throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }

    private static byte[] frame(String type, byte[] bytes) {
        return concat(ready(greeting("NULL"), type), bytes);
    }

    private static ByteBuffer greeting(String mechanism) {
        ByteBuffer greeting = ByteBuffer.allocate(64);
        greeting.put((byte) 0xFF).putLong(1).put((byte) 0x7F).put((byte) 3).put((byte) 0);
        greeting.put(mechanism.getBytes(StandardCharsets.US_ASCII));
        return greeting.rewind();
    }

    private static byte[] ready(ByteBuffer greeting, String type) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        byte[] body =
                concat(
                        new byte[] {5},
                        "READY".getBytes(StandardCharsets.US_ASCII),
                        new byte[] {11},
                        "Socket-Type".getBytes(StandardCharsets.US_ASCII),
                        ByteBuffer.allocate(4).putInt(name.length).array(),
                        name);
        return concat(greeting.array(), new byte[] {4, (byte) body.length}, body);
    }

    private static byte[] header(int flags, long length) {
        return ByteBuffer.allocate(9).put((byte) flags).putLong(length).array();
    }

    private static byte[] parts(int count) {
        ByteBuffer parts = ByteBuffer.allocate(3 * count);
        for (int i = 0; i < count; i++) {
            parts.put((byte) 1).put((byte) 1).put((byte) 9);
        }
        return parts.array();
    }

    private static byte[] concat(byte[]... parts) {
        int size = Stream.of(parts).mapToInt(p -> p.length).sum();
        ByteBuffer all = ByteBuffer.allocate(size);
        Stream.of(parts).forEach(all::put);
        return all.array();
    }
}
