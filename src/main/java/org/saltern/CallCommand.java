package org.saltern;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.cli.Outputs;
import org.saltern.minion.Agent;
import org.saltern.minion.MinionConfig;
import org.saltern.minion.MinionSettings;
import org.saltern.modules.JobProcesses;
import org.saltern.modules.LocalMachine;
import org.saltern.modules.Modules;
import org.saltern.modules.Outcome;
import org.saltern.modules.Output;
import org.saltern.modules.exec.Builtins;
import org.saltern.modules.grains.Grains;
import org.saltern.modules.masterless.Masterless;
import org.saltern.yaml.Arguments;
import org.saltern.yaml.Yaml;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code saltern call}: one function on this host, as {@code salt-call} runs it. */
@Command(
        name = "call",
        mixinStandardHelpOptions = true,
        description = {
            "Run one function on this host and print its answer, as salt-call does.",
            "Exit code: 0 it succeeded, 1 it failed; with --retcode-passthrough the function's"
                    + " own.",
        },
        footer = {
            "",
            "Examples:",
            "  saltern call --local --file-root /srv/salt state.apply apache test=True",
            "  saltern call --local grains.get os",
            "Put -- before arguments that begin with a dash.",
        })
final class CallCommand implements Callable<Integer> {
    private static final DateTimeFormatter JID =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSSSSS");
    private static final int NOT_AVAILABLE = 255;

    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FUNCTION", description = "For example state.apply.")
    private String function;

    @Parameters(
            index = "1..*",
            paramLabel = "ARG",
            description = "Arguments as YAML (1, true, [a, b]); name=value for keyword arguments.")
    private List<String> words = new ArrayList<>();

    @Option(names = "--local", description = "Without a master: trees are folders of this host.")
    private boolean local;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "A minion's configuration file, or the folder it is in.")
    private Path config;

    @Option(
            names = "--file-root",
            paramLabel = "DIR",
            description = "The state tree of the base environment.")
    private Path fileRoot;

    @Option(
            names = "--pillar-root",
            paramLabel = "DIR",
            description = "The pillar tree of the base environment.")
    private Path pillarRoot;

    @Option(names = "--id", paramLabel = "ID", description = "The minion id.")
    private String id;

    @Option(names = "--data", paramLabel = "DIR", description = "The minion's own folder.")
    private Path data;

    @Option(
            names = {"--out", "--output"},
            paramLabel = "FORM",
            description = "nested, highstate, json, yaml, txt, raw, newline_values_only, quiet.")
    private String out;

    @Option(
            names = "--state-output",
            paramLabel = "MODE",
            description = "full, terse, mixed, changes, filter; each also with _id.")
    private String stateOutput;

    @Option(names = "--retcode-passthrough", description = "End with the function's own exit code.")
    private boolean passThrough;

    @Option(
            names = {"-l", "--log-level"},
            paramLabel = "LEVEL",
            description = "quiet, error, warning, info, debug.")
    private String logLevel = "warning";

    @Override
    public Integer call() throws IOException, InterruptedException {
        setLogLevel();
        ObjectNode options = options();
        boolean masterless = local || options.path("file_client").asText().equals("local");
        Modules modules = Builtins.modules();
        if (modules.find(function).isEmpty()) {
            spec.commandLine().getErr().println("'" + function + "' is not available.");
            return NOT_AVAILABLE;
        }
        ObjectNode job =
                Json.object()
                        .put("fun", function)
                        .put("pid", ProcessHandle.current().pid())
                        .put("jid", JID.format(LocalDateTime.now(ZoneId.systemDefault())))
                        .put("tgt", "salt-call");
        Outcome outcome = masterless ? withoutMaster(options, modules, job) : withMaster(job);
        print(outcome, options);
        if (passThrough) {
            return outcome.retcode();
        }
        return outcome.retcode() == 0 ? 0 : 1;
    }

    private void setLogLevel() {
        Level level =
                switch (logLevel) {
                    case "quiet" -> Level.OFF;
                    case "critical", "error" -> Level.ERROR;
                    case "info", "profile" -> Level.INFO;
                    case "debug", "trace", "garbage", "all" -> Level.DEBUG;
                    default -> Level.WARN;
                };
        for (String name : List.of(org.slf4j.Logger.ROOT_LOGGER_NAME, "org.saltern")) {
            if (LoggerFactory.getLogger(name) instanceof Logger logger) {
                logger.setLevel(level);
            }
        }
    }

    private Path configFile() {
        Path given = config == null ? Path.of("/etc/salt/minion") : config;
        return Files.isDirectory(given) ? given.resolve("minion") : given;
    }

    private Path folder() {
        return data != null ? data : Settings.defaultData(System.getenv(), "saltern-minion");
    }

    private ObjectNode options() throws IOException {
        Path file = configFile();
        ObjectNode options = Json.object();
        if (Files.isReadable(file)) {
            if (Yaml.read(Files.readString(file), file.toString()) instanceof ObjectNode given) {
                options = given;
            }
        } else if (config != null) {
            throw new Problem.NotFound(
                    "The configuration file cannot be read",
                    file.toString(),
                    "Check its name and mode.");
        }
        options.put("conf_file", file.toAbsolutePath().toString());
        if (id != null) {
            options.put("id", id);
        }
        if (!options.hasNonNull("id")) {
            options.put("id", InetAddress.getLocalHost().getHostName());
        }
        root(options, "file_roots", fileRoot, "/srv/salt");
        root(options, "pillar_roots", pillarRoot, "/srv/pillar");
        if (!options.hasNonNull("cachedir")) {
            options.put("cachedir", folder().resolve("cache").toString());
        }
        return options;
    }

    private static void root(ObjectNode options, String name, Path given, String usual) {
        if (given != null || !options.path(name).isObject()) {
            String folder = given == null ? usual : given.toAbsolutePath().toString();
            ObjectNode roots = Json.object();
            roots.set("base", Json.array().add(folder));
            options.set(name, roots);
        }
    }

    private Outcome withoutMaster(ObjectNode options, Modules modules, ObjectNode job)
            throws IOException, InterruptedException {
        options.put("local", true).put("file_client", "local").put("__cli", "salt-call");
        var machine = new LocalMachine(new JobProcesses());
        var minion =
                new Masterless(machine, options, modules, () -> Grains.collect(machine, options));
        minion.refreshPillar();
        return modules.call(minion.context(job, Output.NONE), function, arguments());
    }

    private Outcome withMaster(ObjectNode job) throws InterruptedException {
        Path file = configFile();
        MinionSettings settings =
                Files.isReadable(file)
                        ? MinionConfig.read(file, folder())
                        : MinionSettings.of("salt", new HostId(hostId()), folder());
        ServeCommand.makeFolder(settings.data());
        try (Agent agent = new Agent(settings)) {
            return agent.call(job, arguments());
        }
    }

    private String hostId() {
        if (id != null) {
            return id;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            throw new Problem.BadInput(
                    "This host has no name that resolves: " + e.getMessage(),
                    "--id",
                    "Give an id with --id.",
                    e);
        }
    }

    private List<JsonNode> arguments() {
        Arguments parsed = Arguments.parse(words);
        List<JsonNode> all = new ArrayList<>(parsed.positional());
        if (!parsed.keywords().isEmpty()) {
            all.add(parsed.keywords().deepCopy().put("__kwarg__", true));
        }
        return all;
    }

    private void print(Outcome outcome, ObjectNode options) {
        PrintWriter to = spec.commandLine().getOut();
        if (outcome.error().isPresent() && outcome.value().isTextual()) {
            spec.commandLine().getErr().println(outcome.value().textValue());
            spec.commandLine().getErr().flush();
            return;
        }
        String form = out != null ? out : outcome.outputter().orElse("nested");
        String mode =
                stateOutput != null ? stateOutput : options.path("state_output").asText("full");
        to.print(Outputs.text(form, "local", outcome.value(), !outcome.success(), mode));
        to.flush();
    }
}
