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
import org.saltern.modules.Values;
import org.saltern.modules.exec.Paths;
import org.saltern.modules.exec.Patterns;

/** {@code mount.mounted}. One call. */
final class Mounted {
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
        JsonNode now = MountStates.active(call).path(MountStates.listed(real));
        Optional<JsonNode> end = Optional.empty();
        if (now.isObject() && call.flag("mount")) {
            end = options(real, now);
            if (end.isEmpty()) {
                end = device(real, now);
            }
        }
        boolean mounted = MountStates.active(call).has(MountStates.listed(real));
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
                (anew ? "Forced unmount and mount because " : "Forced remount because ") + list);
        JsonNode gone = Values.of(true);
        if (anew) {
            gone = exec.run("mount.umount", real);
            if (gone.isTextual()) {
                gone =
                        exec.with(
                                "mount.umount", Json.object().put("lazy", true), Values.text(real));
            }
        }
        if (gone.isTextual()) {
            return Optional.of(
                    result.failed("Unable to unmount " + real + ": " + gone.asText() + ".").tree());
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
        if (MountStates.active(call).has(MountStates.listed(real))) {
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
        if (!MountStates.active(call).has(MountStates.listed(real(name)))) {
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
