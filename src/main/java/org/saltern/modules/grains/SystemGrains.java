package org.saltern.modules.grains;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.modules.linux.Proc;

/** Kernel, init system, systemd, boot parameters, SELinux. */
final class SystemGrains {
    private static final List<String> INITS = List.of("supervisord", "dumb-init", "tini");

    private SystemGrains() {}

    static void add(ObjectNode out, Proc proc) {
        out.put("kernel", kernel(proc, "ostype", "Linux"));
        out.put("nodename", kernel(proc, "hostname", "localhost"));
        out.put("kernelrelease", kernel(proc, "osrelease", ""));
        out.put("kernelversion", kernel(proc, "version", ""));
        out.put(
                "cpuarch",
                proc.output("uname", "-m")
                        .map(String::strip)
                        .orElse(System.getProperty("os.arch")));
        out.put("init", init(proc));
        systemd(out, proc);
        proc.text("/proc/cmdline").ifPresent(line -> out.set("kernelparams", parameters(line)));
        machineId(proc).ifPresent(id -> out.put("machine_id", id));
        if (proc.which("selinuxenabled").isPresent()) {
            ObjectNode selinux =
                    out.putObject("selinux")
                            .put("enabled", proc.output("selinuxenabled").isPresent());
            proc.output("getenforce").ifPresent(mode -> selinux.put("enforced", mode.strip()));
        }
        boolean efi =
                proc.exists("/sys/firmware/efi/systab") || proc.exists("/sys/firmware/efi/efivars");
        out.put("efi", efi);
        out.put("efi-secure-boot", efi && secureBoot(proc));
        out.put("transactional", proc.which("transactional-update").isPresent());
        out.put("ps", "ps -efHww");
    }

    private static String kernel(Proc proc, String name, String otherwise) {
        return proc.text("/proc/sys/kernel/" + name).map(String::strip).orElse(otherwise);
    }

    /** Facts: Salt 3006 looks for /run/systemd/system, then at the command line of process 1. */
    private static String init(Proc proc) {
        if (proc.exists("/run/systemd/system")) {
            return "systemd";
        }
        List<String> words = List.of(proc.text("/proc/1/cmdline").orElse("").split("\0"));
        if (words.get(0).endsWith("bin/init")) {
            return ofBinary(proc);
        }
        if (words.equals(List.of("runit")) || words.contains("/sbin/my_init")) {
            return "runit";
        }
        return INITS.stream()
                .filter(i -> proc.which(i).filter(words::contains).isPresent())
                .findFirst()
                .orElse("unknown");
    }

    private static String ofBinary(Proc proc) {
        String target = proc.link("/sbin/init").orElse("");
        if (target.endsWith("/systemd")) {
            return "systemd";
        }
        boolean upstart =
                proc.output("/sbin/init", "--version")
                        .filter(v -> v.contains("upstart"))
                        .isPresent();
        return upstart ? "upstart" : "sysvinit";
    }

    private static void systemd(ObjectNode out, Proc proc) {
        if (proc.which("localectl").isEmpty()) {
            return;
        }
        Optional<List<String>> lines =
                proc.output("systemctl", "--version").map(t -> t.lines().toList());
        if (lines.isPresent()
                && lines.get().size() > 1
                && lines.get().get(0).startsWith("systemd ")) {
            out.putObject("systemd")
                    .put("version", lines.get().get(0).split(" ")[1])
                    .put("features", lines.get().get(1));
        }
    }

    private static ArrayNode parameters(String line) {
        ArrayNode all = Json.array();
        for (String word : line.strip().split("\\s+")) {
            String[] parts = word.split("=", -1);
            String value = parts.length == 2 ? parts[1].replaceAll("^\"+|\"+$", "") : null;
            all.addArray().add(parts[0]).add(value);
        }
        return all;
    }

    private static Optional<String> machineId(Proc proc) {
        return proc.text("/etc/machine-id")
                .or(() -> proc.text("/var/lib/dbus/machine-id"))
                .map(String::strip)
                .filter(id -> !id.isEmpty());
    }

    private static boolean secureBoot(Proc proc) {
        String dir = "/sys/firmware/efi/efivars";
        for (String name : proc.names(dir)) {
            if (name.startsWith("SecureBoot-")) {
                String value = proc.text(dir + "/" + name).orElse("");
                return value.endsWith("\u0001");
            }
        }
        return false;
    }

    /** The lines of a file such as os-release: names and values, quotation marks removed. */
    static String unquoted(Map<String, String> pairs, String name) {
        String value = pairs.getOrDefault(name, "");
        boolean quoted = value.length() > 1 && (value.startsWith("\"") || value.startsWith("'"));
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
