package org.saltern;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.saltern.backup.Restore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code saltern restore FILE --data DIR}: a backup becomes a data folder again. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = "Put a backup into an empty folder.")
final class RestoreCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "What 'saltern backup' wrote.")
    private Path file;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description = "The data folder to make; empty or not there yet.")
    private Path data;

    @Override
    public Integer call() {
        Restore.Done done = Restore.into(data, file);
        PrintWriter out = spec.commandLine().getOut();
        out.println("Restored " + done.files() + " files to " + data + ".");
        out.println("  backup of            " + done.made() + ", Saltern " + done.version());
        out.println("  master's fingerprint " + done.fingerprint());
        done.elsewhere()
                .forEach(
                        folder ->
                                out.println(
                                        "  folders that were not in the data folder are below "
                                                + folder
                                                + ": move them to their place, or change file_roots"
                                                + " and pki_dir."));
        if (done.settings() != null) {
            out.println(
                    "  settings             "
                            + done.settings()
                            + ": look at 'data' in it, then start with --config.");
        }
        out.println();
        out.println(
                "Minions connect without being accepted again. Everything is as it was at that"
                        + " moment: a key that was");
        out.println(
                "deleted or rejected, a password or a right that was changed since then is again as"
                        + " before. Look at the");
        out.println("pages Keys and Users before you open the ports. Start it with:");
        out.println("  SALTERN_DATA=" + data + " ./saltern serve");
        out.flush();
        return 0;
    }
}
