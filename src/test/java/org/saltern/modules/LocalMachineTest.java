package org.saltern.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalMachineTest {
    @TempDir private Path folder;
    private final JobProcesses processes = new JobProcesses();
    private final Machine machine = new LocalMachine(processes);

    @Test
    void a_command_leaves_its_output_its_errors_and_its_exit_code() throws Exception {
        Ran ran = machine.run("/bin/sh", "-c", "echo out; echo err >&2; exit 3");
        assertThat(ran.text()).isEqualTo("out\n");
        assertThat(ran.errors()).isEqualTo("err\n");
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.ok()).isFalse();
    }

    @Test
    void output_is_told_while_the_command_still_runs() throws Exception {
        var first = new CountDownLatch(1);
        Path go = folder.resolve("go");
        var heard = new ByteArrayOutputStream();
        Output output =
                (stream, bytes) -> {
                    heard.writeBytes(bytes);
                    first.countDown();
                };
        Command command =
                Command.of(
                        "/bin/sh",
                        "-c",
                        "echo first; while [ ! -e " + go + " ]; do sleep 0.05; done; echo second");
        CompletableFuture<Ran> running = inBackground(command, output);
        assertThat(first.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(running).isNotDone();
        Files.createFile(go);
        assertThat(running.get(30, TimeUnit.SECONDS).text()).isEqualTo("first\nsecond\n");
        assertThat(heard.toString(StandardCharsets.UTF_8)).isEqualTo("first\nsecond\n");
    }

    @Test
    void only_so_much_output_is_kept_and_the_command_still_ends() throws Exception {
        Ran ran =
                machine.run(
                        Command.of("/bin/sh", "-c", "head -c 300000 /dev/zero").withLimit(1000),
                        Output.NONE);
        assertThat(ran.out()).hasSize(1000);
        assertThat(ran.cut()).isTrue();
        assertThat(ran.exit()).isZero();
    }

    @Test
    void when_time_is_up_everything_the_command_started_is_gone() throws Exception {
        Path pids = folder.resolve("pids");
        String script =
                "sleep 300 & echo $! >> " + pids + "; (sleep 300 & echo $! >> " + pids + "); wait";
        Ran ran =
                machine.run(
                        Command.of("/bin/sh", "-c", script).within(Duration.ofSeconds(1)),
                        Output.NONE);
        assertThat(ran.timedOut()).isTrue();
        assertThat(Files.readAllLines(pids)).hasSize(2).noneMatch(LocalMachineTest::isAlive);
    }

    @Test
    void a_command_that_ignores_sigterm_is_killed_all_the_same() throws Exception {
        String script = "trap '' TERM; echo ready; while :; do sleep 0.1; done";
        Ran ran =
                machine.run(
                        Command.of("/bin/sh", "-c", script).within(Duration.ofSeconds(1)),
                        Output.NONE);
        assertThat(ran.timedOut()).isTrue();
        assertThat(isAlive(Long.toString(ran.pid()))).isFalse();
    }

    @Test
    void killing_a_job_ends_its_processes_and_its_thread() throws Exception {
        var started = new CountDownLatch(1);
        var thread = new AtomicReference<Thread>();
        var end = new CompletableFuture<Exception>();
        thread.set(
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        machine.run(
                                                Command.of("/bin/sh", "-c", "echo up; sleep 300"),
                                                (stream, bytes) -> started.countDown());
                                        end.complete(null);
                                    } catch (Exception e) {
                                        end.complete(e);
                                    }
                                }));
        assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
        List<Long> pids = processes.pids();
        thread.get().interrupt();
        assertThat(end.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        assertThat(pids).hasSize(1).noneMatch(p -> isAlive(Long.toString(p)));
        assertThat(processes.pids()).isEmpty();
    }

    @Test
    void ending_a_jobs_processes_lets_the_command_return() throws Exception {
        var started = new CountDownLatch(1);
        CompletableFuture<Ran> running =
                inBackground(
                        Command.of("/bin/sh", "-c", "echo up; sleep 300"),
                        (stream, bytes) -> started.countDown());
        assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
        processes.end();
        assertThat(running.get(30, TimeUnit.SECONDS).exit()).isNotZero();
    }

    @Test
    void a_program_that_is_not_there_is_named() {
        assertThatThrownBy(() -> machine.run("no-such-program-here"))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("no-such-program-here");
    }

    @Test
    void directory_environment_input_and_mask_are_those_of_the_command() throws Exception {
        Command command =
                Command.of("/bin/sh", "-c", "pwd; echo $COLOR; cat; umask")
                        .in(folder.toRealPath().toString())
                        .withEnv(Map.of("COLOR", "blue"))
                        .withStdin("in\n".getBytes(StandardCharsets.UTF_8))
                        .withUmask(027);
        assertThat(machine.run(command, Output.NONE).text().lines())
                .containsExactly(folder.toRealPath().toString(), "blue", "in", "0027");
    }

    @Test
    void a_file_is_seen_with_its_mode_size_and_kind() throws Exception {
        Path file = folder.resolve("a");
        machine.write(file.toString(), "hello".getBytes(StandardCharsets.UTF_8));
        machine.setMode(file.toString(), 0640);
        machine.setTimes(file.toString(), Instant.EPOCH, Instant.ofEpochSecond(1_000_000_000));
        FileStat stat = machine.stat(file.toString(), true).orElseThrow();
        assertThat(stat.mode()).isEqualTo(0640);
        assertThat(stat.size()).isEqualTo(5);
        assertThat(stat.kind()).isEqualTo(FileStat.Kind.FILE);
        assertThat(stat.modified()).isEqualTo(Instant.ofEpochSecond(1_000_000_000));
        assertThat(machine.stat(file + "/below", true)).isEmpty();
    }

    @Test
    void a_signal_reaches_a_process_and_a_missing_one_is_told() throws Exception {
        var started = new CountDownLatch(1);
        CompletableFuture<Ran> running =
                inBackground(
                        Command.of(
                                "/bin/sh",
                                "-c",
                                "trap 'exit 7' USR1; echo up; while :; do sleep 0.05; done"),
                        (stream, bytes) -> started.countDown());
        assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(machine.signal(processes.pids().get(0), 10)).isTrue();
        assertThat(running.get(30, TimeUnit.SECONDS).exit()).isEqualTo(7);
        assertThat(machine.signal(99_999_999, 10)).isFalse();
    }

    private CompletableFuture<Ran> inBackground(Command command, Output output) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return machine.run(command, output);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    private static boolean isAlive(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isPresent();
    }
}
