package org.saltern.modules.exec;

import java.util.List;
import java.util.stream.Stream;
import org.saltern.modules.Function;
import org.saltern.modules.Modules;
import org.saltern.modules.run.RunBuiltins;

/** The list of all built-in execution functions. */
public final class Builtins {
    private Builtins() {}

    /** A registry with every built-in function. */
    public static Modules modules() {
        Stream<List<Function>> all =
                Stream.of(
                        AlternativesFunctions.all(),
                        CmdFunctions.all(),
                        ConfigFunctions.all(),
                        CpFunctions.all(),
                        CpListing.all(),
                        CronFunctions.all(),
                        DiskFunctions.all(),
                        FileBackups.all(),
                        FileBlocks.all(),
                        FileComments.all(),
                        EnvironFunctions.all(),
                        FileContents.all(),
                        FileDevices.all(),
                        FileEntries.all(),
                        FileFacts.all(),
                        FileFind.all(),
                        FileLine.all(),
                        FileOwners.all(),
                        FilePatch.all(),
                        FileReplace.all(),
                        GitConfig.all(),
                        GitFunctions.all(),
                        GitRemotes.all(),
                        GrainsChanges.all(),
                        GrainsFunctions.all(),
                        GroupFunctions.all(),
                        HostsFile.all(),
                        HttpFunctions.all(),
                        IniFunctions.all(),
                        IptablesFunctions.all(),
                        KmodFunctions.all(),
                        LocaleFunctions.all(),
                        MachineFunctions.all(),
                        MasterFunctions.all(),
                        MatchFunctions.all(),
                        Fstab.all(),
                        MountFunctions.all(),
                        MysqlFunctions.all(),
                        NetworkFunctions.all(),
                        NetworkMath.all(),
                        NetworkTools.all(),
                        PillarFunctions.all(),
                        PipFunctions.all(),
                        PkgDetails.all(),
                        PkgFunctions.all(),
                        PostgresFunctions.all(),
                        PostgresPrivileges.all(),
                        PostgresRoles.all(),
                        PsFunctions.all(),
                        PsMachine.all(),
                        RunBuiltins.all(),
                        SaltutilFunctions.all(),
                        ShadowFunctions.all(),
                        ServiceActions.all(),
                        ServiceFunctions.all(),
                        SshFunctions.all(),
                        StatusFunctions.all(),
                        StatusTables.all(),
                        SysFunctions.all(),
                        SysctlFunctions.all(),
                        TestFunctions.all(),
                        TimezoneFunctions.all(),
                        UserFunctions.all(),
                        VersionFunctions.all(),
                        VirtualenvFunctions.all());
        return new Modules(all.flatMap(List::stream).toList());
    }
}
