package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Values;
import org.saltern.modules.linux.Mounts;
import org.saltern.modules.linux.Proc;

/** {@code status.*}: the kernel's tables. Facts: proc(5) for the fields, Salt 3006 for their names. */
final class StatusTables {
    private static final List<String> DISK =
            List.of(
                    "reads_issued",
                    "reads_merged",
                    "sectors_read",
                    "ms_spent_reading",
                    "writes_completed",
                    "writes_merged",
                    "sectors_written",
                    "ms_spent_writing",
                    "io_in_progress",
                    "ms_spent_in_io",
                    "weighted_ms_spent_in_io");
    private static final List<String> CPU =
            List.of("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal");
    private static final List<String> NET =
            List.of(
                    "rx_bytes",
                    "rx_packets",
                    "rx_errs",
                    "rx_drop",
                    "rx_fifo",
                    "rx_frame",
                    "rx_compressed",
                    "rx_multicast",
                    "tx_bytes",
                    "tx_packets",
                    "tx_errs",
                    "tx_drop",
                    "tx_fifo",
                    "tx_colls",
                    "tx_carrier",
                    "tx_compressed");

    private StatusTables() {}

    static List<Function> all() {
        return List.of(
                Function.named("status.cpuinfo")
                        .doc("Answers what the kernel says about the processor.")
                        .runs(StatusTables::cpuinfo),
                Function.named("status.cpustats")
                        .doc("Answers the kernel's processor statistics.")
                        .runs(StatusTables::cpustats),
                Function.named("status.meminfo")
                        .doc("Answers the kernel's memory statistics, each value with its unit.")
                        .runs(StatusTables::meminfo),
                Function.named("status.vmstats")
                        .doc("Answers the kernel's virtual memory statistics.")
                        .runs(
                                call ->
                                        StatusFunctions.each(
                                                proc(call).pairs("/proc/vmstat", " "),
                                                v -> Values.of(Long.parseLong(v)))),
                Function.named("status.diskstats")
                        .doc("Answers the kernel's statistics of block devices.")
                        .runs(StatusTables::diskstats),
                Function.named("status.diskusage")
                        .doc(
                                "Answers total and available bytes of all mounted file systems, or"
                                        + " of the given paths or types.")
                        .more()
                        .runs(StatusTables::diskusage),
                Function.named("status.netdev")
                        .doc("Answers the counters of the network interfaces.")
                        .runs(StatusTables::netdev),
                Function.named("status.netstats")
                        .doc("Answers the kernel's network statistics.")
                        .runs(StatusTables::netstats));
    }

    private static Proc proc(Call call) {
        return new Proc(call.machine());
    }

    private static JsonNode cpuinfo(Call call) {
        ObjectNode out = Json.object();
        for (String line : proc(call).lines("/proc/cpuinfo")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String name = line.substring(0, colon).strip();
                String value = line.substring(colon + 1).strip();
                boolean list = name.equals("flags") || name.equals("Features");
                out.set(
                        name,
                        list ? Values.texts(List.of(value.split("\\s+"))) : Values.text(value));
            }
        }
        return out;
    }

    private static JsonNode cpustats(Call call) {
        ObjectNode out = Json.object();
        for (String line : proc(call).lines("/proc/stat")) {
            String[] f = line.strip().split("\\s+");
            if (f[0].equals("cpu")) {
                ObjectNode cpu = out.putObject("cpu");
                for (int i = 0; i < CPU.size() && i + 1 < f.length; i++) {
                    cpu.put(CPU.get(i), Long.parseLong(f[i + 1]));
                }
            } else if (f[0].equals("intr") || f[0].equals("softirq")) {
                ObjectNode one = out.putObject(f[0]).put("total", Long.parseLong(f[1]));
                ArrayNode list = one.putArray(f[0].equals("intr") ? "irqs" : "softirqs");
                List.of(f).subList(2, f.length).forEach(v -> list.add(Long.parseLong(v)));
            } else if (f.length > 1) {
                out.put(f[0], Long.parseLong(f[1]));
            }
        }
        return out;
    }

    private static JsonNode meminfo(Call call) {
        return StatusFunctions.each(
                proc(call).pairs("/proc/meminfo", ":"),
                v -> {
                    String[] f = v.split("\\s+");
                    ObjectNode one = Json.object().put("value", f[0]);
                    return f.length > 1 ? one.put("unit", f[1]) : one;
                });
    }

    private static JsonNode diskstats(Call call) {
        ObjectNode out = Json.object();
        for (String line : proc(call).lines("/proc/diskstats")) {
            String[] f = line.strip().split("\\s+");
            if (f.length >= DISK.size() + 3) {
                ObjectNode one = out.putObject(f[2]);
                one.put("major", Long.parseLong(f[0]))
                        .put("minor", Long.parseLong(f[1]))
                        .put("device", f[2]);
                for (int i = 0; i < DISK.size(); i++) {
                    one.put(DISK.get(i), Long.parseLong(f[i + 3]));
                }
            }
        }
        return out;
    }

    private static JsonNode diskusage(Call call) throws IOException {
        var paths = new ArrayList<String>();
        var types = new ArrayList<String>();
        for (String word : call.moreTexts()) {
            (word.startsWith("/") ? paths : types).add(word);
        }
        boolean all = call.more().isEmpty();
        for (Mounts.Mount m : Mounts.of(proc(call))) {
            if (all || types.stream().anyMatch(t -> Globs.matches(t, m.type()))) {
                paths.add(m.point());
            }
        }
        ObjectNode out = Json.object();
        for (String path : paths.stream().distinct().toList()) {
            Optional<Mounts.Space> space = Mounts.space(proc(call), path);
            space.ifPresent(
                    s ->
                            out.putObject(path)
                                    .put("available", s.available())
                                    .put("total", s.total()));
        }
        return out;
    }

    private static JsonNode netdev(Call call) {
        ObjectNode out = Json.object();
        for (String line : proc(call).lines("/proc/net/dev")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String name = line.substring(0, colon).strip();
                String[] f = line.substring(colon + 1).strip().split("\\s+");
                ObjectNode one = out.putObject(name).put("iface", name);
                for (int i = 0; i < NET.size() && i < f.length; i++) {
                    one.put(NET.get(i), Long.parseLong(f[i]));
                }
            }
        }
        return out;
    }

    private static JsonNode netstats(Call call) {
        ObjectNode out = Json.object();
        List<String> lines = proc(call).lines("/proc/net/netstat");
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            String[] names = lines.get(i).split("\\s+");
            String[] values = lines.get(i + 1).split("\\s+");
            ObjectNode one = out.putObject(names[0].replace(":", ""));
            for (int n = 1; n < Math.min(names.length, values.length); n++) {
                one.put(names[n], Long.parseLong(values[n]));
            }
        }
        return out;
    }
}
