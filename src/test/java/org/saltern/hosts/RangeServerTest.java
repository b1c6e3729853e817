package org.saltern.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.base.Closer;
import org.saltern.base.Problem;

/** The client against servers that answer as mod_ranged and grange-server do, and against some that misbehave. */
class RangeServerTest {
    @AutoClose private final Closer closer = new Closer();
    private final TestClock clock = new TestClock();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private HttpServer http;
    private RangeServer ranges;
    private volatile Answer answer;

    private interface Answer {
        void give(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(closer.add(Executors.newVirtualThreadPerTaskExecutor()));
        http.createContext(
                "/",
                exchange -> {
                    asked.add(exchange.getRequestURI().toString());
                    try (exchange) {
                        answer.give(exchange);
                    }
                });
        http.start();
        closer.add(() -> http.stop(0));
        ranges = closer.add(new RangeServer(address(), clock, Duration.ofSeconds(2)));
    }

    private String address() {
        return "127.0.0.1:" + http.getAddress().getPort();
    }

    private void answers(int status, String body) {
        answer = exchange -> send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Test
    void names_come_a_line_each() {
        answers(200, "web1.example\nweb2.example\r\n\n");
        assertThat(ranges.hosts("%web")).containsExactlyInAnyOrder("web1.example", "web2.example");
        answers(200, "");
        assertThat(ranges.hosts("%none")).isEmpty();
    }

    @Test
    void the_expression_is_percent_encoded_as_a_whole() {
        answers(200, "");
        ranges.hosts("%a+b & /x.é/ - {1..3}");
        assertThat(asked)
                .containsExactly("/range/list?%25a%2Bb%20%26%20%2Fx.%C3%A9%2F%20-%20%7B1..3%7D");
    }

    @Test
    void what_mod_ranged_does_not_understand_is_said() {
        answer =
                exchange -> {
                    exchange.getResponseHeaders().add("RangeException", "NOCLUSTER: wbe");
                    send(exchange, 200, "wbe".getBytes(StandardCharsets.UTF_8));
                };
        assertThatThrownBy(() -> ranges.hosts("%wbe"))
                .isInstanceOf(Problem.BadInput.class)
                .hasMessageContaining("'%wbe': NOCLUSTER: wbe");
    }

    @Test
    void what_grange_server_does_not_understand_is_said_without_control_characters() {
        answers(422, "parse \u001b[31merror\n");
        assertThatThrownBy(() -> ranges.hosts("{"))
                .isInstanceOf(Problem.BadInput.class)
                .hasMessageContaining("parse \\u001b[31merror");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307})
    void redirects_are_not_followed(int status) {
        answer =
                exchange -> {
                    exchange.getResponseHeaders()
                            .add("Location", "http://" + address() + "/elsewhere");
                    send(exchange, status, new byte[0]);
                };
        assertThatThrownBy(() -> ranges.hosts("%web"))
                .isInstanceOf(Problem.Unavailable.class)
                .hasMessageContaining(Integer.toString(status));
        assertThat(asked).hasSize(1);
    }

    @Test
    void an_answer_without_end_is_cut() {
        answer =
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    OutputStream out = exchange.getResponseBody();
                    byte[] names = "web1\n".repeat(10_000).getBytes(StandardCharsets.UTF_8);
                    for (int i = 0; i < 10_000; i++) {
                        out.write(names); // ends when the client hangs up
                    }
                };
        assertThatThrownBy(() -> ranges.hosts("%web"))
                .isInstanceOf(Problem.Unavailable.class)
                .hasMessageContaining("1048576");
    }

    @Test
    void a_server_that_never_ends_its_answer_is_given_up() {
        var end = new java.util.concurrent.CountDownLatch(1);
        answer =
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write("web1\n".getBytes(StandardCharsets.UTF_8));
                    exchange.getResponseBody().flush();
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                };
        try {
            assertThatThrownBy(() -> ranges.hosts("%web"))
                    .isInstanceOf(Problem.Unavailable.class)
                    .hasMessageContaining("2 seconds");
        } finally {
            end.countDown();
        }
    }

    @Test
    void an_answer_is_kept_for_ten_seconds() {
        answers(200, "web1");
        ranges.hosts("%web");
        clock.pass(Duration.ofSeconds(9));
        ranges.hosts("%web");
        assertThat(asked).hasSize(1);
        clock.pass(Duration.ofSeconds(1));
        answers(200, "web2");
        assertThat(ranges.hosts("%web")).containsExactly("web2");
    }

    @Test
    void a_server_that_failed_is_left_alone_for_ten_seconds_and_not_longer() {
        answers(503, "");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> ranges.hosts("%web")).isInstanceOf(Problem.Unavailable.class);
            clock.pass(Duration.ofSeconds(4));
        }
        assertThat(asked).hasSize(1);
        answers(200, "web1");
        assertThat(ranges.hosts("%web")).containsExactly("web1");
    }

    @Test
    void a_server_that_is_absent_is_named() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var absent = closer.add(new RangeServer("127.0.0.1:" + port, clock));
        assertThatThrownBy(() -> absent.hosts("%web"))
                .isInstanceOf(Problem.Unavailable.class)
                .extracting(e -> ((Problem) e).where())
                .isEqualTo("range_server 127.0.0.1:" + port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "user@range:80",
                "range:80/x",
                "range:80?x",
                "range:80#x",
                "range:x"
            })
    void what_is_no_server_is_refused(String server) {
        assertThatThrownBy(() -> new RangeServer(server, clock))
                .isInstanceOf(Problem.BadInput.class);
    }

    @Test
    void an_expression_that_a_url_cannot_carry_is_refused() {
        assertThatThrownBy(() -> ranges.hosts("a".repeat(7_501)))
                .isInstanceOf(Problem.BadInput.class);
        assertThat(asked).isEmpty();
    }
}
