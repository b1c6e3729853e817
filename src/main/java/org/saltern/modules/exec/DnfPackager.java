package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.saltern.modules.Call;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Ran;
import org.saltern.modules.Values;

/** dnf or yum, and rpm. */
final class DnfPackager implements Packager {
    private static final String FORMAT =
            "%{NAME}\\t%{EPOCH}\\t%{VERSION}\\t%{RELEASE}\\t%{ARCH}\\n";

    private final Call call;
    private final String program;

    DnfPackager(Call call, String program) {
        this.call = call;
        this.program = program;
    }

    private Ran dnf(List<String> words) throws IOException, InterruptedException {
        var argv = new ArrayList<>(List.of(program, "-y"));
        argv.addAll(words);
        return Running.run(call, argv);
    }

    @Override
    public SortedMap<String, List<String>> installed() throws IOException, InterruptedException {
        return parse(Running.run(call, "rpm", "-qa", "--queryformat", FORMAT).text());
    }

    /** Epoch 0 and none are not written; a second architecture carries its name. */
    static SortedMap<String, List<String>> parse(String table) {
        var out = new TreeMap<String, List<String>>();
        for (String line : table.lines().toList()) {
            String[] f = line.split("\t", -1);
            if (f.length > 4 && !f[0].equals("gpg-pubkey")) {
                boolean bare = f[1].equals("(none)") || f[1].equals("0") || f[1].isEmpty();
                String version = (bare ? "" : f[1] + ":") + f[2] + "-" + f[3];
                boolean second = f[4].matches("i[3-6]86");
                String name = second ? f[0] + "." + f[4] : f[0];
                out.computeIfAbsent(name, k -> new ArrayList<>()).add(version);
            }
        }
        return out;
    }

    @Override
    public SortedMap<String, List<String>> removed() {
        return new TreeMap<>(); // rpm keeps no state of removed packages
    }

    @Override
    public Map<String, String> candidates(List<String> names, Optional<String> repository)
            throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("--quiet", "list", "available"));
        repository.ifPresent(r -> words.addAll(List.of("--disablerepo=*", "--enablerepo=" + r)));
        names.forEach(n -> words.add(Running.name(n)));
        return new TreeMap<>(listed(dnf(words).text()));
    }

    /** Rows of {@code dnf list}: name.arch, version, repository. A long name breaks the row. */
    static Map<String, String> listed(String text) {
        Map<String, String> out = new LinkedHashMap<>();
        String open = "";
        for (String line : text.lines().toList()) {
            String[] f = (open + " " + line).strip().split("\\s+");
            if (f.length == 1 && f[0].contains(".")) {
                open = f[0];
                continue;
            }
            open = "";
            if (f.length == 3 && f[0].contains(".") && f[1].contains("-")) {
                out.put(f[0].substring(0, f[0].lastIndexOf('.')), f[1]);
            }
        }
        return out;
    }

    @Override
    public Map<String, Boolean> refresh() throws IOException, InterruptedException {
        Ran ran = dnf(List.of("makecache"));
        if (!ran.ok()) {
            throw new ModuleError.Failed(Running.complaint(ran));
        }
        return Map.of("all", true);
    }

    @Override
    public Ran install(List<Wanted> packages, How how) throws IOException, InterruptedException {
        var words = new ArrayList<>(how.options());
        if (how.skipVerify()) {
            words.add("--nogpgcheck");
        }
        how.repository()
                .ifPresent(r -> words.addAll(List.of("--disablerepo=*", "--enablerepo=" + r)));
        words.add(how.reinstall() ? "reinstall" : how.onlyUpgrade() ? "update" : "install");
        for (Wanted p : packages) {
            String version = p.version().map(v -> "-" + v.replaceFirst("^0:", "")).orElse("");
            words.add(p.file().orElse(Running.name(p.name()) + version));
        }
        return dnf(words);
    }

    @Override
    public Ran remove(List<String> names, boolean purge) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("remove"));
        names.forEach(n -> words.add(Running.name(n)));
        return dnf(words);
    }

    @Override
    public Ran upgrade(boolean all) throws IOException, InterruptedException {
        return dnf(List.of("upgrade"));
    }

    @Override
    public Ran autoremove(boolean purge) throws IOException, InterruptedException {
        return dnf(List.of("autoremove"));
    }

    @Override
    public SortedMap<String, String> upgrades() throws IOException, InterruptedException {
        return new TreeMap<>(listed(dnf(List.of("--quiet", "check-update")).text()));
    }

    @Override
    public List<String> held() throws IOException, InterruptedException {
        return dnf(List.of("--quiet", "versionlock", "list")).text().lines().toList();
    }

    @Override
    public Ran hold(List<String> names, boolean hold) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("versionlock", hold ? "add" : "delete"));
        names.forEach(n -> words.add(Running.name(n)));
        return dnf(words);
    }

    @Override
    public List<String> files(String name) throws IOException, InterruptedException {
        Ran ran = Running.run(call, "rpm", "-ql", Running.name(name));
        if (!ran.ok()) {
            throw new ModuleError.Failed(Running.complaint(ran));
        }
        return ran.text().lines().filter(l -> l.startsWith("/")).toList();
    }

    @Override
    public Optional<String> owner(String path) throws IOException, InterruptedException {
        Ran ran = Running.run(call, "rpm", "-qf", "--queryformat", "%{NAME}", path);
        return ran.ok() ? Optional.of(ran.text().strip()) : Optional.empty();
    }

    @Override
    public Map<String, JsonNode> info(String name) throws IOException, InterruptedException {
        String format =
                "name\\t%{NAME}\\n"
                        + "version\\t%{VERSION}-%{RELEASE}\\n"
                        + "arch\\t%{ARCH}\\n"
                        + "summary\\t%{SUMMARY}\\n"
                        + "license\\t%{LICENSE}\\n"
                        + "url\\t%{URL}\\n"
                        + "vendor\\t%{VENDOR}\\n"
                        + "size\\t%{SIZE}\\n";
        Ran ran = Running.run(call, "rpm", "-q", "--queryformat", format, Running.name(name));
        if (!ran.ok()) {
            throw new ModuleError.Failed(Running.complaint(ran));
        }
        Map<String, JsonNode> out = new LinkedHashMap<>();
        for (String line : ran.text().lines().toList()) {
            String[] f = line.split("\t", 2);
            if (f.length == 2 && !f[1].equals("(none)")) {
                out.put(f[0], Values.text(f[1]));
            }
        }
        return out;
    }

    @Override
    public int compare(String one, String other) {
        return RpmVersion.compare(one, other);
    }

    @Override
    public Map<String, List<String>> available(List<String> names)
            throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("--quiet", "--showduplicates", "list", "available"));
        names.forEach(n -> words.add(Running.name(n)));
        Map<String, List<String>> out = new TreeMap<>();
        for (String line : dnf(words).text().lines().toList()) {
            listed(line)
                    .forEach((n, v) -> out.computeIfAbsent(n, k -> new ArrayList<>()).add(0, v));
        }
        return out;
    }

    @Override
    public Wanted inspect(String file) throws IOException, InterruptedException {
        Ran ran = Running.run(call, "rpm", "-qp", "--queryformat", FORMAT, file);
        var found = parse(ran.text());
        if (!ran.ok() || found.isEmpty()) {
            throw new ModuleError.Failed(file + " is not a package: " + Running.complaint(ran));
        }
        String name = found.firstKey();
        return new Wanted(name, Optional.of(found.get(name).get(0)), Optional.of(file));
    }
}
