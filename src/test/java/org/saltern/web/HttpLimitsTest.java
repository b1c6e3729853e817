package org.saltern.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one client may take of the HTTP side: S-38, S-45, h04, h05, h07 of the security requirements. */
class HttpLimitsTest {
    private static final Duration MOMENT = Duration.ofMillis(1_500);

    @TempDir Path states;
    private Console console;
    private final List<Socket> sockets = new ArrayList<>();

    private void start(HttpLimits limits) {
        console = new Console(states, false, limits).withUsers();
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        console.close();
    }

    private Socket socket() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), console.door.port());
        socket.setSoTimeout(30_000);
        sockets.add(socket);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** The status of what comes back; 0 when the connection ends without an answer. */
    private static int status(Socket socket) throws IOException {
        try {
            InputStream in = socket.getInputStream();
            String line = new String(in.readNBytes(12), StandardCharsets.ISO_8859_1);
            return line.length() < 12 ? 0 : Integer.parseInt(line.substring(9, 12));
        } catch (SocketException reset) {
            return 0;
        }
    }

    /** Whether the other side closes the connection within half a minute. */
    private static boolean ends(Socket socket) throws IOException {
        try {
            return socket.getInputStream().readAllBytes().length >= 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    private int get(String path, String... headers) throws IOException {
        Socket socket = socket();
        send(socket, "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");
        send(socket, String.join("", headers) + "\r\n");
        return status(socket);
    }

    /** As {@link #get}; 0 when the connection was closed while we wrote. */
    private int getIfLet(String path) throws IOException {
        try {
            return get(path);
        } catch (SocketException closed) {
            return 0;
        }
    }

    @Test
    void h04_a_long_line_is_414_and_long_headers_are_431() throws IOException {
        start(HttpLimits.DEFAULT);
        assertThat(get("/sign-in?to=" + "a".repeat(3_000))).isEqualTo(200);
        assertThat(get("/sign-in?to=" + "a".repeat(5_000))).isEqualTo(414);
        assertThat(get("/sign-in", "X-Much: " + "a".repeat(9_000) + "\r\n")).isEqualTo(431);
        assertThat(get("/sign-in", "X-Some: y\r\n".repeat(2_000))).isEqualTo(431);
    }

    @Test
    void s45_h07_a_form_says_how_long_it_is_and_is_not_longer_than_its_page_takes()
            throws IOException {
        start(HttpLimits.DEFAULT);
        var visitor = console.browser();
        visitor.get("/sign-in");
        assertThat(visitor.post("/sign-in", "user", "x".repeat(20_000)).statusCode())
                .isEqualTo(413);
        var ada = console.browserOf("ada");
        ada.get("/run");
        var much = ada.post("/run", "function", "x".repeat(HttpLimits.FORM));
        assertThat(much.statusCode()).isEqualTo(413);
        assertThat(much.body()).contains("longer than the console takes");
        Socket chunked = socket();
        send(
                chunked,
                "POST /sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
                        + "Content-Type: application/x-www-form-urlencoded\r\n\r\n");
        assertThat(status(chunked)).isEqualTo(411);
    }

    @Test
    void h05_three_hundred_dribbling_connections_hold_up_nobody_and_are_closed() throws Exception {
        start(new HttpLimits(8_192, 4_096, Duration.ofSeconds(30), MOMENT, 240, 500));
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Socket socket = socket();
            send(socket, "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ");
            slow.add(socket);
        }
        assertThat(console.browser().get("/sign-in").statusCode()).isEqualTo(200);
        assertThat(console.browserOf("ada").get("/hosts").statusCode()).isEqualTo(200);
        var dribble = Thread.ofVirtual().start(() -> slow.forEach(socket -> dribble(socket)));
        for (Socket socket : slow) {
            assertThat(ends(socket)).isTrue();
        }
        dribble.interrupt();
        assertThat(console.browser().get("/sign-in").statusCode()).isEqualTo(200);
    }

    /** A byte now and then, so that the connection is never idle. */
    private static void dribble(Socket socket) {
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                while (!Thread.currentThread().isInterrupted()) {
                                    send(socket, "y");
                                    Thread.sleep(200);
                                }
                            } catch (IOException | InterruptedException closed) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }

    @Test
    void h05_a_body_that_dribbles_is_408() throws Exception {
        start(
                new HttpLimits(
                        8_192, 4_096, Duration.ofSeconds(30), Duration.ofSeconds(30), 5_000, 500));
        var visitor = console.browser();
        visitor.get("/sign-in");
        Socket slow = socket();
        send(
                slow,
                "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 10000\r\n"
                        + "Content-Type: application/x-www-form-urlencoded\r\n\r\nuser=");
        dribble(slow);
        assertThat(status(slow)).isEqualTo(408);
        assertThat(console.browser().get("/sign-in").statusCode()).isEqualTo(200);
    }

    @Test
    void an_idle_connection_is_closed() throws IOException {
        start(new HttpLimits(8_192, 4_096, MOMENT, Duration.ofSeconds(30), 240, 500));
        assertThat(ends(socket())).isTrue();
    }

    @Test
    void a_long_answer_is_not_taken_for_a_slow_head() throws Exception {
        start(new HttpLimits(8_192, 4_096, Duration.ofSeconds(30), MOMENT, 240, 500));
        var ada = console.browserOf("ada");
        try (var stream = Stream.open(console, ada, "/feed/keys", null)) {
            stream.next();
            Thread.sleep(2 * MOMENT.toMillis()); // longer than a head may take
            console.knocks("web1");
            assertThat(stream.nextWith("web1").data()).contains("key-rows");
        }
    }

    @Test
    void connections_beyond_those_of_one_address_are_closed_and_room_is_made_again()
            throws Exception {
        start(HttpLimits.DEFAULT.withConnectionsPerAddress(8));
        List<Socket> open = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            open.add(socket());
        }
        for (Socket socket : open) {
            send(socket, "GET /sign-in HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(status(socket)).isEqualTo(200);
        }
        assertThat(ends(socket())).isTrue();
        open.getFirst().close();
        open.get(1).close();
        int answered = getIfLet("/sign-in");
        Instant end = Instant.now().plusSeconds(30);
        while (answered != 200
                && Instant.now().isBefore(end)) { // until the server has seen them go
            Thread.sleep(50);
            answered = getIfLet("/sign-in");
        }
        assertThat(answered).isEqualTo(200);
    }

    @Test
    void an_eleventh_stream_of_a_session_ends_its_first_and_tells_it_not_to_come_back()
            throws Exception {
        start(HttpLimits.DEFAULT);
        var ada = console.browserOf("ada");
        List<Stream> open = new ArrayList<>();
        for (int i = 0; i <= HttpLimits.STREAMS_PER_SESSION; i++) {
            open.add(Stream.open(console, ada, "/feed/keys", null));
            open.getLast().next();
        }
        assertThat(open.getFirst().rest()).contains("event: bye", "data: bye");
        console.knocks("web1");
        for (Stream stream : open.subList(1, open.size())) {
            assertThat(stream.nextWith("web1").data()).contains("key-rows");
            stream.close();
        }
    }

    @Test
    void s38_signing_out_elsewhere_ends_the_streams() throws Exception {
        start(HttpLimits.DEFAULT);
        var olga = console.browserOf("olga");
        try (var stream = Stream.open(console, olga, "/feed/keys", null)) {
            stream.next();
            console.access.setPassword(Console.ADA, "olga", "another good one");
            assertThat(stream.ends()).isTrue();
        }
    }

    @Test
    void s45_no_site_but_our_own_is_let_in() throws Exception {
        start(HttpLimits.DEFAULT);
        var answer = console.browser().get("/sign-in", "Origin", "http://evil.example");
        assertThat(answer.headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("allow-origin"));
        assertThat(answer.headers().firstValue("Server")).isEmpty();
    }
}
