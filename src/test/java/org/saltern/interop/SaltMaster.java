package org.saltern.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.saltern.base.Json;

/** A real, unmodified {@code salt-master} process with folders of its own, and the programs that go with it. */
final class SaltMaster implements AutoCloseable {
    private static final long PATIENCE_S = 90;

    private final Path bin;
    private final Path home;
    private final int requestPort = freePort();
    private final int publishPort = freePort();
    private Process process;

    /** @param home an empty folder with a short path: Salt puts Unix sockets there */
    SaltMaster(Path bin, Path home) throws IOException {
        this.bin = bin;
        this.home = home;
        Files.createDirectories(home.resolve("srv"));
        Files.createDirectories(home.resolve("pillar"));
        Files.writeString(
                home.resolve("master"),
                """
                interface: 127.0.0.1
                ret_port: %d
                publish_port: %d
                user: %s
                root_dir: %s
                pki_dir: pki
                cachedir: cache
                sock_dir: run
                pidfile: master.pid
                log_file: log
                key_logfile: keylog
                log_level_logfile: info
                worker_threads: 2
                gather_job_timeout: 5
                sign_pub_messages: True
                file_roots: {base: [%s]}
                pillar_roots: {base: [%s]}
                """
                        .formatted(
                                requestPort,
                                publishPort,
                                System.getProperty("user.name"),
                                home,
                                home.resolve("srv"),
                                home.resolve("pillar")));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress("127.0.0.1", 0));
            return socket.getLocalPort();
        }
    }

    /** Returns when the master listens. */
    void start() throws Exception {
        process =
                new ProcessBuilder(
                                bin.resolve("salt-master").toString(),
                                "-c",
                                home.toString(),
                                "-l",
                                "quiet")
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("console").toFile())
                        .start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!listens()) {
            assertThat(process.isAlive()).as("the master runs; see %s", home).isTrue();
            assertThat(System.nanoTime()).as("the master listens").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", requestPort), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    int requestPort() {
        return requestPort;
    }

    int publishPort() {
        return publishPort;
    }

    Path stateTree() {
        return home.resolve("srv");
    }

    Path pillarTree() {
        return home.resolve("pillar");
    }

    /** Asks {@code salt-key} until the key is there to be accepted. */
    void accept(String id) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!run("salt-key", "-L", "--out", "json")
                .path("minions_pre")
                .toString()
                .contains('"' + id + '"')) {
            assertThat(System.nanoTime()).as("a key of %s waits", id).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(300);
        }
        run("salt-key", "-y", "-a", id, "--out", "json");
    }

    /** The fingerprint that {@code salt-key -f} prints. */
    String fingerprint(String id) throws Exception {
        return run("salt-key", "-f", id, "--out", "json").at("/minions/" + id).asText();
    }

    /** What {@code salt} prints, by minion. */
    JsonNode salt(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("--out", "json", "--static", "-t", "5"));
        all.addAll(List.of(arguments));
        return run("salt", all.toArray(String[]::new));
    }

    private JsonNode run(String program, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(bin.resolve(program).toString(), "-c", home.toString()));
        command.addAll(List.of(arguments));
        Path errors = home.resolve("errors");
        Process running = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String out =
                new String(
                        running.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        assertThat(running.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
        int start = out.indexOf('{');
        return start < 0 ? Json.object() : Json.parse(out.substring(start));
    }

    /** The master and the processes it started. */
    @Override
    public void close() {
        if (process != null) {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroy();
            process.onExit().orTimeout(8, TimeUnit.SECONDS).handle((p, late) -> p).join();
            children.forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
