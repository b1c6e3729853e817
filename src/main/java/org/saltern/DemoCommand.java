package org.saltern;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.Callable;
import org.saltern.base.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code saltern demo}: a whole Saltern to look at, reachable from this machine only. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Run master, console and four minions on this machine, to look around.")
final class DemoCommand implements Callable<Integer> {
    private static final int PASSWORD_BYTES = 8;

    @Spec private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where everything is kept. Delete it to start from nothing.")
    private Path data;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Default: ${DEFAULT-VALUE}.")
    private int httpPort;

    @Option(
            names = "--publish-port",
            paramLabel = "PORT",
            defaultValue = "4505",
            description = "Default: ${DEFAULT-VALUE}.")
    private int publishPort;

    @Option(
            names = "--request-port",
            paramLabel = "PORT",
            defaultValue = "4506",
            description = "Default: ${DEFAULT-VALUE}.")
    private int requestPort;

    @Override
    public Integer call() throws InterruptedException {
        Path folder = data != null ? data : Settings.defaultData(System.getenv(), "saltern-demo");
        Settings settings = Settings.read(null, environment(folder));
        ServeCommand.prepare(settings, spec.commandLine().getErr());
        String password = password(settings.data().resolve("demo-password"));
        try (Demo demo = new Demo(settings, InstantSource.system())) {
            demo.saltern().access().ensureAdministrator(password);
            greet(demo.saltern(), settings, password, spec.commandLine().getOut());
            Ending.await();
        }
        return 0;
    }

    private Map<String, String> environment(Path folder) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("SALTERN_DATA", folder.toString());
        environment.put("SALTERN_INTERFACE", "127.0.0.1");
        environment.put("SALTERN_HTTP_ADDRESS", "127.0.0.1");
        environment.putIfAbsent("SALTERN_LOG_LEVEL", "error");
        environment.put("SALTERN_HTTP_PORT", String.valueOf(httpPort));
        environment.put("SALTERN_PUBLISH_PORT", String.valueOf(publishPort));
        environment.put("SALTERN_RET_PORT", String.valueOf(requestPort));
        return environment;
    }

    /** The password made at the first start of this data folder, kept in a file that only this user can read. */
    private static String password(Path file) {
        try {
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
            byte[] random = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            String password = HexFormat.of().formatHex(random);
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, password + "\n");
            return password;
        } catch (IOException e) {
            throw new Problem.Unavailable(
                    "The demo's password cannot be kept: " + e,
                    file.toString(),
                    "Give another folder with --data.",
                    e);
        }
    }

    private static void greet(
            Saltern saltern, Settings settings, String password, PrintWriter out) {
        out.println();
        out.println(
                "The demo is ready: three hosts accepted and grouped, 'guest1' waits for your click"
                        + " under Keys.");
        out.println("  console   " + saltern.url());
        out.println("  user      admin");
        out.println("  password  " + password);
        out.println("  data      " + settings.data());
        out.println(
                "The minions run on this machine as you: what you run on them runs here. Ctrl-C"
                        + " ends everything.");
        out.flush();
    }
}
