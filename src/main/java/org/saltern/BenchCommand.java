package org.saltern;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.saltern.base.Problem;
import org.saltern.bench.Bench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code saltern bench}: the table of docs/performance.md, for this machine. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measure a master with simulated minions: without options a Saltern of its own, in a",
            "scratch folder on free ports."
        })
final class BenchCommand implements Callable<Integer> {
    private static final int QUICK_MINIONS = 250;

    @Spec private CommandSpec spec;

    @Option(names = "--quick", description = "Fewer minions, shorter: under a minute.")
    private boolean quick;

    @Option(names = "--minions", paramLabel = "N", description = "How many. Default: 1000.")
    private Integer minions;

    @Option(
            names = "--many",
            paramLabel = "N",
            description =
                    "How many of the row for a large fleet; two open files each here, and two in"
                            + " the master. Default: none.")
    private int many;

    @Option(names = "--protocol", paramLabel = "2|3", description = "Default: 3.")
    private int protocol = 3;

    @Option(
            names = "--fresh-req",
            description = "A new connection for each request, as minions of 3006 make.")
    private boolean fresh;

    @Option(
            names = "--at",
            paramLabel = "HOST:PORT",
            description =
                    "Measure the master whose request port this is; it must accept new keys by"
                            + " itself.")
    private String at;

    @Option(
            names = "--publish",
            paramLabel = "PORT",
            description = "Its publish port. Default: the port before the request port.")
    private Integer publish;

    @Option(
            names = "--pid",
            paramLabel = "PID",
            description = "Its first process, for processor time and memory.")
    private long pid;

    @Option(
            names = "--run",
            paramLabel = "COMMAND",
            description =
                    "Starts test.ping on the target {} there, for example \"salt -t 60 {}"
                            + " test.ping\".")
    private String run = "";

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        int count = minions != null ? minions : quick ? QUICK_MINIONS : 1_000;
        var plan =
                new Bench.Plan(
                        count,
                        many,
                        protocol,
                        fresh,
                        Duration.ofSeconds(quick ? 5 : 60),
                        Duration.ofSeconds(quick ? 5 : 20));
        var bench = new Bench(plan, out);
        if (at == null) {
            own(bench);
        } else {
            InetSocketAddress request = address();
            int port = publish != null ? publish : request.getPort() - 1;
            bench.other(new InetSocketAddress(request.getAddress(), port), request, pid, run);
        }
        return 0;
    }

    private InetSocketAddress address() {
        int colon = at.lastIndexOf(':');
        try {
            var address =
                    new InetSocketAddress(
                            at.substring(0, Math.max(0, colon)),
                            Integer.parseInt(at.substring(colon + 1)));
            if (colon > 0 && !address.isUnresolved()) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw notAnAddress(e);
        }
        throw notAnAddress(null);
    }

    private Problem.BadInput notAnAddress(Exception why) {
        return new Problem.BadInput(
                "Not the address of a request port: '" + Problem.shown(at) + "'",
                "--at",
                "Give host and port, for example 127.0.0.1:4506.",
                why);
    }

    private static void own(Bench bench) {
        Path folder;
        try {
            folder = Files.createTempDirectory("saltern-bench");
        } catch (IOException e) {
            throw new Problem.Unavailable(
                    "No scratch folder can be made: " + e.getMessage(),
                    System.getProperty("java.io.tmpdir"),
                    "Make room there.",
                    e);
        }
        bench.own(folder);
        delete(folder); // after a failure it stays, for its log
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new Problem.Unavailable(
                    "The scratch folder cannot be deleted: " + e.getMessage(),
                    folder.toString(),
                    "Delete it.",
                    e);
        }
    }
}
