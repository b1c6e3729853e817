package org.saltern;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.saltern.base.HostId;
import org.saltern.base.Problem;
import org.saltern.minion.Agent;
import org.saltern.minion.MinionConfig;
import org.saltern.minion.MinionSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code saltern minion}: the agent, until the process is ended. */
@Command(
        name = "minion",
        mixinStandardHelpOptions = true,
        description = "Run the Java minion on this host.")
final class MinionCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--master",
            paramLabel = "HOST[:PORT]",
            description = "The master to sign in at. Default: salt.")
    private String master;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "The minion id. Default: this host's name.")
    private String id;

    @Option(names = "--data", paramLabel = "DIR", description = "The minion's own folder.")
    private Path data;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "A salt-minion's configuration file; the other options win over it.")
    private Path config;

    @Option(
            names = "--publish-port",
            paramLabel = "PORT",
            description = "Where the master publishes. Default: as the master says.")
    private Integer publishPort;

    @Option(
            names = "--protocol",
            paramLabel = "2|3",
            description = "3, or 2 for masters before 3006.12 and 3007.4.")
    private Integer protocol;

    @Option(
            names = "--master-finger",
            paramLabel = "FINGERPRINT",
            description = "Sign in only at the master with this key.")
    private String masterFinger;

    @Override
    public Integer call() throws InterruptedException {
        MinionSettings settings = settings();
        ServeCommand.makeFolder(settings.data());
        try (Agent agent = new Agent(settings)) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(
                    "Minion "
                            + settings.id()
                            + " of master "
                            + settings.master()
                            + ":"
                            + settings.requestPort());
            out.println("  fingerprint " + agent.fingerprint());
            out.flush();
            agent.start();
            Ending.await();
        }
        return 0;
    }

    private MinionSettings settings() {
        Path folder = data != null ? data : Settings.defaultData(System.getenv(), "saltern-minion");
        MinionSettings given =
                config != null
                        ? MinionConfig.read(config, folder)
                        : MinionSettings.of(
                                "salt", new HostId(id != null ? id : hostName()), folder);
        MinionSettings.Trust trust = given.trust();
        return new MinionSettings(
                master == null ? given.master() : host(),
                master == null ? given.requestPort() : port(given.requestPort()),
                publishPort == null ? given.publishPort() : publishPort,
                id == null ? given.id() : new HostId(id),
                folder,
                protocol == null ? given.protocol() : protocol(),
                masterFinger == null
                        ? trust
                        : new MinionSettings.Trust(
                                masterFinger,
                                trust.signedOnly(),
                                trust.algorithms(),
                                trust.keyBits()),
                given.patience(),
                given.options());
    }

    private int protocol() {
        if (protocol != 2 && protocol != 3) {
            throw new Problem.BadInput(
                    "There is no protocol " + protocol,
                    "--protocol",
                    "Use 3, or 2 for an old master.");
        }
        return protocol;
    }

    /** Whether the text ends in a port: one colon only, or one behind the bracket of an IPv6 address. */
    private boolean hasPort() {
        return master.matches("[^:]+:[0-9]+|\\[.*\\]:[0-9]+");
    }

    private String host() {
        return hasPort() ? master.substring(0, master.lastIndexOf(':')) : master;
    }

    private int port(int otherwise) {
        if (!hasPort()) {
            return otherwise;
        }
        String digits = master.substring(master.lastIndexOf(':') + 1);
        int port = digits.length() > 5 ? 0 : Integer.parseInt(digits);
        if (port < 1 || port > 65535) {
            throw new Problem.BadInput(
                    "Not a port: " + digits,
                    "--master",
                    "Use HOST or HOST:PORT with a port from 1 to 65535.");
        }
        return port;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new Problem.BadInput(
                    "This host has no name that resolves: " + e.getMessage(),
                    "--id",
                    "Give an id with --id.",
                    e);
        }
    }
}
