package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/** {@code mount.fstab} and its kin: the file systems that are mounted at boot. Lines that are not asked for stay as they are. */
final class Fstab {
    private static final List<String> FIELDS =
            List.of("device", "name", "fstype", "opts", "dump", "pass_num");
    private static final int FEWEST = 4;

    /** File systems of which one device may be mounted many times: the mount point tells them apart. */
    private static final Set<String> BY_NAME =
            Set.of(
                    "none",
                    "tmpfs",
                    "sysfs",
                    "proc",
                    "fusectl",
                    "debugfs",
                    "securityfs",
                    "devtmpfs",
                    "cgroup",
                    "nfs",
                    "nfs4",
                    "glusterfs",
                    "btrfs");

    private Fstab() {}

    static List<Function> all() {
        return List.of(
                Function.named("mount.fstab")
                        .doc("Answers the entries of the fstab by mount point.")
                        .takes("config='/etc/fstab'")
                        .runs(Fstab::entries),
                Function.named("mount.set_fstab")
                        .doc("Adds or changes an entry; answers new, change or present.")
                        .takes(
                                "name, device, fstype, opts='defaults', dump=0, pass_num=0,"
                                        + " config='/etc/fstab', test=False, match_on='auto',"
                                        + " not_change=False, **kwargs")
                        .runs(Fstab::set),
                Function.named("mount.rm_fstab")
                        .doc("Removes an entry.")
                        .takes("name, device, config='/etc/fstab'")
                        .runs(Fstab::remove));
    }

    /** The fields of a line; empty for comments and lines that are no entries. */
    static Optional<Map<String, String>> entry(String line) {
        String[] f = line.strip().split("\\s+");
        if (line.startsWith("#") || f.length < FEWEST || f.length > FIELDS.size()) {
            return Optional.empty();
        }
        var out = new LinkedHashMap<String, String>();
        for (int i = 0; i < FIELDS.size(); i++) {
            out.put(FIELDS.get(i), i < f.length ? f[i] : "0");
        }
        return Optional.of(out);
    }

    private static List<String> lines(Call call) throws IOException {
        return Texts.read(call.machine(), call.text("config")).text().lines().toList();
    }

    private static void write(Call call, List<String> lines) throws IOException {
        byte[] content = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(call.machine(), call.text("config"), content);
    }

    private static JsonNode entries(Call call) throws IOException {
        ObjectNode out = Json.object();
        if (!Paths.isFile(call.machine(), call.text("config"))) {
            return out;
        }
        for (String line : lines(call)) {
            Optional<Map<String, String>> entry = entry(line);
            if (entry.isEmpty()) {
                continue;
            }
            String name = entry.get().get("name");
            while (out.has(name)) {
                name += "_"; // Salt keeps further entries of a mount point so
            }
            ObjectNode one = out.putObject(name);
            one.put("device", entry.get().get("device"));
            one.put("fstype", entry.get().get("fstype"));
            one.set("opts", Values.texts(List.of(entry.get().get("opts").split(","))));
            one.put("dump", entry.get().get("dump"));
            one.put("pass", entry.get().get("pass_num"));
        }
        return out;
    }

    private static boolean matches(
            Map<String, String> entry, Map<String, String> wanted, List<String> fields) {
        for (String field : fields) {
            String now = entry.get(field);
            String then = wanted.get(field);
            if (field.equals("opts") ? !sorted(now).equals(sorted(then)) : !now.equals(then)) {
                return false;
            }
        }
        return true;
    }

    private static List<String> sorted(String options) {
        return Arrays.stream(options.split(",")).sorted().toList();
    }

    private static List<String> criteria(Call call) {
        JsonNode on = call.value("match_on");
        if (on.isTextual() && on.textValue().equals("auto")) {
            return List.of(BY_NAME.contains(call.text("fstype")) ? "name" : "device");
        }
        List<String> fields = Call.texts(on);
        if (fields.isEmpty() || !FIELDS.containsAll(fields)) {
            throw new ModuleError.Failed(
                    "Unrecognized keys in match_on: \"" + Values.asText(on) + "\"");
        }
        return fields;
    }

    private static String field(String value) {
        if (value.isEmpty() || value.chars().anyMatch(c -> c == '\n' || c == '\r')) {
            throw new ModuleError.BadRequest("Not a field of an fstab: '" + value + "'");
        }
        return value.replace("\\ ", "\\040").replace(" ", "\\040").replace("\t", "\\011");
    }

    private static JsonNode set(Call call) throws IOException {
        var wanted = new LinkedHashMap<String, String>();
        for (String name : FIELDS) {
            JsonNode value = call.value(name);
            boolean list = name.equals("opts") && value.isArray();
            wanted.put(
                    name, field(list ? String.join(",", Call.texts(value)) : Values.asText(value)));
        }
        List<String> criteria = criteria(call);
        if (!Paths.isFile(call.machine(), call.text("config"))) {
            throw new ModuleError.Failed("Bad config file \"" + call.text("config") + "\"");
        }
        String line = String.format("%s\t\t%s\t%s\t%s\t%s %s", wanted.values().toArray());
        var out = new ArrayList<String>();
        String status = "new";
        for (String old : lines(call)) {
            Optional<Map<String, String>> entry = entry(old);
            boolean found = entry.isPresent() && matches(entry.get(), wanted, criteria);
            boolean same =
                    found && (call.flag("not_change") || matches(entry.get(), wanted, FIELDS));
            if (found && !(status.equals("change") && same)) {
                status = same ? "present" : "change";
            }
            out.add(found && !same ? line : old);
        }
        if (status.equals("new")) {
            out.add(line);
        }
        boolean test = call.flag("test") || Values.isTrue(call.context().options().path("test"));
        if (!status.equals("present") && !test) {
            write(call, out);
        }
        return Values.text(status);
    }

    private static JsonNode remove(Call call) throws IOException {
        var wanted = new LinkedHashMap<String, String>();
        wanted.put("name", field(call.text("name")));
        if (!call.value("device").isNull()) {
            wanted.put("device", field(call.text("device")));
        }
        List<String> fields = List.copyOf(wanted.keySet());
        List<String> before = lines(call);
        List<String> after =
                before.stream()
                        .filter(l -> entry(l).filter(e -> matches(e, wanted, fields)).isEmpty())
                        .toList();
        if (after.size() < before.size()) {
            write(call, after);
        }
        return Values.of(true);
    }
}
