package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Command;
import org.saltern.modules.Function;
import org.saltern.modules.Ran;
import org.saltern.modules.Values;

/** {@code kmod.*}: modules of the kernel, loaded now and at boot. */
final class KmodFunctions {
    private static final int SHORTEST = 3;
    private static final int USERS = 3;

    private KmodFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.named("kmod.available")
                        .doc("Answers the modules that the running kernel has, built in ones too.")
                        .runs(call -> Values.texts(available(call))),
                Function.named("kmod.check_available")
                        .doc("Answers whether the running kernel has a module.")
                        .arg("mod")
                        .runs(call -> Values.of(available(call).contains(call.text("mod")))),
                Function.named("kmod.lsmod")
                        .doc("Answers the loaded modules with size and what needs them.")
                        .runs(KmodFunctions::list),
                Function.named("kmod.mod_list")
                        .doc("Answers the names of loaded modules, or of those loaded at boot.")
                        .takes("only_persist=False")
                        .runs(
                                call ->
                                        Values.texts(
                                                call.flag("only_persist")
                                                        ? persistent(call)
                                                        : loaded(call))),
                Function.named("kmod.is_loaded")
                        .doc("Answers whether a module is loaded.")
                        .arg("mod")
                        .runs(call -> Values.of(loaded(call).contains(call.text("mod")))),
                Function.named("kmod.load")
                        .doc("Loads a module; answers what came, or words about the failure.")
                        .takes("mod, persist=False")
                        .runs(KmodFunctions::load),
                Function.named("kmod.remove")
                        .doc("Unloads a module; answers what went, or words about the failure.")
                        .takes("mod, persist=False, comment=True")
                        .runs(KmodFunctions::remove));
    }

    private static String file(Call call) {
        return call.context().grains().has("systemd")
                ? "/etc/modules-load.d/salt_managed.conf"
                : "/etc/modules";
    }

    private static List<String> available(Call call) throws IOException, InterruptedException {
        String folder = "/lib/modules/" + Running.run(call, "uname", "-r").text().strip();
        var out = new ArrayList<String>();
        if (Paths.isFile(call.machine(), folder + "/modules.builtin")) {
            Texts.read(call.machine(), folder + "/modules.builtin")
                    .text()
                    .lines()
                    .forEach(l -> out.add(Paths.name(l).replaceFirst("\\.ko$", "")));
        }
        walk(call, folder, out);
        out.sort(null);
        return out;
    }

    private static void walk(Call call, String folder, List<String> out) throws IOException {
        if (!Paths.isDirectory(call.machine(), folder)) {
            return;
        }
        for (String name : call.machine().list(folder)) {
            String path = folder + "/" + name;
            boolean directory =
                    call.machine().stat(path, false).filter(s -> s.isDirectory()).isPresent();
            if (directory) {
                walk(call, path, out);
            } else if (name.contains(".ko")) {
                out.add(name.substring(0, name.indexOf(".ko")).replace('-', '_'));
            }
        }
    }

    private static JsonNode list(Call call) throws IOException, InterruptedException {
        ArrayNode out = Json.array();
        for (String line : Running.run(call, "lsmod").text().lines().toList()) {
            String[] f = line.strip().split("\\s+");
            if (f.length >= SHORTEST && !f[0].equals("Module")) {
                ObjectNode one =
                        Json.object().put("size", f[1]).put("module", f[0]).put("depcount", f[2]);
                one.set(
                        "deps",
                        f.length > USERS
                                ? Values.texts(List.of(f[USERS].split(",")))
                                : Json.array());
                out.add(one);
            }
        }
        return out;
    }

    private static SortedSet<String> loaded(Call call) throws IOException, InterruptedException {
        var out = new TreeSet<String>();
        list(call).forEach(m -> out.add(m.get("module").asText()));
        return out;
    }

    private static SortedSet<String> persistent(Call call) throws IOException {
        var out = new TreeSet<String>();
        if (Paths.isFile(call.machine(), file(call))) {
            for (String line : Texts.read(call.machine(), file(call)).text().split("\n")) {
                if (!line.isBlank() && !line.strip().startsWith("#")) {
                    out.add(line.strip().split("\\s+")[0]);
                }
            }
        }
        return out;
    }

    private static JsonNode load(Call call) throws Exception {
        String mod = Running.name(call.text("mod"));
        SortedSet<String> before = loaded(call);
        Ran ran = Running.run(call, Command.of(words("modprobe", mod)));
        if (!ran.ok()) {
            return Values.text("Error loading module " + mod + ": " + ran.errors().strip());
        }
        SortedSet<String> out = loaded(call);
        out.removeAll(before);
        if (call.flag("persist") && persist(call, mod)) {
            out.add(mod.strip().split("\\s+")[0]);
        }
        return Values.texts(out);
    }

    /** A module may carry parameters: {@code dummy numdummies=2}. */
    private static List<String> words(String program, String mod) {
        var argv = new ArrayList<>(List.of(program));
        argv.addAll(ShellWords.split(mod));
        return argv;
    }

    private static boolean persist(Call call, String mod) throws Exception {
        String name = mod.strip().split("\\s+")[0];
        if (persistent(call).contains(name) || !available(call).contains(name)) {
            return false;
        }
        String file = file(call);
        if (!Paths.exists(call.machine(), file)) {
            call.machine().write(file, new byte[0]);
        }
        String escaped = Patterns.escape(mod);
        boolean commented =
                Patterns.compile("(?m)^#[\t ]*" + escaped + "[\t ]*$")
                        .matcher(Texts.read(call.machine(), file).text())
                        .find();
        Running.other(
                call,
                commented ? "file.uncomment" : "file.append",
                Json.object(),
                Values.text(file),
                Values.text(commented ? escaped : mod));
        return true;
    }

    private static JsonNode remove(Call call) throws Exception {
        String mod = Running.name(call.text("mod"));
        SortedSet<String> out = loaded(call);
        Ran ran = Running.run(call, "rmmod", mod);
        if (!ran.ok()) {
            return Values.text("Error removing module " + mod + ": " + ran.errors().strip());
        }
        out.removeAll(loaded(call));
        if (call.flag("persist") && persistent(call).contains(mod)) {
            forget(call, mod);
            out.add(mod);
        }
        return Values.texts(out);
    }

    private static void forget(Call call, String mod) throws Exception {
        String line = "^[\t ]*" + Patterns.escape(mod) + "[\t ]?";
        if (call.flag("comment")) {
            Running.other(
                    call,
                    "file.comment",
                    Json.object(),
                    Values.text(file(call)),
                    Values.text(line));
        } else {
            Running.other(
                    call,
                    "file.replace",
                    Json.object().put("backup", false),
                    Values.text(file(call)),
                    Values.text(line),
                    Values.text(""));
        }
    }
}
