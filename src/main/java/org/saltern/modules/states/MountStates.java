package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Support;
import org.saltern.modules.Values;
import org.saltern.modules.exec.Paths;
import org.saltern.modules.exec.Patterns;

/** {@code mount.*}: file systems that are mounted now and at boot. */
final class MountStates {
    private static final Support SUPPORT =
            Support.compared("mount, umount, blkid; /etc/fstab", ", tmpfs and bind mounts");

    private MountStates() {}

    static List<Function> all() {
        return SUPPORT.behind(
                List.of(
                        Function.named("mount.mounted")
                                .doc(
                                        "A file system that is mounted, now (mount) and at boot"
                                                + " (persist).")
                                .takes(
                                        "name, device, fstype, mkmnt=False, opts='defaults',"
                                            + " dump=0, pass_num=0, config='/etc/fstab',"
                                            + " persist=True, mount=True, user=None,"
                                            + " match_on='auto', device_name_regex=None,"
                                            + " extra_mount_invisible_options=None,"
                                            + " extra_mount_invisible_keys=None,"
                                            + " extra_mount_ignore_fs_keys=None,"
                                            + " extra_mount_translate_options=None,"
                                            + " hidden_opts=None, bind_mount_copy_active_opts=True,"
                                            + " **kwargs")
                                .runs(call -> new Mounted(call).answer()),
                        Function.named("mount.unmounted")
                                .doc("Nothing mounted at a path, now and (persist) at boot.")
                                .takes(
                                        "name, device=None, config='/etc/fstab', persist=False,"
                                                + " user=None, **kwargs")
                                .runs(MountStates::unmounted),
                        Function.named("mount.mod_watch")
                                .doc("Mounts anew because a watched state changed.")
                                .takes("name, user=None, **kwargs")
                                .runs(MountStates::watched),
                        Function.named("mount.fstab_present")
                                .doc("An entry of the fstab.")
                                .takes(
                                        "name, fs_file, fs_vfstype, fs_mntops='defaults',"
                                            + " fs_freq=0, fs_passno=0, mount_by=None,"
                                            + " config='/etc/fstab', mount=True, match_on='auto',"
                                            + " not_change=False, fs_mount=True")
                                .runs(MountStates::entry),
                        Function.named("mount.fstab_absent")
                                .doc("No such entry in the fstab.")
                                .takes("name, fs_file, mount_by=None, config='/etc/fstab'")
                                .runs(MountStates::noEntry)));
    }

    static ObjectNode active(Call call) throws Exception {
        return (ObjectNode)
                new Exec(call).with("mount.active", Json.object().put("extended", true));
    }

    /** The name of a mount point in the tables of the kernel. */
    static String listed(String path) {
        return path.replace(" ", "\\040");
    }

    /** {@code mount.mounted}. One call. */
    private static final class Mounted {
        private final Call call;
        private final Exec exec;
        private final StateResult result;
        private final String name;
        private final String device;
        private final List<String> options;
        private final boolean test;
        private String words = "";
        private boolean remember;
        private boolean would;

        Mounted(Call call) {
            this.call = call;
            exec = new Exec(call);
            result = StateResult.of(call);
            String given = call.text("name");
            name = given.equals("/") ? given : given.replaceFirst("/+$", "");
            device = call.text("device");
            options = new ArrayList<>(call.texts("opts"));
            test = call.context().test();
        }

        JsonNode answer() throws Exception {
            for (String needed : List.of("name", "device", "fstype")) {
                if (call.given(needed).isEmpty()) {
                    return result.failed("Must provide " + needed + " to mount.mounted").tree();
                }
            }
            String real = real(name);
            JsonNode now = active(call).path(listed(real));
            Optional<JsonNode> end = Optional.empty();
            if (now.isObject() && call.flag("mount")) {
                end = options(real, now);
                if (end.isEmpty()) {
                    end = device(real, now);
                }
            }
            boolean mounted = active(call).has(listed(real));
            if (end.isEmpty() && !mounted) {
                end = call.flag("mount") ? mount(real) : keep();
            }
            if (end.isPresent()) {
                return end.get();
            }
            if (call.flag("persist")) {
                return persist(real);
            }
            return would ? result.would(words).tree() : result.done(words).tree();
        }

        private String real(String path) throws IOException {
            return Paths.exists(call.machine(), path) ? call.machine().realPath(path) : path;
        }

        private JsonNode mountFunction(String function, String real) throws Exception {
            ObjectNode how = Json.object().put("device", device);
            how.set("mkmnt", call.value("mkmnt"));
            how.set("fstype", call.value("fstype"));
            how.set("opts", Values.texts(options));
            how.set("user", call.value("user"));
            return exec.with("mount." + function, how, Values.text(real));
        }

        /** Options that are missing, or that were asked for last time and no longer are. */
        private Optional<JsonNode> options(String real, JsonNode now) throws Exception {
            var changed = new ArrayList<>(MountOptions.missing(call, options, now));
            JsonNode before = exec.run("mount.read_mount_cache", real).path("opts");
            if (changed.isEmpty() && before.isArray()) {
                Call.texts(before).stream().filter(o -> !options.contains(o)).forEach(changed::add);
            }
            remember = before.isMissingNode() || !changed.isEmpty();
            if (changed.isEmpty()) {
                return Optional.empty();
            }
            String list = "options (" + String.join(",", changed) + ") changed";
            if (test) {
                return Optional.of(result.would("Remount would be forced because " + list).tree());
            }
            String type = call.text("fstype");
            boolean anew = type.equals("nfs") || type.equals("cvfs") || type.startsWith("fuse");
            result.change(
                    "umount",
                    (anew ? "Forced unmount and mount because " : "Forced remount because ")
                            + list);
            JsonNode gone = Values.of(true);
            if (anew) {
                gone = exec.run("mount.umount", real);
                if (gone.isTextual()) {
                    gone =
                            exec.with(
                                    "mount.umount",
                                    Json.object().put("lazy", true),
                                    Values.text(real));
                }
            }
            if (gone.isTextual()) {
                return Optional.of(
                        result.failed("Unable to unmount " + real + ": " + gone.asText() + ".")
                                .tree());
            }
            JsonNode done = mountFunction(anew ? "mount" : "remount", real);
            return done.isTextual()
                    ? Optional.of(result.failed(done.asText()).tree())
                    : Optional.empty();
        }

        /** What may stand for the wanted device in the tables of the kernel. */
        private String wantedDevice(JsonNode now) throws IOException {
            String upper = device.toUpperCase(Locale.ROOT);
            if (upper.startsWith("UUID=")) {
                return device.substring(5).replace("\"", "").toLowerCase(Locale.ROOT);
            }
            if (upper.startsWith("LABEL=")) {
                return device.substring(6).replace("\"", "");
            }
            if (device.startsWith("/") && options.contains("bind")) {
                return now.path("device").asText();
            }
            return device.startsWith("/") ? real(device) : device.replaceFirst("^\\w+#", "");
        }

        private Optional<JsonNode> device(String real, JsonNode now) throws Exception {
            var names = new ArrayList<String>();
            names.add(now.path("device").asText());
            names.add(real(names.getFirst()));
            for (String other : List.of("alt_device", "device_uuid", "device_label")) {
                String one = now.path(other).asText(null);
                if (one != null && !names.contains(one)) {
                    names.add(one);
                }
            }
            String wanted = wantedDevice(now);
            if (names.contains(wanted)) {
                words = "Target was already mounted";
                return Optional.empty();
            }
            for (String expression : call.texts("device_name_regex")) {
                for (String one : names) {
                    if (Patterns.compile(expression).matcher(one).lookingAt()) {
                        words =
                                "An umount will not be forced because device matched"
                                        + " device_name_regex: "
                                        + one;
                        return Optional.empty();
                    }
                }
            }
            if (test) {
                would = true;
                words =
                        "An umount would have been forced because devices do not match.  Watched: "
                                + device;
                return Optional.empty();
            }
            result.change(
                    "umount",
                    "Forced unmount because devices don't match. Wanted: "
                            + device
                            + (wanted.equals(device) ? "" : " (" + wanted + ")")
                            + ", current: "
                            + String.join(", ", names));
            ObjectNode as = Json.object();
            as.set("user", call.value("user"));
            exec.with("mount.umount", as, Values.text(real));
            if (active(call).has(listed(real))) {
                return Optional.of(result.failed("Unable to unmount").tree());
            }
            remember = true;
            return Optional.empty();
        }

        private Optional<JsonNode> mount(String real) throws Exception {
            boolean there = Paths.exists(call.machine(), name);
            boolean makes = call.flag("mkmnt");
            if (test) {
                String how =
                        there
                                ? " would be mounted"
                                : makes
                                        ? " would be created and mounted"
                                        : " does not exist and would not be created";
                return Optional.of(result.would(name + how).tree());
            }
            if (!there && !makes) {
                return Optional.of(result.failed("Mount directory is not present").tree());
            }
            JsonNode done = mountFunction("mount", name);
            if (done.isTextual()) {
                return Optional.of(result.failed(done.asText()).tree());
            }
            if (!active(call).has(listed(real(name)))) {
                return Optional.of(
                        result.failed("mount succeeded, but nothing is mounted at " + real).tree());
            }
            remember = true;
            words = "Target was successfully mounted";
            result.change("mount", Values.of(true));
            return Optional.empty();
        }

        /** It is not to be mounted now. */
        private Optional<JsonNode> keep() throws Exception {
            if (Paths.exists(call.machine(), name)) {
                words = name + (test ? " would not be mounted" : " not mounted");
            } else if (test) {
                would = true;
                words =
                        call.flag("mkmnt")
                                ? name + " would be created, but not mounted"
                                : name + " does not exist and would neither be created nor mounted";
            } else if (call.flag("mkmnt")) {
                Paths.makeDirectories(call.machine(), name);
                words = name + " was created, not mounted";
            } else {
                words = name + " not present and not mounted";
            }
            return Optional.empty();
        }

        private JsonNode persist(String real) throws Exception {
            ObjectNode entry = Json.object().put("test", test).put("device", device);
            for (String same : List.of("fstype", "dump", "pass_num", "config", "match_on")) {
                entry.set(same, call.value(same));
            }
            entry.set("opts", Values.texts(options));
            String status = exec.with("mount.set_fstab", entry, Values.text(name)).asText();
            if (test) {
                if (status.equals("present")) {
                    return would ? result.would(words).tree() : result.done(words).tree();
                }
                boolean mounts = call.flag("mount");
                String more =
                        status.equals("new")
                                ? name
                                        + (mounts ? " is mounted, but" : "")
                                        + " needs to be written to the fstab in order to be made"
                                        + " persistent."
                                : mounts
                                        ? name + " is mounted, but its fstab entry must be updated."
                                        : "The " + name + " fstab entry must be updated.";
                return result.would(words + ". " + more).tree();
            }
            if (remember) {
                ObjectNode how = Json.object().put("device", device);
                how.set("mkmnt", call.value("mkmnt"));
                how.set("fstype", call.value("fstype"));
                how.set("mount_opts", Values.texts(options));
                exec.with("mount.write_mount_cache", how, Values.text(real));
            }
            return switch (status) {
                case "new" ->
                        result.change("persist", "new")
                                .done(words + ". Added new entry to the fstab.")
                                .tree();
                case "change" ->
                        result.change("persist", "update")
                                .done(words + ". Updated the entry in the fstab.")
                                .tree();
                default -> result.done(words + ". Entry already exists in the fstab.").tree();
            };
        }
    }

    private static JsonNode unmounted(Call call) throws Exception {
        String name = call.text("name");
        StateResult result = StateResult.of(call);
        var exec = new Exec(call);
        if (name.isEmpty()) {
            return result.failed("Must provide name to mount.unmounted").tree();
        }
        String words = "Target was already unmounted";
        boolean failed = false;
        if (active(call).has(listed(name))) {
            if (call.context().test()) {
                return result.would("Mount point " + name + " is mounted but should not be").tree();
            }
            ObjectNode how = Json.object();
            how.set("device", call.value("device"));
            how.set("user", call.value("user"));
            JsonNode done = exec.with("mount.umount", how, Values.text(name));
            failed = done.isTextual();
            words = failed ? done.asText() : "Target was successfully unmounted";
            if (!failed) {
                result.change("umount", Values.of(true));
            }
            exec.run("mount.delete_mount_cache", name);
        }
        if (call.flag("persist")) {
            JsonNode entry = exec.run("mount.fstab", call.text("config")).path(name);
            Optional<String> device = call.given("device");
            if (entry.isMissingNode()) {
                words += ". fstab entry not found";
            } else if (device.isPresent() && !entry.path("device").asText().equals(device.get())) {
                words += ". fstab entry for device " + device.get() + " not found";
            } else if (call.context().test()) {
                return result.would(
                                "Mount point "
                                        + name
                                        + " is unmounted but needs to be purged from "
                                        + call.text("config")
                                        + " to be made persistent")
                        .tree();
            } else {
                exec.run(
                        "mount.rm_fstab",
                        Values.text(name),
                        call.value("device"),
                        call.value("config"));
                words += ". Removed target from fstab";
                result.change("persist", "purged");
            }
        }
        return failed ? result.failed(words).tree() : result.done(words).tree();
    }

    private static JsonNode watched(Call call) throws Exception {
        StateResult result = StateResult.of(call);
        String name = call.text("name");
        String function = Values.asText(call.keyword("sfun"));
        if (!function.equals("mounted")) {
            return result.done("Watch not supported in " + function + " at this time").tree();
        }
        ObjectNode how = Json.object();
        for (String same : List.of("device", "fstype")) {
            how.set(same, call.keyword(same));
        }
        how.set(
                "opts",
                call.keywords().has("opts") ? call.keyword("opts") : Values.text("defaults"));
        how.set("user", call.value("user"));
        JsonNode done = new Exec(call).with("mount.remount", how, Values.text(name));
        return done.isTextual()
                ? result.failed(name + " failed to remount: " + done.asText()).tree()
                : result.done(name + " remounted").tree();
    }

    /** The device as the entry is to call it; empty when there is no such device, or more than one. */
    private static Optional<String> device(Call call) throws Exception {
        String name = call.text("name");
        String by = call.given("mount_by").orElse("").toUpperCase(Locale.ROOT);
        boolean path = name.startsWith("/");
        if (by.isEmpty() || (by.equals("DEVICE") && path) || name.startsWith(by + "=")) {
            return Optional.of(name);
        }
        JsonNode found =
                new Exec(call)
                        .with("disk.blkid", Json.object().put(path ? "device" : "token", name));
        if (found.size() != 1) {
            return Optional.empty();
        }
        String one = Values.keys(found).getFirst();
        JsonNode value = found.get(one).path(by);
        return by.equals("DEVICE")
                ? Optional.of(one)
                : Optional.ofNullable(value.asText(null)).map(v -> by + "=" + v);
    }

    private static String point(Call call) {
        String given = call.text("fs_file");
        return given.equals("/") ? given : given.replaceFirst("/+$", "");
    }

    private static JsonNode entry(Call call) throws Exception {
        StateResult result = StateResult.of(call);
        var exec = new Exec(call);
        String name = call.text("name");
        String point = point(call);
        String config = call.text("config");
        Optional<String> device = device(call);
        if (device.isEmpty()) {
            return result.failed(
                            "Device " + name + " cannot be converted to " + call.text("mount_by"))
                    .tree();
        }
        boolean test = call.context().test();
        ObjectNode how = Json.object().put("device", device.get()).put("test", test);
        how.set("fstype", call.value("fs_vfstype"));
        how.set("opts", call.value("fs_mntops"));
        how.set("dump", call.value("fs_freq"));
        how.set("pass_num", call.value("fs_passno"));
        for (String same : List.of("config", "match_on", "not_change")) {
            how.set(same, call.value(same));
        }
        String status = exec.with("mount.set_fstab", how, Values.text(point)).asText();
        boolean mounts = call.flag("mount") && status.equals("new");
        var words = new ArrayList<String>();
        if (test) {
            words.add(
                    point
                            + switch (status) {
                                case "present" -> " entry is already in ";
                                case "new" -> " entry will be written in ";
                                default -> " entry will be updated in ";
                            }
                            + config
                            + ".");
            if (mounts) {
                words.add("Will mount " + name + " on " + point);
            }
            return result.would("").comment(Values.texts(words)).tree();
        }
        words.add(
                point
                        + switch (status) {
                            case "present" -> " entry was already in ";
                            case "new" -> " entry added in ";
                            default -> " entry updated in ";
                        }
                        + config
                        + ".");
        if (!status.equals("present")) {
            result.change("persist", status);
        }
        JsonNode done = mounts ? exec.run("mount.mount", point) : Values.of(true);
        if (done.isTextual()) {
            words.add("Error while mounting " + done.asText().replaceFirst("^[^:]*:", ""));
            return result.failed("").comment(Values.texts(words)).tree();
        }
        if (mounts) {
            words.add("Mounted " + name + " on " + point);
        }
        return result.comment(Values.texts(words)).tree();
    }

    private static JsonNode noEntry(Call call) throws Exception {
        StateResult result = StateResult.of(call);
        var exec = new Exec(call);
        String point = point(call);
        String config = call.text("config");
        boolean there = exec.run("mount.fstab", config).has(point);
        if (call.context().test()) {
            String how = there ? " entry will be removed from " : " entry is already missing in ";
            return result.would("")
                    .comment(Values.texts(List.of(point + how + config + ".")))
                    .tree();
        }
        if (!there) {
            return result.comment(
                            Values.texts(
                                    List.of(
                                            point
                                                    + " entry is already missing in "
                                                    + config
                                                    + ".")))
                    .tree();
        }
        exec.run(
                "mount.rm_fstab",
                Values.text(point),
                device(call).map(Values::text).orElse(Values.none()),
                call.value("config"));
        boolean left = exec.run("mount.fstab", config).has(point);
        return left
                ? result.failed("")
                        .comment(
                                Values.texts(
                                        List.of(
                                                point
                                                        + " entry failed when removing from "
                                                        + config
                                                        + ".")))
                        .tree()
                : result.change("persist", "removed")
                        .comment(
                                Values.texts(
                                        List.of(point + " entry removed from " + config + ".")))
                        .tree();
    }
}
