package org.saltern.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.saltern.base.Problem;

/**
 * A master that runs already: perhaps a salt-master, many processes below one. Jobs are started by a command of the caller's, in
 * which {@code {}} stands for the target.
 */
final class OtherMaster implements Master {
    private final InetSocketAddress publish;
    private final InetSocketAddress request;
    private final Optional<ProcessHandle> process;
    private final String command;

    /**
     * @param pid its first process, 0 when it is on another machine
     * @param command for the shell; empty when it starts no jobs
     */
    OtherMaster(InetSocketAddress publish, InetSocketAddress request, long pid, String command) {
        this.publish = publish;
        this.request = request;
        this.command = command;
        this.process = pid == 0 ? Optional.empty() : ProcessHandle.of(pid);
        if (pid != 0 && process.isEmpty()) {
            throw new Problem.BadInput(
                    "There is no process " + pid, "--pid", "Give the first process of the master.");
        }
    }

    @Override
    public InetSocketAddress publish() {
        return publish;
    }

    @Override
    public InetSocketAddress request() {
        return request;
    }

    private Stream<Long> pids(ProcessHandle first) {
        return Stream.concat(Stream.of(first), first.descendants()).map(ProcessHandle::pid);
    }

    @Override
    public Optional<Duration> cpu() {
        return process.map(
                p ->
                        pids(p).flatMap(pid -> Proc.cpu(pid).stream())
                                .reduce(Duration.ZERO, Duration::plus));
    }

    @Override
    public Optional<Long> memory() {
        return process.map(
                p -> pids(p).flatMap(pid -> Master.pss(pid).stream()).reduce(0L, Long::sum));
    }

    @Override
    public Optional<String> ping(String target) {
        List<String> words = List.of("sh", "-c", command.replace("{}", "'" + target + "'"));
        try {
            Process run =
                    new ProcessBuilder(words)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            run.waitFor();
            return Optional.empty();
        } catch (IOException e) {
            throw new Problem.Unavailable(
                    "The command cannot be run: " + e.getMessage(), "--run", "Correct it.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem.Unavailable("Interrupted", "--run", "Start it again.", e);
        }
    }

    boolean startsJobs() {
        return !command.isEmpty();
    }

    @Override
    public void close() {
        // it is not ours to end
    }
}
