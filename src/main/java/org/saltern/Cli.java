package org.saltern;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. Each sub-command is a class of its own; a {@link org.saltern.base.Problem} is printed as such. */
@Command(
        name = "saltern",
        mixinStandardHelpOptions = true,
        description = "A Salt master and its console in one process.")
public final class Cli {
    private Cli() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Cli()).execute(args));
    }
}
