package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Support;
import org.saltern.modules.Values;

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
