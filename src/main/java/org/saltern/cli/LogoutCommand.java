package org.saltern.cli;

import java.util.concurrent.Callable;
import org.saltern.base.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Undoes {@code login}. */
@Command(name = "logout", description = "End the session that 'login' began, and forget its token.")
final class LogoutCommand implements Callable<Integer> {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    private final Terminal terminal;

    LogoutCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        TokenFile file = TokenFile.ofUser(terminal);
        try {
            Access access =
                    file.read()
                            .orElseThrow(
                                    () ->
                                            new Problem.NotFound(
                                                    "You are not signed in",
                                                    file.path().toString(),
                                                    "There is nothing to end."));
            file.delete();
            try (Api api = new Api(access)) {
                api.logout();
            }
            terminal.out().println("Signed out of " + access.url() + ".");
            return ClientCommand.OK;
        } catch (Problem problem) {
            return Report.of(problem, terminal);
        }
    }
}
