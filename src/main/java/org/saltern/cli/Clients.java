package org.saltern.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/** Adds the commands that talk to a running server to the command line. */
public final class Clients {
    private final Terminal terminal;
    private final Servers servers;

    /**
     * @param dataFolders where a server of this user may keep its data ({@code cli-token} is looked for there), the likeliest
     *     first
     */
    public Clients(Terminal terminal, List<Path> dataFolders) {
        this.terminal = terminal;
        this.servers = new Servers(terminal, dataFolders);
    }

    /** Adds {@code run}, {@code keys}, {@code jobs}, {@code tokens}, {@code audit}, {@code backup}, {@code login} and {@code logout}. */
    public void addTo(CommandLine root) {
        var keys = new CommandLine(new KeysCommand(terminal, servers));
        keys.addSubcommand(new KeysCommand.ListKeys(terminal, servers));
        keys.addSubcommand(new KeysCommand.Finger(terminal, servers));
        keys.addSubcommand(new KeyChange.Accept(terminal, servers));
        keys.addSubcommand(new KeyChange.Reject(terminal, servers));
        keys.addSubcommand(new KeyChange.Delete(terminal, servers));
        var jobs = new CommandLine(new JobsCommand(terminal, servers));
        jobs.addSubcommand(new JobsCommand.ListJobs(terminal, servers));
        jobs.addSubcommand(new JobsCommand.Active(terminal, servers));
        jobs.addSubcommand(new JobsCommand.Show(terminal, servers));
        jobs.addSubcommand(new JobsCommand.Kill(terminal, servers));
        var tokens = new CommandLine(new TokensCommand(terminal, servers));
        tokens.addSubcommand(new TokensCommand.Make(terminal, servers));
        tokens.addSubcommand(new TokensCommand.Revoke(terminal, servers));
        var audit = new CommandLine(new AuditCommand(terminal, servers));
        audit.addSubcommand(new AuditCommand.Check(terminal, servers));
        root.addSubcommand("run", new RunCommand(terminal, servers));
        root.addSubcommand("keys", keys);
        root.addSubcommand("jobs", jobs);
        root.addSubcommand("tokens", tokens);
        root.addSubcommand("audit", audit);
        root.addSubcommand("backup", new BackupCommand(terminal, servers));
        root.addSubcommand("login", new LoginCommand(terminal, servers));
        root.addSubcommand("logout", new LogoutCommand(terminal));
        // '@file' stays what was typed, and 'json' means JSON, here and in every sub-command.
        root.setExpandAtFiles(false);
        root.setCaseInsensitiveEnumValuesAllowed(true);
    }
}
