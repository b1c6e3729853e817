package org.saltern.cli;

import java.net.URI;
import java.util.concurrent.Callable;
import org.saltern.base.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Signs in and keeps the token for later commands. */
@Command(
        name = "login",
        description =
                "Sign in to a server and remember the token, so that keys, run and jobs need no"
                        + " typing.")
final class LoginCommand implements Callable<Integer> {
    @Mixin ServerOptions options = new ServerOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    private final Terminal terminal;
    private final Servers servers;

    LoginCommand(Terminal terminal, Servers servers) {
        this.terminal = terminal;
        this.servers = servers;
    }

    @Override
    public Integer call() {
        try {
            URI url = servers.address(options);
            String user = servers.user(options);
            String token = Api.login(url, user, servers.password(options, user));
            TokenFile file = TokenFile.ofUser(terminal);
            file.write(new Access(url, token, false));
            terminal.out()
                    .println("Signed in to " + url + "; the token is in " + file.path() + ".");
            return ClientCommand.OK;
        } catch (Problem problem) {
            return Report.of(problem, terminal);
        }
    }
}
