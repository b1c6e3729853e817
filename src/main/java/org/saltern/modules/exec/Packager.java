package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.saltern.modules.Call;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Ran;

/** A package manager: {@link AptPackager} on Debian's family, {@link DnfPackager} on Red Hat's. One per call. */
interface Packager {
    /** A package to install. @param version exact, or empty for the newest @param file a path in place of a repository */
    record Wanted(String name, Optional<String> version, Optional<String> file) {}

    /** How to install. @param repository {@code fromrepo} @param reinstall also what is there already */
    record How(
            Optional<String> repository,
            boolean skipVerify,
            boolean reinstall,
            boolean recommends,
            boolean changeHeld,
            boolean onlyUpgrade,
            List<String> options) {}

    /** Installed packages by name, with their versions (several where the manager allows it). */
    SortedMap<String, List<String>> installed() throws IOException, InterruptedException;

    /** Packages that are removed but left configuration behind. */
    SortedMap<String, List<String>> removed() throws IOException, InterruptedException;

    /** The newest version that could be installed, by name; names that are not known are not in it. */
    Map<String, String> candidates(List<String> names, Optional<String> repository)
            throws IOException, InterruptedException;

    /** Fetches the lists of packages. Repository to whether that worked. */
    Map<String, Boolean> refresh() throws IOException, InterruptedException;

    Ran install(List<Wanted> packages, How how) throws IOException, InterruptedException;

    /** @param purge configuration too */
    Ran remove(List<String> names, boolean purge) throws IOException, InterruptedException;

    /** @param all also where that removes or adds packages */
    Ran upgrade(boolean all) throws IOException, InterruptedException;

    Ran autoremove(boolean purge) throws IOException, InterruptedException;

    /** Packages of which a newer version could be installed, with that version. */
    SortedMap<String, String> upgrades() throws IOException, InterruptedException;

    /** Names of packages that stay as they are. */
    List<String> held() throws IOException, InterruptedException;

    Ran hold(List<String> names, boolean hold) throws IOException, InterruptedException;

    /** Files of installed packages. */
    List<String> files(String name) throws IOException, InterruptedException;

    /** The package that a file belongs to; empty for none. */
    Optional<String> owner(String path) throws IOException, InterruptedException;

    /** What is known of an installed package. */
    Map<String, JsonNode> info(String name) throws IOException, InterruptedException;

    /** -1, 0 or 1. */
    int compare(String one, String other) throws IOException, InterruptedException;

    /** All versions in the repositories, newest first. */
    Map<String, List<String>> available(List<String> names)
            throws IOException, InterruptedException;

    /** The name and version of a package file. */
    Wanted inspect(String file) throws IOException, InterruptedException;

    /** The one of this machine. @throws ModuleError.Failed there is none that is known */
    static Packager of(Call call) throws IOException {
        if (call.machine().which("apt-get").isPresent()
                && call.machine().which("dpkg-query").isPresent()) {
            return new AptPackager(call);
        }
        for (String program : List.of("dnf", "yum")) {
            if (call.machine().which(program).isPresent()) {
                return new DnfPackager(call, program);
            }
        }
        throw new ModuleError.Failed(
                "No package manager that is known here (apt, dnf, yum) is on this machine");
    }
}
