package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.saltern.modules.Call;
import org.saltern.modules.Command;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Ran;
import org.saltern.modules.Values;

/** apt and dpkg. Questions of packages are answered with what they propose, changed configuration files stay. */
final class AptPackager implements Packager {
    private static final Map<String, String> QUIET =
            Map.of(
                    "DEBIAN_FRONTEND", "noninteractive",
                    "APT_LISTCHANGES_FRONTEND", "none",
                    "APT_LISTBUGS_FRONTEND", "none",
                    "UCF_FORCE_CONFFOLD", "1");
    private static final List<String> KEEP_FILES =
            List.of(
                    "-o",
                    "DPkg::Options::=--force-confold",
                    "-o",
                    "DPkg::Options::=--force-confdef");

    private final Call call;

    AptPackager(Call call) {
        this.call = call;
    }

    private Ran apt(List<String> words) throws IOException, InterruptedException {
        var argv = new ArrayList<>(List.of("apt-get", "-q", "-y"));
        argv.addAll(words);
        return Running.run(call, Command.of(argv).withEnv(QUIET));
    }

    private SortedMap<String, List<String>> byStatus(String wanted)
            throws IOException, InterruptedException {
        Ran ran =
                Running.run(
                        call,
                        "dpkg-query",
                        "--showformat",
                        "${Status}\t${Package}\t${Version}\t${Architecture}\n",
                        "-W");
        return parse(ran.text(), wanted, architecture());
    }

    private String architecture() throws IOException, InterruptedException {
        return Running.run(call, "dpkg", "--print-architecture").text().strip();
    }

    /** Packages of another architecture carry it in their name, {@code libc6:i386}. */
    static SortedMap<String, List<String>> parse(String table, String wanted, String native_) {
        var out = new TreeMap<String, List<String>>();
        for (String line : table.lines().toList()) {
            String[] f = line.split("\t", -1);
            String[] status = f[0].split(" ");
            if (f.length < 4 || status.length < 3 || !status[2].equals(wanted)) {
                continue;
            }
            boolean own = f[3].equals(native_) || f[3].equals("all");
            String name = own ? f[1] : f[1] + ":" + f[3];
            out.computeIfAbsent(name, k -> new ArrayList<>()).add(f[2]);
        }
        return out;
    }

    @Override
    public SortedMap<String, List<String>> installed() throws IOException, InterruptedException {
        return byStatus("installed");
    }

    @Override
    public SortedMap<String, List<String>> removed() throws IOException, InterruptedException {
        return byStatus("config-files");
    }

    @Override
    public Map<String, String> candidates(List<String> names, Optional<String> repository)
            throws IOException, InterruptedException {
        var argv = new ArrayList<>(List.of("apt-cache", "-q", "policy"));
        repository.ifPresent(r -> argv.addAll(List.of("-o", "APT::Default-Release=" + r)));
        argv.add("--");
        argv.addAll(names);
        return candidates(Running.run(call, argv).text());
    }

    /** What {@code apt-cache policy} says. */
    static Map<String, String> candidates(String text) {
        Map<String, String> out = new LinkedHashMap<>();
        String name = "";
        for (String line : text.lines().toList()) {
            if (!line.startsWith(" ") && line.endsWith(":")) {
                name = line.substring(0, line.length() - 1);
            } else if (line.strip().startsWith("Candidate:")) {
                String version = line.strip().substring("Candidate:".length()).strip();
                if (!version.equals("(none)")) {
                    out.put(name, version);
                }
            }
        }
        return out;
    }

    @Override
    public Map<String, Boolean> refresh() throws IOException, InterruptedException {
        Ran ran = apt(List.of("update"));
        Map<String, Boolean> out = new LinkedHashMap<>();
        for (String line : ran.text().lines().toList()) {
            String[] words = line.split("\\s+", 2);
            if (words.length == 2 && words[0].matches("(Get|Hit|Ign|Err):?[0-9]*:?")) {
                String where = words[1].replaceFirst("\\s*\\[[^]]*]$", "");
                out.put(where, !words[0].startsWith("Err"));
            }
        }
        if (!ran.ok()) {
            throw new ModuleError.Failed(Running.complaint(ran));
        }
        return out;
    }

    @Override
    public Ran install(List<Wanted> packages, How how) throws IOException, InterruptedException {
        var words = new ArrayList<>(KEEP_FILES);
        words.addAll(how.options());
        if (how.skipVerify()) {
            words.add("--allow-unauthenticated");
        }
        if (how.changeHeld()) {
            words.add("--allow-change-held-packages");
        }
        if (packages.stream().anyMatch(p -> p.version().isPresent())) {
            words.add("--allow-downgrades");
        }
        if (!how.recommends()) {
            words.add("--no-install-recommends");
        }
        if (how.onlyUpgrade()) {
            words.add("--only-upgrade");
        }
        how.repository().ifPresent(r -> words.addAll(List.of("-t", r)));
        if (how.reinstall()) {
            words.add("--reinstall");
        }
        words.addAll(List.of("install", "--"));
        for (Wanted p : packages) {
            words.add(
                    p.file()
                            .orElse(
                                    Running.name(p.name())
                                            + p.version().map(v -> "=" + v).orElse("")));
        }
        return apt(words);
    }

    @Override
    public Ran remove(List<String> names, boolean purge) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of(purge ? "purge" : "remove", "--"));
        names.forEach(n -> words.add(Running.name(n)));
        return apt(words);
    }

    @Override
    public Ran upgrade(boolean all) throws IOException, InterruptedException {
        var words = new ArrayList<>(KEEP_FILES);
        words.add(all ? "dist-upgrade" : "upgrade");
        return apt(words);
    }

    @Override
    public Ran autoremove(boolean purge) throws IOException, InterruptedException {
        return apt(purge ? List.of("--purge", "autoremove") : List.of("autoremove"));
    }

    @Override
    public SortedMap<String, String> upgrades() throws IOException, InterruptedException {
        Ran ran = apt(List.of("--just-print", "dist-upgrade"));
        var out = new TreeMap<String, String>();
        for (String line : ran.text().lines().toList()) { // Inst bash [5.1] (5.2 Debian:12 [amd64])
            String[] words = line.split("\\s+");
            int at = line.indexOf('(');
            if (words[0].equals("Inst") && at > 0 && line.indexOf('[') < at) {
                out.put(words[1], line.substring(at + 1).split("\\s+")[0]);
            }
        }
        return out;
    }

    @Override
    public List<String> held() throws IOException, InterruptedException {
        return Running.run(call, "apt-mark", "showhold").text().lines().toList();
    }

    @Override
    public Ran hold(List<String> names, boolean hold) throws IOException, InterruptedException {
        var argv = new ArrayList<>(List.of("apt-mark", hold ? "hold" : "unhold"));
        names.forEach(n -> argv.add(Running.name(n)));
        return Running.run(call, argv);
    }

    @Override
    public List<String> files(String name) throws IOException, InterruptedException {
        Ran ran = Running.run(call, "dpkg-query", "-L", Running.name(name));
        if (!ran.ok()) {
            throw new ModuleError.Failed(Running.complaint(ran));
        }
        return ran.text().lines().filter(l -> l.startsWith("/")).toList();
    }

    @Override
    public Optional<String> owner(String path) throws IOException, InterruptedException {
        Ran ran = Running.run(call, "dpkg-query", "-S", path);
        return ran.ok() ? Optional.of(ran.text().split(": ", 2)[0].strip()) : Optional.empty();
    }

    @Override
    public Map<String, JsonNode> info(String name) throws IOException, InterruptedException {
        Ran ran = Running.run(call, "dpkg-query", "-s", Running.name(name));
        if (!ran.ok()) {
            throw new ModuleError.Failed(Running.complaint(ran));
        }
        Map<String, JsonNode> out = new LinkedHashMap<>();
        fields(ran.text()).forEach((field, value) -> out.put(renamed(field), Values.text(value)));
        return out;
    }

    /** Upstream's names of dpkg's fields. */
    private static String renamed(String field) {
        return switch (field) {
            case "Architecture" -> "arch";
            case "Maintainer" -> "packager";
            case "Homepage" -> "url";
            case "Section" -> "group";
            case "Installed-Size" -> "size";
            default -> field.toLowerCase(java.util.Locale.ROOT).replace('-', '_');
        };
    }

    /** Fields of a control paragraph; further lines of a field are joined by line feeds. */
    static Map<String, String> fields(String paragraph) {
        Map<String, String> out = new LinkedHashMap<>();
        String last = "";
        for (String line : paragraph.lines().toList()) {
            int at = line.indexOf(':');
            if (line.startsWith(" ") && !last.isEmpty()) {
                out.merge(last, line.strip(), (a, b) -> a + "\n" + b);
            } else if (at > 0) {
                last = line.substring(0, at);
                out.put(last, line.substring(at + 1).strip());
            }
        }
        return out;
    }

    @Override
    public int compare(String one, String other) throws IOException, InterruptedException {
        return DebianVersion.compare(one, other);
    }

    @Override
    public Map<String, List<String>> available(List<String> names)
            throws IOException, InterruptedException {
        var argv = new ArrayList<>(List.of("apt-cache", "madison", "--"));
        argv.addAll(names);
        Map<String, List<String>> out = new HashMap<>();
        for (String line : Running.run(call, argv).text().lines().toList()) {
            String[] f = line.split("\\|");
            if (f.length > 1) {
                List<String> versions = out.computeIfAbsent(f[0].strip(), k -> new ArrayList<>());
                if (!versions.contains(f[1].strip())) {
                    versions.add(f[1].strip());
                }
            }
        }
        return out;
    }

    @Override
    public Wanted inspect(String file) throws IOException, InterruptedException {
        Ran ran = Running.run(call, "dpkg-deb", "-f", file, "Package", "Version");
        if (!ran.ok()) {
            throw new ModuleError.Failed(file + " is not a package: " + Running.complaint(ran));
        }
        Map<String, String> fields = fields(ran.text());
        return new Wanted(
                fields.getOrDefault("Package", ""),
                Optional.ofNullable(fields.get("Version")),
                Optional.of(file));
    }
}
