package org.saltern;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.saltern.base.Problem;
import org.saltern.cli.Clients;
import org.saltern.cli.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;

/** The command line. Each sub-command is a class of its own; a {@link Problem} is printed as what, where and how to fix it. */
@Command(
        name = "saltern",
        mixinStandardHelpOptions = true,
        versionProvider = Cli.Version.class,
        description = "A Salt master and its console in one process.",
        synopsisSubcommandLabel = "COMMAND")
public final class Cli {
    private Cli() {}

    public static void main(String[] args) {
        CommandLine root = args.length > 0 && args[0].equals("call") ? call() : commands();
        System.exit(root.execute(args));
    }

    /** The command tree with {@code call} alone: a third of the time that a call needs would go into the others. */
    private static CommandLine call() {
        CommandLine root = new CommandLine(new Cli());
        root.addSubcommand(new CallCommand());
        root.setExecutionExceptionHandler(Cli::tell);
        return root;
    }

    /** The whole command tree; what went wrong ends up on its error stream and in its exit code (0 good, 1 bug, 2 problem). */
    static CommandLine commands() {
        CommandLine root = new CommandLine(new Cli());
        root.addSubcommand(new DemoCommand());
        root.addSubcommand(new ServeCommand());
        root.addSubcommand(new MinionCommand());
        root.addSubcommand(new CallCommand());
        root.addSubcommand(new ConformanceCommand());
        root.addSubcommand(new RestoreCommand());
        root.addSubcommand(new BenchCommand());
        Map<String, String> environment = System.getenv();
        var folders =
                List.of(
                        Settings.defaultData(environment, "saltern"),
                        Settings.defaultData(environment, "saltern-demo"));
        new Clients(Terminal.system(), folders).addTo(root);
        root.setExecutionExceptionHandler(Cli::tell);
        return root;
    }

    private static int tell(Exception e, CommandLine command, ParseResult args) throws Exception {
        if (!(e instanceof Problem problem)) {
            throw e;
        }
        PrintWriter err = command.getErr();
        err.println(problem.what());
        err.println("  where: " + problem.where());
        err.println("  fix:   " + problem.fix());
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    /** The version in the jar's manifest. */
    static final class Version implements IVersionProvider {
        static String number() {
            String version = Cli.class.getPackage().getImplementationVersion();
            return version == null ? "development" : version;
        }

        @Override
        public String[] getVersion() {
            return new String[] {"Saltern " + number()};
        }
    }
}
