package org.saltern.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.hosts.SignIn;
import org.saltern.hosts.Target;
import org.saltern.jobs.Call;
import org.saltern.jobs.Job;
import org.saltern.jobs.JobRequest;

/**
 * Measures pages of a console with 10,000 hosts (or as many as are named), an earlier history of 300 jobs, and one state run of which
 * the answers come in four variants while a page follows it. A program, not a test: run its {@code main} with the test class path.
 */
public final class PageFigures {
    private static final int STATES = 30;
    private static final int TIMES = 15;

    private final Console console;
    private final List<HostId> hosts = new ArrayList<>();
    private final Console.Browser ada;

    private PageFigures(Path states, int size) {
        console = new Console(states).withUsers();
        Map<String, Integer> connected = new HashMap<>();
        for (int i = 0; i < size; i++) {
            var host = new HostId("host" + i);
            String address = "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255);
            console.keys.judge(new SignIn(host, Console.pem(), 3, address, Json.object()));
            String seen = console.hosts.find(Console.ADA, host).orElseThrow().fingerprint();
            console.keys.accept(Console.ADA, host, seen);
            console.hosts.seen(host, address, 3);
            connected.put(address, 1);
            hosts.add(host);
        }
        console.hosts.subscribers(connected);
        ada = console.browserOf("ada");
    }

    public static void main(String[] arguments) throws Exception {
        int size = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        var figures = new PageFigures(Files.createTempDirectory("saltern-pages"), size);
        figures.history();
        Job job = figures.start("*", "state.apply");
        figures.follow(job);
        String page = "/jobs/" + job.jid();
        for (String path :
                List.of(
                        "/",
                        "/hosts",
                        "/hosts?q=99&sort=-lastSeen",
                        "/jobs",
                        "/jobs?q=host7",
                        "/search?q=host77",
                        "/keys?show=accepted",
                        "/run?by=expression&expression=*&function=test.ping",
                        page,
                        page + "?view=hosts",
                        page + "?view=states",
                        page + "?view=raw",
                        page + "?q=variant%203")) {
            figures.measure(path);
        }
        System.exit(0);
    }

    private void history() throws InterruptedException {
        for (int i = 0; i < 300; i++) {
            Thread.sleep(25); // one user may start fifty jobs in a second
            Job job = start("host" + i + "*", "test.ping");
            record(job, new HostId("host" + i), Json.parse("true")).join();
        }
    }

    private Job start(String glob, String function) {
        return console.jobs.start(
                Console.ADA, JobRequest.of(Target.glob(glob), new Call(function, List.of())));
    }

    /** A page by answers is open while all hosts answer: how often it is sent, and when it shows the last. */
    private void follow(Job job) throws Exception {
        var stream = Stream.open(console, ada, "/feed/jobs/" + job.jid(), null);
        stream.next();
        String last = String.format("%d of %<d done", hosts.size());
        var frames = new AtomicInteger();
        var bytes = new AtomicLong();
        var shown = new CompletableFuture<Long>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            while (!shown.isDone()) {
                                String data = next(stream);
                                frames.incrementAndGet();
                                bytes.addAndGet(data.length());
                                if (data.replace(",", "").contains(last)) {
                                    shown.complete(System.nanoTime());
                                }
                            }
                        });
        long start = System.nanoTime();
        List<CompletableFuture<Void>> returns = new ArrayList<>();
        for (int i = 0; i < hosts.size(); i++) {
            int variant = i < 3 ? 1 : i < 50 ? 2 : i < 51 ? 3 : 0;
            returns.add(record(job, hosts.get(i), run(variant, i)));
        }
        CompletableFuture.allOf(returns.toArray(CompletableFuture[]::new)).join();
        long committed = System.nanoTime();
        say(
                "%d returns committed in %d ms; the page shows the last %d ms later; %d frames of"
                        + " %d KiB, at most one each 250 ms",
                hosts.size(),
                (committed - start) / 1_000_000,
                Math.max(0, shown.get() - committed) / 1_000_000,
                frames.get(),
                bytes.get() / frames.get() / 1024);
    }

    private static String next(Stream stream) {
        try {
            return stream.next().data();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CompletableFuture<Void> record(Job job, HostId host, JsonNode result) {
        ObjectNode load =
                Json.object()
                        .put("cmd", "_return")
                        .put("id", host.value())
                        .put("jid", job.jid().value())
                        .put("fun", job.calls().getFirst().function())
                        .put("retcode", 0)
                        .put("success", true);
        load.set("fun_args", Json.array());
        load.set("return", result);
        return console.jobs.record(host, load).toCompletableFuture();
    }

    private static ObjectNode run(int variant, int duration) {
        ObjectNode run = Json.object();
        for (int i = 0; i < STATES; i++) {
            String comment = "state " + i + " variant " + (i % 7 == variant ? variant : 0);
            ObjectNode one =
                    Json.object()
                            .put("result", variant != 1 || i != 4)
                            .put("comment", comment)
                            .put("duration", duration * 0.37)
                            .put("__run_num__", i);
            one.set("changes", Json.object());
            run.set("file_|-state" + i + "_|-/etc/file" + i + "_|-managed", one);
        }
        return run;
    }

    private void measure(String path) {
        List<Long> times = new ArrayList<>();
        int size = 0;
        for (int i = 0; i < TIMES; i++) {
            long start = System.nanoTime();
            size = ada.get(path).body().length();
            times.add(System.nanoTime() - start);
        }
        times.sort(null);
        say(
                "%-60s median %5.1f ms, worst %6.1f ms, %4d KiB",
                path.replaceAll("[0-9]{20}", "JID"),
                times.get(TIMES / 2) / 1e6,
                times.getLast() / 1e6,
                size / 1024);
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private static void say(String format, Object... values) {
        System.out.printf(format + "%n", values);
    }
}
