package org.saltern.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.saltern.base.Json;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a function on hosts and prints each result as it arrives. */
@Command(
        name = "run",
        description = {
            "Run a function on hosts and print each result as it arrives.",
            "Exit code: 0 all succeeded (parked hosts aside), 1 a host failed or did not answer, 2"
                    + " nothing was run.",
        },
        footer = {
            "",
            "Examples:",
            "  saltern run '*' test.ping",
            "  saltern run 'G@os:Debian and not web1' cmd.run uptime",
            "  saltern run -L web1,web2 state.apply nginx test=True --out json",
            "Put -- before arguments that begin with a dash.",
        })
final class RunCommand extends ClientCommand {
    @Parameters(
            index = "0",
            paramLabel = "TARGET",
            description = "Which hosts: '*', 'web*', 'G@os:Debian'.")
    String target;

    @Parameters(index = "1", paramLabel = "FUNCTION", description = "For example test.ping.")
    String function;

    @Parameters(
            index = "2..*",
            paramLabel = "ARG",
            description = "Arguments as YAML (1, true, [a, b]); name=value for keyword arguments.")
    List<String> words = new ArrayList<>();

    @ArgGroup TargetOptions kind = new TargetOptions();

    @Option(names = "--out", paramLabel = "FORM", description = "nested, json, yaml or txt.")
    Format format = Format.NESTED;

    @Option(
            names = {"-t", "--timeout"},
            paramLabel = "SECONDS",
            description =
                    "How long a silent host is given before it is asked whether it still works.")
    Integer timeout;

    @Option(
            names = "--park",
            paramLabel = "TIME",
            description =
                    "Send it to hosts that are not connected now when they connect, up to so long"
                            + " from now: 90s, 30m, 24h, 7d. Does not wait for them.")
    String park;

    @Option(names = "--async", description = "Start it, print the job id, do not wait.")
    boolean async;

    @Option(
            names = {"-s", "--static"},
            description = "Print all results together at the end.")
    boolean together;

    RunCommand(Terminal terminal, Servers servers) {
        super(terminal, servers);
    }

    @Override
    int work(Api api) {
        JsonNode started = api.run(chunk());
        String jid = started.path("jid").asText();
        if (jid.isEmpty()) {
            terminal().err().println("No host matches the target; nothing was run.");
            return REFUSED;
        }
        if (async) {
            print("Started job " + jid + " on " + started.path("minions").size() + " hosts.\n");
            return OK;
        }
        var printer = new ResultPrinter(terminal(), format, together);
        try (var farewell = new Farewell(jid, terminal())) {
            new Follower(api, jid).follow(printer);
        }
        return printer.finish(jid) ? OK : FAILED;
    }

    private ObjectNode chunk() {
        ObjectNode chunk =
                Json.object()
                        .put("client", "local_async")
                        .put("tgt", target)
                        .put("tgt_type", (kind == null ? new TargetOptions() : kind).type(target));
        RunWords.into(chunk, function, words);
        if (timeout != null) {
            chunk.put("timeout", timeout);
        }
        if (park != null) {
            chunk.put("saltern_park", park);
        }
        return chunk;
    }
}
