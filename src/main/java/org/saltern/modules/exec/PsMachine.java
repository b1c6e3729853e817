package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;
import org.saltern.modules.linux.Mounts;
import org.saltern.modules.linux.Proc;
import org.saltern.modules.linux.Processes;

/** {@code ps.*}: processor, memory, disks and network of the machine. Facts: proc(5); names as Salt's users know them. */
final class PsMachine {
    private static final double MILLIS = 1000;
    private static final long KIB = 1024;
    private static final long SECTOR = 512;
    private static final List<String> CPU =
            List.of(
                    "user",
                    "nice",
                    "system",
                    "idle",
                    "iowait",
                    "irq",
                    "softirq",
                    "steal",
                    "guest",
                    "guest_nice");

    private PsMachine() {}

    static List<Function> all() {
        return Stream.of(processorsAndMemory(), disksAndNetwork()).flatMap(List::stream).toList();
    }

    private static List<Function> processorsAndMemory() {
        return List.of(
                Function.named("ps.num_cpus")
                        .doc("Answers the number of processors.")
                        .runs(call -> Values.of(processors(proc(call)))),
                Function.named("ps.cpu_percent")
                        .doc(
                                "Answers how busy the processors are during interval seconds, in"
                                        + " percent; per_cpu each one.")
                        .takes("interval=0.1, per_cpu=False")
                        .runs(PsMachine::percent),
                Function.named("ps.cpu_times")
                        .doc(
                                "Answers the processor time spent since boot in seconds, by kind;"
                                        + " per_cpu each one.")
                        .opt("per_cpu", false)
                        .runs(PsMachine::times),
                Function.named("ps.virtual_memory")
                        .doc("Answers the memory of the machine in bytes.")
                        .runs(PsMachine::memory),
                Function.named("ps.swap_memory")
                        .doc("Answers the swap space of the machine in bytes.")
                        .runs(PsMachine::swap),
                Function.named("ps.total_physical_memory")
                        .doc("Answers the memory of the machine in bytes.")
                        .runs(call -> Values.of(bytes(proc(call), "MemTotal"))));
    }

    private static List<Function> disksAndNetwork() {
        return List.of(
                Function.named("ps.boot_time")
                        .doc(
                                "Answers when the machine started, in seconds since 1970 or in a"
                                        + " format of strftime.")
                        .opt("time_format")
                        .runs(PsMachine::boot),
                Function.named("ps.disk_usage")
                        .doc("Answers total, used and free bytes of the file system of a path.")
                        .arg("path")
                        .runs(call -> usage(call, call.text("path"))),
                Function.named("ps.disk_partitions")
                        .doc("Answers the mounted devices; all also those without one.")
                        .opt("all", false)
                        .runs(call -> partitions(call, false)),
                Function.named("ps.disk_partition_usage")
                        .doc("Answers the mounted devices and the room on them.")
                        .opt("all", false)
                        .runs(call -> partitions(call, true)),
                Function.named("ps.network_io_counters")
                        .doc("Answers the counters of all network interfaces together, or of one.")
                        .opt("interface")
                        .runs(PsMachine::network),
                Function.named("ps.disk_io_counters")
                        .doc("Answers the counters of all disks together, or of one.")
                        .opt("device")
                        .runs(PsMachine::disks));
    }

    private static Proc proc(Call call) {
        return new Proc(call.machine());
    }

    private static long processors(Proc proc) {
        return proc.lines("/proc/stat").stream().filter(l -> l.matches("cpu[0-9]+ .*")).count();
    }

    /** Lines {@code cpu…} of /proc/stat: the sum, or each processor. */
    private static List<long[]> ticks(Proc proc, boolean each) {
        var out = new ArrayList<long[]>();
        for (String line : proc.lines("/proc/stat")) {
            if (line.matches(each ? "cpu[0-9]+ .*" : "cpu .*")) {
                String[] f = line.strip().split("\\s+");
                long[] t = new long[CPU.size()];
                for (int i = 0; i < t.length && i + 1 < f.length; i++) {
                    t[i] = Long.parseLong(f[i + 1]);
                }
                out.add(t);
            }
        }
        return out;
    }

    private static JsonNode percent(Call call) throws InterruptedException {
        boolean each = call.flag("per_cpu");
        List<long[]> before = ticks(proc(call), each);
        Thread.sleep((long) (call.value("interval").asDouble() * MILLIS));
        List<long[]> after = ticks(proc(call), each);
        ArrayNode out = Json.array();
        for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
            out.add(busy(before.get(i), after.get(i)));
        }
        return each ? out : out.path(0);
    }

    private static double busy(long[] before, long[] after) {
        long all = 0;
        int guests = CPU.indexOf("guest"); // guest time is counted in user time already
        for (int i = 0; i < guests; i++) {
            all += after[i] - before[i];
        }
        int idle = CPU.indexOf("idle");
        int waiting = CPU.indexOf("iowait");
        long free = after[idle] - before[idle] + after[waiting] - before[waiting];
        return all <= 0 ? 0 : Math.round(1000.0 * (all - free) / all) / 10.0;
    }

    private static JsonNode times(Call call) {
        ArrayNode out = Json.array();
        for (long[] t : ticks(proc(call), call.flag("per_cpu"))) {
            ObjectNode one = out.addObject();
            for (int i = 0; i < t.length; i++) {
                one.put(CPU.get(i), t[i] / Processes.TICKS);
            }
        }
        return call.flag("per_cpu") ? out : out.path(0);
    }

    private static long bytes(Proc proc, String name) {
        String value = proc.pairs("/proc/meminfo", ":").getOrDefault(name, "0 kB");
        return Long.parseLong(value.split(" ")[0]) * KIB;
    }

    private static JsonNode memory(Call call) {
        Proc proc = proc(call);
        long total = bytes(proc, "MemTotal");
        long available = bytes(proc, "MemAvailable");
        long cached = bytes(proc, "Cached") + bytes(proc, "SReclaimable");
        long used = total - available;
        return Json.object()
                .put("total", total)
                .put("available", available)
                .put("percent", share(used, total))
                .put("used", used)
                .put("free", bytes(proc, "MemFree"))
                .put("active", bytes(proc, "Active"))
                .put("inactive", bytes(proc, "Inactive"))
                .put("buffers", bytes(proc, "Buffers"))
                .put("cached", cached)
                .put("shared", bytes(proc, "Shmem"))
                .put("slab", bytes(proc, "Slab"));
    }

    private static double share(long part, long of) {
        return of == 0 ? 0 : Math.round(1000.0 * part / of) / 10.0;
    }

    private static JsonNode swap(Call call) {
        Proc proc = proc(call);
        long total = bytes(proc, "SwapTotal");
        long free = bytes(proc, "SwapFree");
        Map<String, String> counters = proc.pairs("/proc/vmstat", " ");
        long page = 4 * KIB;
        return Json.object()
                .put("total", total)
                .put("used", total - free)
                .put("free", free)
                .put("percent", share(total - free, total))
                .put("sin", Long.parseLong(counters.getOrDefault("pswpin", "0")) * page)
                .put("sout", Long.parseLong(counters.getOrDefault("pswpout", "0")) * page);
    }

    private static JsonNode boot(Call call) {
        long seconds = new Processes(proc(call)).bootTime();
        Optional<String> format = call.given("time_format");
        return format.isEmpty()
                ? Values.of(seconds)
                : Values.text(
                        Times.format(
                                format.get(),
                                Instant.ofEpochSecond(seconds).atZone(ZoneId.systemDefault())));
    }

    private static ObjectNode usage(Call call, String path) {
        Mounts.Space space =
                Mounts.space(proc(call), path)
                        .orElseThrow(
                                () ->
                                        new ModuleError.Failed(
                                                "No such file or directory: '" + path + "'"));
        return Json.object()
                .put("total", space.total())
                .put("used", space.used())
                .put("free", space.available())
                .put("percent", space.percent());
    }

    private static JsonNode partitions(Call call, boolean room) {
        Proc proc = proc(call);
        var physical = new HashSet<String>();
        for (String line : proc.lines("/proc/filesystems")) {
            if (!line.startsWith("nodev") || line.endsWith("zfs")) {
                physical.add(line.replace("nodev", "").strip());
            }
        }
        ArrayNode out = Json.array();
        for (Mounts.Mount m : Mounts.of(proc)) {
            if (call.flag("all") || !m.device().equals("none") && physical.contains(m.type())) {
                ObjectNode one = out.addObject();
                one.put("device", m.device())
                        .put("mountpoint", m.point())
                        .put("fstype", m.type())
                        .put("opts", m.options());
                if (room) {
                    one.setAll(usage(call, m.point()));
                }
            }
        }
        return out;
    }

    private static JsonNode network(Call call) throws Exception {
        JsonNode all = call.context().modules().run(call.context(), "status.netdev", List.of());
        Optional<String> one = call.given("interface");
        if (one.isPresent() && !all.has(one.get())) {
            return Values.of(false);
        }
        Map<String, String> names = new java.util.LinkedHashMap<>();
        names.put("bytes_sent", "tx_bytes");
        names.put("bytes_recv", "rx_bytes");
        names.put("packets_sent", "tx_packets");
        names.put("packets_recv", "rx_packets");
        names.put("errin", "rx_errs");
        names.put("errout", "tx_errs");
        names.put("dropin", "rx_drop");
        names.put("dropout", "tx_drop");
        ObjectNode out = Json.object();
        names.forEach(
                (to, from) -> {
                    long sum = 0;
                    for (JsonNode i : one.isPresent() ? List.of(all.get(one.get())) : all) {
                        sum += i.path(from).asLong();
                    }
                    out.put(to, sum);
                });
        return out;
    }

    private static JsonNode disks(Call call) throws Exception {
        JsonNode all = call.context().modules().run(call.context(), "status.diskstats", List.of());
        Optional<String> one = call.given("device");
        if (one.isPresent() && !all.has(one.get())) {
            return Values.of(false);
        }
        var of = new ArrayList<JsonNode>();
        for (Map.Entry<String, JsonNode> e : all.properties()) {
            boolean whole =
                    proc(call).exists("/sys/block/" + e.getKey())
                            && !e.getKey().matches("(loop|ram)[0-9]+");
            if (one.map(e.getKey()::equals).orElse(whole)) {
                of.add(e.getValue());
            }
        }
        return Json.object()
                .put("read_count", sum(of, "reads_issued"))
                .put("write_count", sum(of, "writes_completed"))
                .put("read_bytes", sum(of, "sectors_read") * SECTOR)
                .put("write_bytes", sum(of, "sectors_written") * SECTOR)
                .put("read_time", sum(of, "ms_spent_reading"))
                .put("write_time", sum(of, "ms_spent_writing"))
                .put("read_merged_count", sum(of, "reads_merged"))
                .put("write_merged_count", sum(of, "writes_merged"))
                .put("busy_time", sum(of, "ms_spent_in_io"));
    }

    private static long sum(List<JsonNode> of, String name) {
        return of.stream().mapToLong(d -> d.path(name).asLong()).sum();
    }
}
