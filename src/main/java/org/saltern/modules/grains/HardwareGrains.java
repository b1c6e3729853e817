package org.saltern.modules.grains;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.saltern.modules.linux.Proc;

/** Processor, memory, firmware, disks, graphics, volume groups. */
final class HardwareGrains {
    private static final long KIB_PER_MIB = 1024;
    private static final List<String> GPU_CLASSES =
            List.of(
                    "3d controller",
                    "display controller",
                    "processing accelerators",
                    "vga compatible controller");
    private static final List<String> GPU_VENDORS =
            List.of("nvidia", "amd", "ati", "intel", "cirrus logic", "vmware", "matrox", "aspeed");
    private static final List<Map.Entry<String, String>> FIRMWARE =
            List.of(
                    Map.entry("biosversion", "bios_version"),
                    Map.entry("biosvendor", "bios_vendor"),
                    Map.entry("boardname", "board_name"),
                    Map.entry("productname", "product_name"),
                    Map.entry("manufacturer", "sys_vendor"),
                    Map.entry("biosreleasedate", "bios_date"),
                    Map.entry("uuid", "product_uuid"),
                    Map.entry("serialnumber", "product_serial"));

    private HardwareGrains() {}

    static void add(ObjectNode out, Proc proc) {
        processor(out, proc);
        Map<String, String> memory = proc.pairs("/proc/meminfo", ":");
        out.put("mem_total", mebibytes(memory.get("MemTotal")));
        out.put("swap_total", mebibytes(memory.get("SwapTotal")));
        for (Map.Entry<String, String> e : FIRMWARE) {
            proc.text("/sys/class/dmi/id/" + e.getValue())
                    .map(String::strip)
                    .map(v -> e.getKey().equals("uuid") ? v.toLowerCase(Locale.ROOT) : v)
                    .ifPresent(v -> out.put(e.getKey(), v));
        }
        disks(out, proc);
        graphics(out, proc);
        volumes(out, proc);
    }

    private static void processor(ObjectNode out, Proc proc) {
        int count = 0;
        Optional<String> model = Optional.empty();
        Optional<String> flags = Optional.empty();
        for (String line : proc.lines("/proc/cpuinfo")) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon).strip();
            String value = colon < 0 ? "" : line.substring(colon + 1).strip();
            switch (name) {
                case "processor" -> count += value.matches("[0-9]+") ? 1 : 0;
                case "# processors" -> count = Integer.parseInt(value); // s390x
                case "model name", "vendor_id", "cpu" ->
                        model =
                                name.equals("model name") || model.isEmpty()
                                        ? Optional.of(value)
                                        : model;
                case "flags", "Features" -> flags = flags.or(() -> Optional.of(value));
                default -> {}
            }
        }
        out.put("num_cpus", count);
        out.put("cpu_model", model.orElse("Unknown"));
        ArrayNode list = out.putArray("cpu_flags");
        flags.ifPresent(f -> List.of(f.split("\\s+")).forEach(list::add));
    }

    private static long mebibytes(String kibibytes) {
        String digits = kibibytes == null ? "" : kibibytes.replaceAll("[^0-9]", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits) / KIB_PER_MIB;
    }

    private static void disks(ObjectNode out, Proc proc) {
        ArrayNode disks = out.putArray("disks");
        ArrayNode ssds = out.putArray("ssds");
        for (String name : proc.names("/sys/block")) {
            if (proc.link("/sys/block/" + name)
                    .filter(l -> l.contains("/devices/virtual/"))
                    .isPresent()) {
                continue;
            }
            String rotational =
                    proc.text("/sys/block/" + name + "/queue/rotational")
                            .map(String::strip)
                            .orElse("");
            if (rotational.equals("0")) {
                ssds.add(name);
            } else if (rotational.equals("1")) {
                disks.add(name);
            }
        }
    }

    private static void graphics(ObjectNode out, Proc proc) {
        ArrayNode gpus = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.arrayNode();
        for (String device : proc.output("lspci", "-vmm").orElse("").split("\n\n")) {
            String kind = field(device, "Class").toLowerCase(Locale.ROOT);
            if (GPU_CLASSES.contains(kind)) {
                List<String> words =
                        List.of(
                                field(device, "Vendor")
                                        .toLowerCase(Locale.ROOT)
                                        .split("[^a-z0-9]"));
                String vendor =
                        GPU_VENDORS.stream().filter(words::contains).findFirst().orElse("unknown");
                gpus.addObject().put("vendor", vendor).put("model", field(device, "Device"));
            }
        }
        out.put("num_gpus", gpus.size());
        out.set("gpus", gpus);
    }

    private static String field(String record, String name) {
        return record.lines()
                .filter(l -> l.startsWith(name + ":"))
                .map(l -> l.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static void volumes(ObjectNode out, Proc proc) {
        Optional<String> names =
                proc.output("lvs", "--noheadings", "-o", "vg_name,lv_name", "--separator", "/");
        if (names.isEmpty()) {
            return;
        }
        ObjectNode groups = out.putObject("lvm");
        for (String line :
                names.get().lines().map(String::strip).filter(l -> l.contains("/")).toList()) {
            String[] pair = line.split("/", 2);
            groups.withArray(pair[0]).add(pair[1]);
        }
    }
}
