package org.saltern.modules.linux;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saltern.modules.Accounts;

/** The processes of a machine, read from /proc. Facts: proc(5). */
public final class Processes {
    /** Clock ticks per second in /proc: 100 on every Linux that Java runs on. */
    public static final double TICKS = 100;

    /**
     * One process at one moment.
     *
     * @param name as the program is called; longer than the kernel's 15 letters when the command line tells
     * @param state one letter: R, S, D, Z, T, t, I …
     * @param userTicks and systemTicks processor time, in 1/100 s
     * @param start since boot, in 1/100 s
     * @param size and resident memory, in bytes
     */
    public record Process(
            long pid,
            long parent,
            String name,
            List<String> commandLine,
            char state,
            long uid,
            long gid,
            long userTicks,
            long systemTicks,
            long threads,
            long nice,
            long start,
            long size,
            long resident) {}

    private static final long PAGE = 4096;
    private static final int KERNEL_NAME = 15;

    private final Proc proc;
    private final Map<Long, String> users = new HashMap<>();

    public Processes(Proc proc) {
        this.proc = proc;
    }

    /** All that run, by process id. Those that end meanwhile are left out. */
    public List<Process> all() {
        var out = new ArrayList<Process>();
        proc.names("/proc").stream()
                .filter(n -> n.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .sorted()
                .forEach(pid -> of(pid).ifPresent(out::add));
        return out;
    }

    public Optional<Process> of(long pid) {
        String dir = "/proc/" + pid;
        String stat = proc.text(dir + "/stat").orElse("");
        int open = stat.indexOf('(');
        int close = stat.lastIndexOf(')');
        if (open < 0 || close < open) {
            return Optional.empty();
        }
        String[] f = stat.substring(close + 2).strip().split(" ");
        Map<String, String> status = proc.pairs(dir + "/status", ":");
        if (f.length < 22 || !status.containsKey("Uid")) {
            return Optional.empty();
        }
        List<String> line = List.of(proc.text(dir + "/cmdline").orElse("").split("\0"));
        List<String> words = line.size() == 1 && line.get(0).isEmpty() ? List.of() : line;
        return Optional.of(
                new Process(
                        pid,
                        Long.parseLong(f[1]),
                        name(stat.substring(open + 1, close), words),
                        words,
                        f[0].charAt(0),
                        effective(status.get("Uid")),
                        effective(status.get("Gid")),
                        Long.parseLong(f[11]),
                        Long.parseLong(f[12]),
                        Long.parseLong(f[17]),
                        Long.parseLong(f[16]),
                        Long.parseLong(f[19]),
                        Long.parseLong(f[20]),
                        Long.parseLong(f[21]) * PAGE));
    }

    private static long effective(String ids) {
        return Long.parseLong(ids.split("\\s+")[1]);
    }

    private static String name(String kernel, List<String> words) {
        if (kernel.length() < KERNEL_NAME || words.isEmpty()) {
            return kernel;
        }
        String program = words.get(0).substring(words.get(0).lastIndexOf('/') + 1);
        return program.startsWith(kernel) ? program : kernel;
    }

    /** The user's name, or the number when it has none. */
    public String user(long uid) throws IOException {
        String known = users.get(uid);
        if (known == null) {
            known =
                    Accounts.of(proc.machine())
                            .user(uid)
                            .map(Accounts.User::name)
                            .orElse(Long.toString(uid));
            users.put(uid, known);
        }
        return known;
    }

    /** When the machine started, in seconds since 1970. */
    public long bootTime() {
        return proc.lines("/proc/stat").stream()
                .filter(l -> l.startsWith("btime "))
                .map(l -> Long.parseLong(l.substring("btime ".length()).strip()))
                .findFirst()
                .orElse(0L);
    }
}
