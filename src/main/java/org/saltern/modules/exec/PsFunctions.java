package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;
import org.saltern.modules.linux.Proc;
import org.saltern.modules.linux.Processes;

/** {@code ps.*}: the processes of the machine. */
final class PsFunctions {
    private static final double MILLIS = 1000;
    private static final int HIGHEST_SIGNAL = 64;
    private static final Map<String, String> STATES =
            Map.of(
                    "R",
                    "running",
                    "S",
                    "sleeping",
                    "D",
                    "disk-sleep",
                    "T",
                    "stopped",
                    "t",
                    "tracing-stop",
                    "Z",
                    "zombie",
                    "X",
                    "dead",
                    "I",
                    "idle",
                    "W",
                    "waking",
                    "P",
                    "parked");

    private PsFunctions() {}

    static List<Function> all() {
        return Stream.of(looking(), usageAndSignals()).flatMap(List::stream).toList();
    }

    private static List<Function> looking() {
        return List.of(
                Function.named("ps.get_pid_list")
                        .doc("Answers the ids of all processes.")
                        .runs(
                                call ->
                                        Values.list(
                                                processes(call).all().stream()
                                                        .map(p -> Values.of(p.pid()))
                                                        .toList())),
                Function.named("ps.pgrep")
                        .doc(
                                "Answers the ids of the processes whose name (full: command line)"
                                        + " holds the pattern; None for none.")
                        .takes("pattern, user=None, full=False, pattern_is_regex=False")
                        .runs(PsFunctions::pgrep),
                Function.named("ps.proc_info")
                        .doc("Answers what is known of a process, or only the given attributes.")
                        .takes("pid, attrs=None")
                        .runs(PsFunctions::info),
                Function.named("ps.status")
                        .doc("Answers the processes in a state such as sleeping or zombie.")
                        .arg("status")
                        .runs(PsFunctions::inState));
    }

    private static List<Function> usageAndSignals() {
        return List.of(
                Function.named("ps.top")
                        .doc(
                                "Answers the processes that used most processor time during"
                                        + " interval seconds.")
                        .takes("num_processes=5, interval=3")
                        .runs(PsFunctions::top),
                Function.named("ps.psaux")
                        .doc(
                                "Answers the lines of 'ps aux' that hold this text, and how many"
                                        + " there are.")
                        .arg("name")
                        .runs(PsFunctions::psaux),
                Function.named("ps.kill_pid")
                        .doc("Sends a signal to a process; answers whether it was there.")
                        .takes("pid, signal=15")
                        .runs(
                                call ->
                                        Values.of(
                                                call.machine()
                                                        .signal(call.number("pid"), signal(call)))),
                Function.named("ps.pkill")
                        .doc(
                                "Sends a signal to all processes that ps.pgrep finds; answers their"
                                        + " ids, None when there are none.")
                        .takes("pattern, user=None, signal=15, full=False")
                        .runs(PsFunctions::pkill));
    }

    private static Processes processes(Call call) {
        return new Processes(new Proc(call.machine()));
    }

    private static int signal(Call call) {
        long number = call.number("signal");
        if (number < 0 || number > HIGHEST_SIGNAL) {
            throw new ModuleError.BadRequest("Not a signal: " + number);
        }
        return (int) number;
    }

    private static List<Processes.Process> matching(Call call, boolean regex) throws IOException {
        String pattern = call.text("pattern");
        Predicate<String> wanted =
                regex ? Patterns.compile(pattern).asPredicate() : text -> text.contains(pattern);
        boolean full = call.flag("full");
        var processes = processes(call);
        var out = new ArrayList<Processes.Process>();
        for (Processes.Process p : processes.all()) {
            boolean users =
                    call.given("user").isEmpty()
                            || processes.user(p.uid()).equals(call.text("user"));
            if (users && wanted.test(full ? String.join(" ", p.commandLine()) : p.name())) {
                out.add(p);
            }
        }
        return out;
    }

    private static JsonNode pgrep(Call call) throws IOException {
        List<Processes.Process> found = matching(call, call.flag("pattern_is_regex"));
        return found.isEmpty()
                ? Values.none()
                : Values.list(found.stream().map(p -> Values.of(p.pid())).toList());
    }

    private static JsonNode pkill(Call call) throws IOException, InterruptedException {
        ArrayNode killed = Json.array();
        for (Processes.Process p : matching(call, false)) {
            boolean self = p.pid() == ProcessHandle.current().pid();
            if (!self && call.machine().signal(p.pid(), signal(call))) {
                killed.add(p.pid());
            }
        }
        ObjectNode out = Json.object();
        out.set("killed", killed);
        return killed.isEmpty() ? Values.none() : out;
    }

    private static JsonNode info(Call call) throws IOException {
        long pid = call.number("pid");
        var processes = processes(call);
        Processes.Process p =
                processes
                        .of(pid)
                        .orElseThrow(
                                () ->
                                        new ModuleError.Failed(
                                                "process PID not found (pid=" + pid + ")"));
        ObjectNode all = described(call, processes, p);
        List<String> wanted = call.texts("attrs");
        if (wanted.isEmpty()) {
            return all;
        }
        ObjectNode out = Json.object();
        for (String name : wanted) {
            if (!all.has(name)) {
                throw new ModuleError.Failed("invalid attr name '" + name + "'");
            }
            out.set(name, all.get(name));
        }
        return out;
    }

    private static ObjectNode described(Call call, Processes processes, Processes.Process p)
            throws IOException {
        var proc = new Proc(call.machine());
        String dir = "/proc/" + p.pid();
        ObjectNode out =
                Json.object().put("pid", p.pid()).put("ppid", p.parent()).put("name", p.name());
        out.set("cmdline", Values.texts(p.commandLine()));
        out.set("exe", Values.text(proc.link(dir + "/exe").orElse(null)));
        out.set("cwd", Values.text(proc.link(dir + "/cwd").orElse(null)));
        out.put("status", state(p)).put("username", processes.user(p.uid()));
        out.put("create_time", processes.bootTime() + p.start() / Processes.TICKS);
        out.put("num_threads", p.threads()).put("nice", p.nice());
        out.put("num_fds", proc.names(dir + "/fd").size());
        out.set("uids", ids(proc, dir, "Uid"));
        out.set("gids", ids(proc, dir, "Gid"));
        out.putArray("cpu_times")
                .add(p.userTicks() / Processes.TICKS)
                .add(p.systemTicks() / Processes.TICKS);
        out.putArray("memory_info").add(p.resident()).add(p.size());
        String total =
                proc.pairs("/proc/meminfo", ":").getOrDefault("MemTotal", "1 kB").split(" ")[0];
        return out.put("memory_percent", p.resident() * 100.0 / (Long.parseLong(total) * 1024.0));
    }

    private static ArrayNode ids(Proc proc, String dir, String name) {
        ArrayNode out = Json.array();
        String[] ids = proc.pairs(dir + "/status", ":").getOrDefault(name, "").split("\\s+");
        for (int i = 0; i < Math.min(3, ids.length); i++) {
            if (!ids[i].isEmpty()) {
                out.add(Long.parseLong(ids[i]));
            }
        }
        return out;
    }

    private static String state(Processes.Process p) {
        return STATES.getOrDefault(String.valueOf(p.state()), "?");
    }

    private static JsonNode inState(Call call) {
        String wanted = call.text("status");
        ArrayNode out = Json.array();
        for (Processes.Process p : processes(call).all()) {
            if (state(p).equals(wanted)) {
                out.addObject().put("name", p.name()).put("pid", p.pid());
            }
        }
        return out;
    }

    private static JsonNode top(Call call) throws IOException, InterruptedException {
        var processes = processes(call);
        Map<Long, Processes.Process> before = new HashMap<>();
        processes.all().forEach(p -> before.put(p.pid(), p));
        Thread.sleep((long) (call.value("interval").asDouble() * MILLIS));
        record Used(Processes.Process now, long user, long system) {}
        var used = new ArrayList<Used>();
        for (Processes.Process now : processes.all()) {
            Processes.Process then = Optional.ofNullable(before.get(now.pid())).orElse(now);
            used.add(
                    new Used(
                            now,
                            now.userTicks() - then.userTicks(),
                            now.systemTicks() - then.systemTicks()));
        }
        used.sort(java.util.Comparator.comparingLong((Used u) -> u.user() + u.system()).reversed());
        ArrayNode out = Json.array();
        for (Used u : used.subList(0, (int) Math.min(used.size(), call.number("num_processes")))) {
            ObjectNode one = out.addObject();
            Processes.Process p = u.now();
            one.set(
                    "cmd",
                    Values.texts(p.commandLine().isEmpty() ? List.of(p.name()) : p.commandLine()));
            one.put("user", processes.user(p.uid())).put("status", state(p)).put("pid", p.pid());
            one.put("create_time", processes.bootTime() + p.start() / Processes.TICKS);
            one.putObject("cpu")
                    .put("user", u.user() / Processes.TICKS)
                    .put("system", u.system() / Processes.TICKS);
            one.putObject("mem").put("rss", p.resident()).put("vms", p.size());
        }
        return out;
    }

    private static JsonNode psaux(Call call) {
        String name = call.text("name");
        List<String> found =
                new Proc(call.machine())
                        .output("ps", "aux")
                        .orElse("")
                        .lines()
                        .filter(l -> l.contains(name))
                        .toList();
        ArrayNode out = Json.array().add(name);
        out.add(Values.texts(found));
        return out.add(found.size() + " occurrence(s).");
    }
}
