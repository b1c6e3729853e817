package org.saltern.cli;

import java.util.concurrent.Callable;
import org.saltern.base.Problem;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that asks a server: finds it, and says problems in words. */
abstract class ClientCommand implements Callable<Integer> {
    /** Everything went well. */
    static final int OK = 0;

    /** A host failed or stayed silent. */
    static final int FAILED = 1;

    /** The command itself could not be done: wrong words, no server, no right, no such thing. */
    static final int REFUSED = 2;

    @Mixin ServerOptions server = new ServerOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    private final Terminal terminal;
    private final Servers servers;

    ClientCommand(Terminal terminal, Servers servers) {
        this.terminal = terminal;
        this.servers = servers;
    }

    /** Does the work; the exit code. */
    abstract int work(Api api);

    @Override
    public Integer call() {
        try (Api api = new Api(servers.find(server))) {
            int code = work(api);
            api.endTemporary();
            return code;
        } catch (Problem problem) {
            return Report.of(problem, terminal);
        }
    }

    Terminal terminal() {
        return terminal;
    }

    void print(String text) {
        terminal.out().print(text);
        terminal.out().flush();
    }
}
