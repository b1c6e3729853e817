package org.saltern;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.saltern.base.Problem;
import org.saltern.log.LogFormat;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code saltern serve}: master and console, until the process is ended. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Run the master and the console.")
final class ServeCommand implements Callable<Integer> {
    /** The administrator's password of a first start without a person. */
    static final String ADMIN_PASSWORD = "SALTERN_ADMIN_PASSWORD";

    /** Exit status when the ports for minions are beyond help; a service manager then starts anew. */
    private static final int PORTS_FAILED = 70;

    @Spec private CommandSpec spec;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "Settings in YAML; Salt's own option names are understood. Default: none.")
    private Path config;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Settings settings = Settings.read(config, System.getenv());
        prepare(settings, spec.commandLine().getErr());
        try (Saltern saltern = new Saltern(settings, InstantSource.system())) {
            saltern.whenPortsFail(() -> System.exit(PORTS_FAILED));
            greet(saltern, out);
            Ending.await();
        }
        return 0;
    }

    /** Warns, sets the log level, makes the data folder. */
    static void prepare(Settings settings, PrintWriter err) {
        settings.warnings().forEach(warning -> err.println("Warning: " + warning));
        err.flush();
        ((Logger) LoggerFactory.getLogger("org.saltern"))
                .setLevel(Level.valueOf(settings.logLevel()));
        LogFormat.valueOf(settings.upkeep().logFormat().toUpperCase(Locale.ROOT)).use();
        makeFolder(settings.data());
        settings.files()
                .roots()
                .values()
                .forEach(
                        folders ->
                                folders.stream()
                                        .filter(folder -> folder.startsWith(settings.data()))
                                        .forEach(ServeCommand::makeFolder));
    }

    /** A folder only its owner can enter; one that is there already stays as it is. */
    static void makeFolder(Path folder) {
        try {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new Problem.Unavailable(
                    "The folder cannot be made: " + e,
                    folder.toString(),
                    "Give another folder with the option 'data' (or SALTERN_DATA), or let this user"
                            + " write there.",
                    e);
        }
    }

    private static void greet(Saltern saltern, PrintWriter out) {
        Map<String, String> environment = System.getenv();
        String password = environment.get(ADMIN_PASSWORD);
        boolean made = password != null && saltern.access().ensureAdministrator(password);
        out.println("Saltern " + Cli.Version.number() + " is up.");
        out.println("  console   " + saltern.url());
        out.println("  minions   ports " + saltern.publishPort() + " and " + saltern.requestPort());
        out.println("  master's fingerprint");
        out.println("            " + saltern.fingerprint());
        if (made) {
            out.println(
                    "  The administrator 'admin' was made with the password in "
                            + ADMIN_PASSWORD
                            + ".");
        }
        saltern.firstRun().ifPresent(address -> greetFirst(address, out));
        out.flush();
    }

    private static void greetFirst(URI address, PrintWriter out) {
        out.println();
        out.println(
                "Nobody can sign in yet. Open this address within an hour to choose the"
                        + " administrator's password:");
        out.println("  " + address);
    }
}
