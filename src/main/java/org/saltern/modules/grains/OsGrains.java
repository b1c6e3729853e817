package org.saltern.modules.grains;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.saltern.modules.linux.Proc;

/** Which Linux it is. Facts: the names that Salt 3006 derives from os-release and lsb-release. */
final class OsGrains {
    private static final int SHORT = 10;
    private static final Set<String> FINGER_BY_OS = Set.of("Debian", "Raspbian");
    private static final Set<String> FINGER_FULL = Set.of("Ubuntu", "Pop");

    /** First ten letters of the name in lower case, to the name Salt has always used. */
    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("redhatente", "RedHat"),
                    Map.entry("gentoobase", "Gentoo"),
                    Map.entry("archarm", "Arch ARM"),
                    Map.entry("arch", "Arch"),
                    Map.entry("debian", "Debian"),
                    Map.entry("raspbian", "Raspbian"),
                    Map.entry("amazonami", "Amazon"),
                    Map.entry("alt", "ALT"),
                    Map.entry("enterprise", "OEL"),
                    Map.entry("oracleserv", "OEL"),
                    Map.entry("cloudserve", "CloudLinux"),
                    Map.entry("cloudlinux", "CloudLinux"),
                    Map.entry("almalinux", "AlmaLinux"),
                    Map.entry("scientific", "ScientificLinux"),
                    Map.entry("synology", "Synology"),
                    Map.entry("nilrt", "NILinuxRT"),
                    Map.entry("poky", "Poky"),
                    Map.entry("manjaro", "Manjaro"),
                    Map.entry("manjarolin", "Manjaro"),
                    Map.entry("univention", "Univention"),
                    Map.entry("antergos", "Antergos"),
                    Map.entry("sles", "SUSE"),
                    Map.entry("void", "Void"),
                    Map.entry("slesexpand", "RES"),
                    Map.entry("linuxmint", "Mint"),
                    Map.entry("neon", "KDE neon"),
                    Map.entry("pop", "Pop"),
                    Map.entry("pop!_os", "Pop"),
                    Map.entry("rocky", "Rocky"),
                    Map.entry("alibabaclo", "Alinux"),
                    Map.entry("mendel", "Mendel"),
                    Map.entry("photon", "VMware Photon OS"));

    private static final Map<String, Set<String>> FAMILIES =
            Map.of(
                    "RedHat",
                    Set.of(
                            "Fedora",
                            "CentOS",
                            "CentOS Stream",
                            "RedHat",
                            "Scientific",
                            "Amazon",
                            "CloudLinux",
                            "AlmaLinux",
                            "OVS",
                            "OEL",
                            "XCP",
                            "XCP-ng",
                            "XenServer",
                            "RES",
                            "Sangoma",
                            "VMware Photon OS",
                            "ALT",
                            "ScientificLinux",
                            "Rocky",
                            "Alinux"),
                    "Debian",
                    Set.of(
                            "Debian",
                            "Ubuntu",
                            "Mint",
                            "Trisquel",
                            "GCEL",
                            "Linaro",
                            "elementary OS",
                            "elementary",
                            "Univention",
                            "Raspbian",
                            "Devuan",
                            "antiX",
                            "Kali",
                            "Parrot OS",
                            "neon",
                            "Cumulus",
                            "Deepin",
                            "KDE neon",
                            "IDMS",
                            "TurnKey",
                            "Pop",
                            "Mendel",
                            "OSMC"),
                    "Suse",
                    Set.of(
                            "SLES",
                            "SLED",
                            "openSUSE",
                            "SUSE",
                            "openSUSE Leap",
                            "openSUSE Tumbleweed",
                            "SLES_SAP"),
                    "Arch",
                    Set.of("Arch", "Arch ARM", "Manjaro", "Manjaro ARM", "Antergos", "EndeavourOS"),
                    "Gentoo",
                    Set.of("Gentoo", "Funtoo"));

    private OsGrains() {}

    static void add(ObjectNode out, Proc proc) {
        Map<String, String> file = proc.pairs("/etc/os-release", "=");
        if (file.isEmpty()) {
            file = proc.pairs("/usr/lib/os-release", "=");
        }
        String full = SystemGrains.unquoted(file, "NAME").strip();
        full = full.isEmpty() ? "Linux" : full;
        String os = name(full);
        out.put("os", os);
        out.put(
                "os_family",
                family(
                        os,
                        SystemGrains.unquoted(file, "ID"),
                        SystemGrains.unquoted(file, "ID_LIKE")));
        out.put("osfullname", full);
        String codename = codename(file);
        if (!codename.isEmpty()) {
            out.put("oscodename", codename);
        }
        release(out, os, full, SystemGrains.unquoted(file, "VERSION_ID"));
        lsb(out, proc, full, codename);
        out.put(
                "osarch",
                architecture(proc, out.path("os_family").asText(), out.path("cpuarch").asText()));
    }

    static String name(String full) {
        String distro = full.replaceFirst("(?i)\\W(?:gnu/)?linux", "").strip();
        String start = distro.replace(" ", "").toLowerCase(Locale.ROOT);
        String key = start.substring(0, Math.min(SHORT, start.length()));
        return NAMES.getOrDefault(key, distro);
    }

    static String family(String os, String id, String like) {
        for (Map.Entry<String, Set<String>> e : FAMILIES.entrySet()) {
            if (e.getValue().contains(os)) {
                return e.getKey();
            }
        }
        String first = like.isBlank() ? id : like.split(" ")[0];
        if (first.equals("fedora") || first.equals("rhel")) {
            return "RedHat";
        }
        return first.isEmpty()
                ? os
                : first.substring(0, 1).toUpperCase(Locale.ROOT) + first.substring(1);
    }

    private static String codename(Map<String, String> file) {
        String code = SystemGrains.unquoted(file, "VERSION_CODENAME");
        if (!code.isEmpty()) {
            return code;
        }
        String version = SystemGrains.unquoted(file, "VERSION");
        int open = version.indexOf('(');
        int close = version.indexOf(')', open + 1);
        return open >= 0 && close > open ? version.substring(open + 1, close) : "";
    }

    private static void release(ObjectNode out, String os, String full, String release) {
        if (release.isEmpty()) {
            return;
        }
        out.put("osrelease", release);
        ArrayNode info = out.putArray("osrelease_info");
        for (String part : release.split("\\.")) {
            if (part.matches("[0-9]{1,9}")) {
                info.add(Integer.parseInt(part));
            } else {
                info.add(part);
            }
        }
        if (info.get(0).isInt()) {
            out.put("osmajorrelease", info.get(0).asInt());
        }
        String finger = FINGER_FULL.contains(os) ? release : info.get(0).asText();
        out.put("osfinger", (FINGER_BY_OS.contains(os) ? os : full) + "-" + finger);
    }

    private static void lsb(ObjectNode out, Proc proc, String full, String codename) {
        Map<String, String> file = proc.pairs("/etc/lsb-release", "=");
        lsb(out, "lsb_distrib_id", SystemGrains.unquoted(file, "DISTRIB_ID"), full);
        lsb(
                out,
                "lsb_distrib_release",
                SystemGrains.unquoted(file, "DISTRIB_RELEASE"),
                out.path("osrelease").asText());
        lsb(out, "lsb_distrib_codename", SystemGrains.unquoted(file, "DISTRIB_CODENAME"), codename);
        String description = SystemGrains.unquoted(file, "DISTRIB_DESCRIPTION");
        if (!description.isEmpty()) {
            out.put("lsb_distrib_description", description);
        }
    }

    private static void lsb(ObjectNode out, String grain, String fromFile, String otherwise) {
        String value = fromFile.isEmpty() ? otherwise : fromFile;
        if (!value.isEmpty()) {
            out.put(grain, value);
        }
    }

    private static String architecture(Proc proc, String family, String cpu) {
        return switch (family) {
            case "Debian" ->
                    proc.output("dpkg", "--print-architecture").map(String::strip).orElse(cpu);
            case "RedHat", "Suse" ->
                    proc.output("rpm", "--eval", "%{_host_cpu}").map(String::strip).orElse(cpu);
            default -> cpu;
        };
    }
}
