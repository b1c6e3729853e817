package org.saltern.modules.states;

import java.util.List;
import java.util.stream.Stream;
import org.saltern.modules.Function;
import org.saltern.modules.Modules;

/** The list of all built-in state functions. */
public final class StateBuiltins {
    private StateBuiltins() {}

    /** A registry with every built-in state function, {@code mod_watch} and {@code mod_aggregate} included. */
    public static Modules modules() {
        Stream<List<Function>> all =
                Stream.of(
                        AlternativesStates.all(),
                        ArchiveStates.all(),
                        CmdStates.all(),
                        CronStates.all(),
                        EnvironStates.all(),
                        EventStates.all(),
                        FileStates.all(),
                        GitStates.all(),
                        GrainsStates.all(),
                        GroupStates.all(),
                        IniStates.all(),
                        IptablesStates.all(),
                        KmodStates.all(),
                        LocaleStates.all(),
                        MasterOnlyStates.all(),
                        ModuleStates.all(),
                        MonitorStates.all(),
                        MountStates.all(),
                        MysqlStates.all(),
                        PipStates.all(),
                        PkgHolds.all(),
                        PkgRepoStates.all(),
                        PkgStates.all(),
                        PostgresRoleStates.all(),
                        PostgresStates.all(),
                        SaltutilStates.all(),
                        ServiceStates.all(),
                        SshAuthStates.all(),
                        SshKnownHostsStates.all(),
                        SystemStates.all(),
                        TestStates.all(),
                        UserStates.all(),
                        VirtualenvStates.all());
        return new Modules(all.flatMap(List::stream).toList());
    }
}
