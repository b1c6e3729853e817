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
import org.saltern.base.Json;
import org.saltern.modules.Accounts;
import org.saltern.modules.Call;
import org.saltern.modules.Command;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Ran;
import org.saltern.modules.Values;

/** {@code mount.*}: file systems that are mounted now. Those of the boot are in {@link Fstab}. */
final class MountFunctions {
    private static final int MOUNT_POINT = 4;

    private MountFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.named("mount.active")
                        .doc("Answers the mounted file systems by mount point.")
                        .takes("extended=False")
                        .runs(call -> call.flag("extended") ? extended(call) : active(call)),
                Function.named("mount.is_mounted")
                        .doc("Answers whether something is mounted at a path.")
                        .arg("name")
                        .runs(call -> Values.of(active(call).has(call.text("name")))),
                Function.named("mount.mount")
                        .doc("Mounts a device; answers True or what mount said.")
                        .takes(
                                "name, device=False, mkmnt=False, fstype='', opts='defaults',"
                                        + " user=None, util='mount'")
                        .runs(call -> mount(call, options(call))),
                Function.named("mount.remount")
                        .doc("Mounts anew with other options; answers True or what mount said.")
                        .takes("name, device, mkmnt=False, fstype='', opts='defaults', user=None")
                        .runs(MountFunctions::remount),
                Function.named("mount.umount")
                        .doc("Unmounts; answers True or what umount said.")
                        .takes("name, device=None, user=None, util='mount', lazy=False")
                        .runs(MountFunctions::unmount),
                Function.named("mount.swaps")
                        .doc("Answers the swap areas in use.")
                        .runs(MountFunctions::swaps),
                Function.named("mount.get_mount_from_path")
                        .doc("Answers the mount point that holds a path.")
                        .arg("path")
                        .runs(call -> Values.text(point(call))),
                Function.named("mount.get_device_from_path")
                        .doc("Answers the device that holds a path.")
                        .arg("path")
                        .runs(
                                call -> {
                                    JsonNode found = active(call).path(point(call)).path("device");
                                    return found.isMissingNode() ? Values.none() : found;
                                }),
                Function.named("mount.read_mount_cache")
                        .doc("Answers how the minion mounted a path last.")
                        .arg("name")
                        .runs(
                                call -> {
                                    JsonNode one = cache(call).path(call.text("name"));
                                    return one.isMissingNode() ? Json.object() : one;
                                }),
                Function.named("mount.write_mount_cache")
                        .doc("Remembers how a path was mounted.")
                        .takes("real_name, device, mkmnt, fstype, mount_opts")
                        .runs(MountFunctions::remember),
                Function.named("mount.delete_mount_cache")
                        .doc("Forgets how a path was mounted.")
                        .arg("real_name")
                        .runs(
                                call -> {
                                    ObjectNode all = cache(call);
                                    if (all.remove(call.text("real_name")) != null) {
                                        write(call, all);
                                    }
                                    return Values.of(true);
                                }));
    }

    private static List<String> options(Call call) {
        return call.value("opts").isNull() ? List.of() : call.texts("opts");
    }

    /** Numbers in place of names, and blanks as Salt writes them. */
    private static List<String> resolved(Call call, String options) throws IOException {
        var out = new ArrayList<String>();
        for (String option : options.split(",")) {
            int equals = option.indexOf('=');
            String value = equals < 0 ? "" : option.substring(equals + 1);
            String id = value;
            if (!value.isEmpty() && !value.matches("\\d+.*")) {
                Accounts accounts = Accounts.of(call.machine());
                if (option.startsWith("uid=")) {
                    id = accounts.user(value).map(u -> Long.toString(u.uid())).orElse(value);
                } else if (option.startsWith("gid=")) {
                    id = accounts.group(value).map(g -> Long.toString(g.gid())).orElse(value);
                }
            }
            String resolved = equals < 0 ? option : option.substring(0, equals + 1) + id;
            out.add(resolved.replace("\\040", "\\ "));
        }
        return out;
    }

    /** What mount(8) calls the device of each mount point. */
    private static Map<String, String> listed(Call call) throws IOException, InterruptedException {
        var out = new LinkedHashMap<String, String>();
        for (String line : Running.run(call, "mount", "-l").text().lines().toList()) {
            String[] f = line.split("\\s+");
            if (f.length > 2) {
                out.put(f[2], f[0]);
            }
        }
        return out;
    }

    private static ObjectNode active(Call call) throws IOException, InterruptedException {
        Map<String, String> listed = listed(call);
        ObjectNode out = Json.object();
        for (String line :
                Texts.read(call.machine(), "/proc/self/mounts").text().lines().toList()) {
            String[] f = line.split(" ");
            ObjectNode one = Json.object().put("device", f[0]);
            one.put("alt_device", listed.get(f[1]));
            one.put("fstype", f[2]);
            one.set("opts", Values.texts(resolved(call, f[3])));
            out.set(f[1], one);
        }
        return out;
    }

    private static ObjectNode extended(Call call) throws Exception {
        Map<String, String> listed = listed(call);
        JsonNode devices = Running.other(call, "disk.blkid", Json.object());
        ObjectNode out = Json.object();
        for (String line :
                Texts.read(call.machine(), "/proc/self/mountinfo").text().lines().toList()) {
            List<String> f = Arrays.asList(line.split(" "));
            int rest = f.indexOf("-");
            String device = f.get(rest + 2);
            String[] number = f.get(2).split(":");
            ObjectNode one = Json.object().put("mountid", f.get(0)).put("parentid", f.get(1));
            one.put("major", number[0]).put("minor", number[1]).put("root", f.get(3));
            one.set("opts", Values.texts(resolved(call, f.get(5))));
            one.put("fstype", f.get(rest + 1)).put("device", device.replace("\\040", "\\ "));
            one.put("alt_device", listed.get(f.get(MOUNT_POINT)));
            one.set("superopts", Values.texts(resolved(call, f.get(rest + 3))));
            String uuid = devices.path(device).path("UUID").asText(null);
            one.put("device_uuid", uuid == null ? null : uuid.toLowerCase(java.util.Locale.ROOT));
            one.put("device_label", devices.path(device).path("LABEL").asText(null));
            out.set(f.get(MOUNT_POINT), one);
        }
        return out;
    }

    private static JsonNode answer(Call call, List<String> argv)
            throws IOException, InterruptedException {
        Command command = Command.of(argv);
        Optional<String> user = call.given("user");
        Ran ran = Running.run(call, user.isPresent() ? command.as(user.get()) : command);
        return ran.ok() ? Values.of(true) : Values.text(ran.errors().strip());
    }

    private static JsonNode mount(Call call, List<String> options) throws Exception {
        String name = Running.name(call.text("name"));
        if (!Paths.exists(call.machine(), name) && call.flag("mkmnt")) {
            Paths.makeDirectories(call.machine(), name);
            if (call.given("user").isPresent()) {
                Accounts.of(call.machine())
                        .user(call.text("user"))
                        .ifPresent(u -> own(call, name, u));
            }
        }
        var argv = new ArrayList<>(List.of("mount"));
        if (Values.isTrue(call.value("device"))) {
            if (!options.isEmpty()) {
                argv.addAll(List.of("-o", String.join(",", options)));
            }
            if (call.given("fstype").isPresent()) {
                argv.addAll(List.of("-t", call.text("fstype")));
            }
            argv.add(Running.name(call.text("device")));
        }
        argv.add(name);
        return answer(call, argv);
    }

    private static void own(Call call, String path, Accounts.User user) {
        try {
            call.machine().setOwner(path, user.uid(), user.gid(), true);
        } catch (IOException e) {
            throw new ModuleError.Failed(path + " cannot be given to " + user.name(), e);
        }
    }

    private static JsonNode remount(Call call) throws Exception {
        var options = new ArrayList<>(options(call));
        boolean mounted = active(call).has(call.text("name").replace(" ", "\\040"));
        if (mounted && !options.contains("remount")) {
            options.add("remount");
        }
        return mount(call, options);
    }

    private static JsonNode unmount(Call call) throws IOException, InterruptedException {
        String name = Running.name(call.text("name"));
        if (!active(call).has(name.replace(" ", "\\040"))) {
            return Values.text(name + " does not have anything mounted");
        }
        var argv = new ArrayList<>(List.of("umount"));
        if (call.flag("lazy")) {
            argv.add("-l");
        }
        argv.add(call.given("device").map(Running::name).orElse(name));
        return answer(call, argv);
    }

    private static JsonNode swaps(Call call) throws IOException {
        ObjectNode out = Json.object();
        for (String line : Texts.read(call.machine(), "/proc/swaps").text().lines().toList()) {
            String[] f = line.split("\\s+");
            if (!line.startsWith("Filename") && f.length > 4) {
                out.putObject(f[0])
                        .put("type", f[1])
                        .put("size", f[2])
                        .put("used", f[3])
                        .put("priority", f[4]);
            }
        }
        return out;
    }

    private static String point(Call call) throws Exception {
        String path = call.machine().realPath(Paths.absolute(call.text("path")));
        ObjectNode active = active(call);
        while (!path.equals("/") && !active.has(path.replace(" ", "\\040"))) {
            path = Paths.parent(path);
        }
        return path;
    }

    private static String file(Call call) {
        return Options.cacheDir(call.context()) + "/mounts";
    }

    private static ObjectNode cache(Call call) throws IOException {
        if (!Paths.isFile(call.machine(), file(call))) {
            return Json.object();
        }
        JsonNode all = Json.parse(Texts.read(call.machine(), file(call)).text()).path("mounts");
        return all instanceof ObjectNode map ? map : Json.object();
    }

    private static void write(Call call, ObjectNode mounts) throws IOException {
        Paths.makeDirectories(call.machine(), Paths.parent(file(call)));
        byte[] text =
                Json.object().set("mounts", mounts).toString().getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(call.machine(), file(call), text);
    }

    private static JsonNode remember(Call call) throws IOException {
        ObjectNode all = cache(call);
        ObjectNode one = all.putObject(call.text("real_name"));
        for (String field : List.of("device", "mkmnt", "fstype")) {
            one.set(field, call.value(field));
        }
        one.set("opts", call.value("mount_opts"));
        write(call, all);
        return Values.of(true);
    }
}
