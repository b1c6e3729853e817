package org.saltern.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.saltern.base.Problem;

/** A Saltern in a process of its own, with this process's Java and its options, in a scratch folder, on free ports. */
final class OwnMaster implements Master {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path folder;
    private final int publish;
    private final int request;
    private final int http;
    private Process process;
    private Api api;

    /**
     * Writes its settings; {@link #start} starts it.
     *
     * @param protocol the oldest protocol it takes
     */
    OwnMaster(Path folder, int protocol) {
        this.folder = folder;
        InetAddress local = InetAddress.getLoopbackAddress();
        try (var one = new ServerSocket(0, 1, local);
                var two = new ServerSocket(0, 1, local);
                var three = new ServerSocket(0, 1, local)) {
            publish = one.getLocalPort();
            request = two.getLocalPort();
            http = three.getLocalPort();
            Files.createDirectories(folder);
            Files.writeString(
                    folder.resolve("settings.yaml"),
                    """
                    data: %s
                    interface: 127.0.0.1
                    publish_port: %d
                    ret_port: %d
                    http_port: %d
                    auto_accept: true
                    minimum_auth_version: %d
                    log_level: warning
                    """
                            .formatted(folder.resolve("data"), publish, request, http, protocol));
        } catch (IOException e) {
            throw failed("The scratch folder cannot be used: " + e.getMessage(), e);
        }
    }

    /** Starts it; it answers a moment later. */
    void start() {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .filter(option -> !option.startsWith("-agentlib"))
                        .toList());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.saltern.Cli"));
        command.addAll(List.of("serve", "-c", folder.resolve("settings.yaml").toString()));
        File log = folder.resolve("log").toFile();
        try {
            Files.deleteIfExists(folder.resolve("data").resolve("cli-token"));
            process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                            .start();
        } catch (IOException e) {
            throw failed("Java cannot be started: " + e.getMessage(), e);
        }
    }

    /** Waits until its API answers. */
    void awaitApi() {
        Path file = folder.resolve("data").resolve("cli-token");
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(file)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw failed("The Saltern to be measured does not start", null);
            }
            Fleet.pause(Duration.ofMillis(20));
        }
        api = Api.of(file);
    }

    void stop() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    @Override
    public InetSocketAddress publish() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), publish);
    }

    @Override
    public InetSocketAddress request() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), request);
    }

    @Override
    public Optional<Duration> cpu() {
        return process.info().totalCpuDuration();
    }

    @Override
    public Optional<Long> memory() {
        return Master.pss(process.pid());
    }

    @Override
    public Optional<String> ping(String target) {
        return Optional.of(api.ping(target));
    }

    /** What its API tells of a job. */
    JsonNode job(String jid) {
        return api.job(jid);
    }

    private Problem.Unavailable failed(String what, Exception why) {
        return new Problem.Unavailable(
                what, folder.toString(), "Look at the file 'log' in that folder.", why);
    }

    @Override
    public void close() {
        if (api != null) {
            api.close();
        }
        stop();
    }
}
