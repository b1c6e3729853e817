package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Command;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Output;
import org.saltern.modules.Ran;
import org.saltern.modules.Values;
import org.saltern.modules.linux.Mounts;
import org.saltern.modules.linux.Proc;

/** {@code disk.*}, reading: file systems and the room on them. */
final class DiskFunctions {
    private static final Pattern PAIR = Pattern.compile("(\\S+)=\"([^\"]*)\"");
    private static final java.util.Map<String, String> POSIX = java.util.Map.of("LC_ALL", "C");

    /** One line of df. */
    private record Line(
            String device,
            String total,
            String used,
            String available,
            String share,
            String point) {}

    private DiskFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.named("disk.usage")
                        .doc(
                                "Answers the room on all file systems in KiB; args are letters that"
                                        + " df takes, such as i or h.")
                        .opt("args")
                        .runs(DiskFunctions::usage),
                Function.named("disk.inodeusage")
                        .doc("Answers the inodes of all file systems.")
                        .opt("args")
                        .runs(DiskFunctions::inodes),
                Function.named("disk.percent")
                        .doc("Answers how full all file systems are, or the one mounted at a path.")
                        .opt("args")
                        .runs(DiskFunctions::percent),
                Function.named("disk.blkid")
                        .doc(
                                "Answers the attributes of block devices: label, UUID, type. token"
                                        + " is NAME=value.")
                        .takes("device=None, token=None")
                        .runs(DiskFunctions::blkid),
                Function.named("disk.fstype")
                        .doc(
                                "Answers the type of the file system on a device, '' when it is not"
                                        + " known.")
                        .arg("device")
                        .runs(DiskFunctions::typeOfDevice),
                Function.named("disk.get_fstype_from_path")
                        .doc("Answers the type of the file system that holds a path.")
                        .arg("path")
                        .runs(DiskFunctions::typeOfPath));
    }

    private static List<Line> df(Call call, String flags) throws IOException, InterruptedException {
        var argv = new ArrayList<>(List.of("df", "-P" + flags));
        Ran ran = call.machine().run(Command.of(argv).withEnv(POSIX), Output.NONE);
        var out = new ArrayList<Line>();
        for (String line : ran.text().lines().skip(1).toList()) {
            String[] f = line.strip().split("\\s+", 6);
            if (f.length == 6) {
                out.add(new Line(f[0], f[1], f[2], f[3], f[4], f[5]));
            }
        }
        return out;
    }

    private static String flags(Call call) {
        String flags = call.given("args").orElse("").replace("-", "");
        if (!flags.matches("[aHhiklmT]*")) {
            throw new ModuleError.Failed("Invalid flags passed to disk.usage: " + flags);
        }
        return flags.replace("T", "");
    }

    private static JsonNode usage(Call call) throws IOException, InterruptedException {
        String flags = flags(call);
        ObjectNode out = Json.object();
        boolean human = flags.contains("h") || flags.contains("H");
        for (Line l : df(call, human || flags.contains("i") ? flags : flags + "k")) {
            out.putObject(l.point())
                    .put("filesystem", l.device())
                    .put("1K-blocks", l.total())
                    .put("used", l.used())
                    .put("available", l.available())
                    .put("capacity", l.share());
        }
        return out;
    }

    private static JsonNode inodes(Call call) throws IOException, InterruptedException {
        String flags = flags(call);
        ObjectNode out = Json.object();
        for (Line l : df(call, "i" + flags.replace("i", ""))) {
            out.putObject(l.point())
                    .put("inodes", l.total())
                    .put("used", l.used())
                    .put("free", l.available())
                    .put("use", l.share())
                    .put("filesystem", l.device());
        }
        return out;
    }

    private static JsonNode percent(Call call) throws IOException, InterruptedException {
        Optional<String> wanted = call.given("args");
        ObjectNode out = Json.object();
        for (Line l : df(call, "k")) {
            out.put(l.point(), l.share());
        }
        if (wanted.isEmpty()) {
            return out;
        }
        if (!out.has(wanted.get())) {
            throw new ModuleError.Failed("Nothing is mounted at " + wanted.get());
        }
        return out.get(wanted.get());
    }

    private static JsonNode blkid(Call call) throws IOException, InterruptedException {
        if (call.machine().which("blkid").isEmpty()) {
            throw new ModuleError.Missing("The 'blkid' binary was not found in $PATH.");
        }
        var argv = new ArrayList<>(List.of("blkid"));
        call.given("token").ifPresent(t -> argv.addAll(List.of("-t", t)));
        call.given("device").ifPresent(d -> argv.add(Paths.absolute(d)));
        Ran ran = call.machine().run(Command.of(argv), Output.NONE);
        ObjectNode out = Json.object();
        for (String line : ran.text().lines().toList()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                ObjectNode one = out.putObject(line.substring(0, colon));
                Matcher pair = PAIR.matcher(line.substring(colon + 1));
                while (pair.find()) {
                    one.put(pair.group(1), pair.group(2));
                }
            }
        }
        return out;
    }

    private static JsonNode typeOfDevice(Call call) {
        String device = Paths.absolute(call.text("device"));
        var proc = new Proc(call.machine());
        return Values.text(
                proc.output("lsblk", "-dno", "FSTYPE", "--", device)
                        .map(String::strip)
                        .filter(t -> !t.isEmpty())
                        .or(
                                () ->
                                        Mounts.of(proc).stream()
                                                .filter(m -> m.device().equals(device))
                                                .map(Mounts.Mount::type)
                                                .findFirst())
                        .orElse(""));
    }

    private static JsonNode typeOfPath(Call call) throws IOException {
        String path = call.machine().realPath(Paths.absolute(call.text("path")));
        Mounts.Mount best = null;
        for (Mounts.Mount m : Mounts.of(new Proc(call.machine()))) {
            boolean above =
                    path.equals(m.point())
                            || path.startsWith(m.point().equals("/") ? "/" : m.point() + "/");
            if (above && (best == null || m.point().length() >= best.point().length())) {
                best = m;
            }
        }
        return Values.text(best == null ? "" : best.type());
    }
}
