package org.saltern.modules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.saltern.modules.states.StateBuiltins;

/** Writes the list of state functions in docs/modules.md from the registry; everything above the mark stays. */
final class StatePage {
    static final Path FILE = Path.of("docs/modules.md");
    private static final String MARK = "<!-- from here on written by StatePage -->\n";
    private static final String HOST =
            "Debian 12 throw-away host beside Salt 3007.13 (`SystemStatesOnHostTest`)";
    private static final String CASES = "recorded cases of Salt 3007.0";

    /** Who does the work, and where that was seen. */
    private record Support(String provider, String tested) {}

    private static final Map<String, Support> SUPPORT =
            Map.ofEntries(
                    Map.entry(
                            "alternatives",
                            new Support("update-alternatives, alternatives (not tested)", HOST)),
                    Map.entry("archive", new Support("tar, unzip (not tested)", HOST + ", tar")),
                    Map.entry("cron", new Support("crontab(1)", HOST)),
                    Map.entry(
                            "file",
                            new Support(
                                    "Saltern itself; patch(1), chattr(1)",
                                    CASES + "; owners: " + HOST)),
                    Map.entry(
                            "group",
                            new Support("groupadd, groupmod, gpasswd", CASES + "; " + HOST)),
                    Map.entry("host", new Support("/etc/hosts", HOST)),
                    Map.entry(
                            "pkg",
                            new Support(
                                    "apt and dpkg; dnf or yum and rpm (parsers tested on recorded output only)",
                                    CASES
                                            + "; Debian 12 throw-away host beside Salt 3007.13 (`RealHostTest`)")),
                    Map.entry(
                            "pkgrepo",
                            new Support(
                                    "sources.list and .sources files; yum.repos.d (not tested)",
                                    HOST + ", one-line file without key")),
                    Map.entry(
                            "service",
                            new Support(
                                    "System V scripts with update-rc.d; systemctl (not tested on a real host)",
                                    CASES
                                            + "; Debian 12 throw-away host without systemd (`RealHostTest`)")),
                    Map.entry("ssh_auth", new Support("authorized_keys files", HOST)),
                    Map.entry("sysctl", new Support("sysctl(8)", "not on a real host yet")),
                    Map.entry("timezone", new Support("/etc/localtime", "not on a real host yet")),
                    Map.entry(
                            "user",
                            new Support(
                                    "useradd, usermod, userdel, chage, chpasswd",
                                    CASES + "; " + HOST)));

    private StatePage() {}

    public static void main(String[] args) throws IOException {
        String page = Files.readString(FILE);
        Files.writeString(FILE, page.substring(0, page.indexOf(MARK)) + list());
    }

    static String list() {
        var out = new StringBuilder(MARK);
        String module = "";
        for (Function f : StateBuiltins.modules().functions()) {
            if (!f.module().equals(module)) {
                module = f.module();
                Support support =
                        SUPPORT.getOrDefault(module, new Support("Saltern itself", CASES));
                out.append("\n### ").append(module).append("\n\nProvider: ");
                out.append(support.provider()).append(". Seen at work: ").append(support.tested());
                out.append(".\n\n| state | what it is for |\n|---|---|\n");
            }
            out.append("| `").append(f.name()).append('(');
            out.append(FunctionPage.signature(f)).append(")` | ");
            out.append(
                            f.doc()
                                    .split("\n")[0]
                                    .replace("|", "\\|")
                                    .replace("*", "\\*")
                                    .replace("_", "\\_"))
                    .append(" |\n");
        }
        return out.toString();
    }
}
