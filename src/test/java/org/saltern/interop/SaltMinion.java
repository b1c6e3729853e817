package org.saltern.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.saltern.crypto.Fingerprint;
import org.saltern.master.TestMaster;

/** A real, unmodified {@code salt-minion} process with folders of its own, that talks to a master on this machine. */
final class SaltMinion implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern BAD = Pattern.compile("\\[(CRITICAL|ERROR|WARNING) *\\]");

    private final Path bin;
    private final Path home;
    private Process process;

    /**
     * @param home an empty folder with a short path: Salt puts Unix sockets there
     * @param more further lines of the minion's configuration
     */
    SaltMinion(Path bin, Path home, String id, TestMaster master, String more) throws IOException {
        this.bin = bin;
        this.home = home;
        Files.writeString(
                home.resolve("minion"),
                """
                id: %s
                master: 127.0.0.1
                master_port: %d
                publish_port: %d
                master_finger: '%s'
                user: %s
                root_dir: %s
                pki_dir: pki
                cachedir: cache
                sock_dir: run
                pidfile: minion.pid
                log_file: log
                log_level_logfile: info
                acceptance_wait_time: 1
                recon_default: 200
                recon_max: 500
                random_reauth_delay: 1
                %s
                """
                        .formatted(
                                id,
                                master.requestPort(),
                                master.publishPort(),
                                master.fingerprint(),
                                System.getProperty("user.name"),
                                home,
                                more));
    }

    void start() throws IOException {
        process =
                new ProcessBuilder(
                                bin.resolve("salt-minion").toString(),
                                "-c",
                                home.toString(),
                                "-l",
                                "quiet")
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("console").toFile())
                        .start();
    }

    /** Runs {@code salt-call} as that host; its exit code. */
    int call(String... words) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(bin.resolve("salt-call").toString());
        command.addAll(List.of("-c", home.toString(), "-l", "quiet"));
        command.addAll(List.of(words));
        Process call =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("call").toFile())
                        .start();
        assertThat(call.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return call.exitValue();
    }

    /** What {@code salt-call --local key.finger} prints on that host. */
    String fingerprint() throws IOException {
        return Fingerprint.ofPem(Files.readString(home.resolve("pki/minion.pub")));
    }

    /** Waits for a line of the log that holds this text. */
    void awaitLog(String text) throws Exception {
        awaitLog(text, 1);
    }

    /** Waits for one more such line than there are. */
    void awaitLogAgain(String text) throws Exception {
        awaitLog(text, count(text) + 1);
    }

    private long count(String text) throws IOException {
        return log().stream().filter(line -> line.contains(text)).count();
    }

    private void awaitLog(String text, long times) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (count(text) < times) {
            assertThat(process.isAlive()).as("the minion runs; log: %s", log()).isTrue();
            assertThat(System.nanoTime()).as("'%s' in %s", text, log()).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    List<String> log() throws IOException {
        Path log = home.resolve("log");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    /** Lines of the log above INFO, from this line number on. */
    List<String> complaints(int from) throws IOException {
        return log().stream().skip(from).filter(line -> BAD.matcher(line).find()).toList();
    }

    /** The minion and the processes it started. */
    @Override
    public void close() {
        if (process != null) {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroy();
            process.onExit().orTimeout(5, TimeUnit.SECONDS).handle((p, late) -> p).join();
            children.forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
