package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;
import org.saltern.modules.linux.Proc;
import org.saltern.modules.linux.Processes;
import org.saltern.modules.linux.TcpTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code status.*}: how the machine is doing now. */
final class StatusFunctions {
    private static final Logger LOG = LoggerFactory.getLogger(StatusFunctions.class);
    private static final int MINUTE = 60;
    private static final int HOUR = 3600;
    private static final int DAY = 86400;
    private static final int PUBLISH_PORT = 4505;
    private static final double MICROS = 1e6;

    private StatusFunctions() {}

    static List<Function> all() {
        return Stream.of(machine(), kernelAndMaster()).flatMap(List::stream).toList();
    }

    private static List<Function> machine() {
        return List.of(
                Function.named("status.uptime")
                        .doc(
                                "Answers how long the machine is up, since when, and how many users"
                                        + " are logged in.")
                        .runs(StatusFunctions::uptime),
                Function.named("status.loadavg")
                        .doc("Answers the load averages of the last 1, 5 and 15 minutes.")
                        .runs(StatusFunctions::load),
                Function.named("status.procs")
                        .doc("Answers the processes: user and command line by process id.")
                        .runs(StatusFunctions::processes),
                Function.named("status.pid")
                        .doc(
                                "Answers the ids of processes whose command line holds this text,"
                                        + " one per line.")
                        .arg("sig")
                        .runs(StatusFunctions::pid),
                Function.named("status.w")
                        .doc("Answers who is logged in.")
                        .runs(StatusFunctions::who));
    }

    private static List<Function> kernelAndMaster() {
        return List.of(
                Function.named("status.version")
                        .doc("Answers the version line of the kernel.")
                        .runs(
                                call ->
                                        Values.text(
                                                new Proc(call.machine())
                                                        .text("/proc/version")
                                                        .orElse("")
                                                        .strip())),
                Function.named("status.time")
                        .doc("Answers the time of the machine in a format of strftime.")
                        .opt("format", "%A, %d. %B %Y %I:%M%p")
                        .runs(
                                call ->
                                        Values.text(
                                                Times.format(
                                                        call.text("format"),
                                                        call.context()
                                                                .clock()
                                                                .instant()
                                                                .atZone(ZoneId.systemDefault())))),
                Function.named("status.nproc")
                        .doc("Answers the number of processors.")
                        .runs(call -> Values.of(call.context().grains().path("num_cpus").asInt())),
                Function.named("status.master")
                        .doc("Answers whether a TCP connection to the master's publish port is up.")
                        .takes("master=None, connected=True")
                        .runs(StatusFunctions::master),
                Function.named("status.all_status")
                        .doc("Answers the most useful parts of this module in one map.")
                        .runs(StatusFunctions::everything));
    }

    private static JsonNode uptime(Call call) {
        String text = new Proc(call.machine()).text("/proc/uptime").orElse("");
        if (text.isEmpty()) {
            throw new ModuleError.Failed("File /proc/uptime does not exist.");
        }
        double up = Double.parseDouble(text.split(" ")[0]);
        long seconds = (long) up;
        Instant since = call.context().clock().instant().minusNanos((long) (up * MICROS) * 1000);
        ObjectNode out = Json.object().put("seconds", seconds);
        out.put(
                "since_iso",
                DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS")
                        .format(since.atZone(java.time.ZoneOffset.UTC)));
        out.put("since_t", since.getEpochSecond()).put("days", seconds / DAY);
        out.put("time", seconds % DAY / HOUR + ":" + seconds % HOUR / MINUTE);
        long users =
                new Proc(call.machine())
                        .output("who", "-s")
                        .map(t -> t.lines().filter(l -> !l.isBlank()).count())
                        .orElse(0L);
        return out.put("users", users);
    }

    private static JsonNode load(Call call) {
        String[] f = new Proc(call.machine()).text("/proc/loadavg").orElse("0 0 0").split(" ");
        return Json.object()
                .put("1-min", Double.parseDouble(f[0]))
                .put("5-min", Double.parseDouble(f[1]))
                .put("15-min", Double.parseDouble(f[2]));
    }

    private static JsonNode processes(Call call) throws IOException {
        ObjectNode out = Json.object();
        var processes = new Processes(new Proc(call.machine()));
        for (Processes.Process p : processes.all()) {
            String line =
                    p.commandLine().isEmpty()
                            ? "[" + p.name() + "]"
                            : String.join(" ", p.commandLine());
            out.putObject(Long.toString(p.pid()))
                    .put("user", processes.user(p.uid()))
                    .put("cmd", line);
        }
        return out;
    }

    private static JsonNode pid(Call call) throws IOException {
        String wanted = call.text("sig");
        return Values.text(
                String.join(
                        "\n",
                        new Processes(new Proc(call.machine()))
                                .all().stream()
                                        .filter(
                                                p ->
                                                        String.join(" ", p.commandLine())
                                                                .contains(wanted))
                                        .map(p -> Long.toString(p.pid()))
                                        .toList()));
    }

    private static JsonNode who(Call call) {
        ArrayNode out = Json.array();
        for (String line :
                new Proc(call.machine()).output("w", "-fh").orElse("").lines().toList()) {
            String[] f = line.strip().split("\\s+", 7);
            if (f.length == 7) {
                out.addObject()
                        .put("idle", f[3])
                        .put("jcpu", f[4])
                        .put("login", f[2])
                        .put("pcpu", f[5])
                        .put("tty", f[1])
                        .put("user", f[0])
                        .put("what", f[6]);
            }
        }
        return out;
    }

    private static JsonNode master(Call call) {
        String master =
                call.given("master").orElse(call.context().options().path("master").asText(""));
        int port = call.context().options().path("publish_port").asInt(PUBLISH_PORT);
        Set<String> addresses = addresses(master);
        return Values.of(
                TcpTable.established(new Proc(call.machine())).stream()
                        .anyMatch(c -> c.remotePort() == port && addresses.contains(c.remote())));
    }

    private static Set<String> addresses(String host) {
        try {
            return java.util.Arrays.stream(InetAddress.getAllByName(host))
                    .map(a -> org.saltern.modules.linux.Addresses.shortened(a.getHostAddress()))
                    .collect(java.util.stream.Collectors.toSet());
        } catch (UnknownHostException e) {
            LOG.info("The master's name {} has no address", host);
            LOG.debug("Looking it up", e);
            return Set.of();
        }
    }

    private static JsonNode everything(Call call) throws Exception {
        ObjectNode out = Json.object();
        for (String name :
                List.of(
                        "cpuinfo",
                        "cpustats",
                        "diskstats",
                        "diskusage",
                        "loadavg",
                        "meminfo",
                        "netdev",
                        "netstats",
                        "uptime",
                        "vmstats",
                        "w")) {
            Optional<Function> f = call.context().modules().find("status." + name);
            if (f.isPresent()) {
                out.set(
                        name,
                        call.context().modules().run(call.context(), "status." + name, List.of()));
            }
        }
        return out;
    }

    /** Lines {@code name: value} with the value turned into a tree. */
    static ObjectNode each(
            Map<String, String> pairs, java.util.function.Function<String, JsonNode> value) {
        ObjectNode out = Json.object();
        pairs.forEach((k, v) -> out.set(k, value.apply(v)));
        return out;
    }
}
