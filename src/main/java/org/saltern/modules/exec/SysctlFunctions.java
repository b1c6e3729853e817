package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Ran;
import org.saltern.modules.Values;

/** {@code sysctl.*}: parameters of the kernel, running and in a file that is read at boot. */
final class SysctlFunctions {
    private static final String CONFIG = "/etc/sysctl.d/99-salt.conf";

    private SysctlFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.named("sysctl.default_config")
                        .doc("Answers the file that sysctl.persist writes.")
                        .runs(call -> Values.text(CONFIG)),
                Function.named("sysctl.get")
                        .doc("Answers a parameter of the running kernel, '' for an unknown one.")
                        .arg("name")
                        .runs(call -> Values.text(get(call))),
                Function.named("sysctl.show")
                        .doc("Answers the parameters of the running kernel, or those in a file.")
                        .takes("config_file=False")
                        .runs(SysctlFunctions::show),
                Function.named("sysctl.assign")
                        .doc("Sets a parameter of the running kernel.")
                        .takes("name, value")
                        .runs(SysctlFunctions::assign),
                Function.named("sysctl.persist")
                        .doc(
                                "Sets a parameter of the running kernel and in a file that is read at boot.")
                        .takes("name, value, config=None")
                        .runs(SysctlFunctions::persist));
    }

    private static String name(Call call) {
        String name = call.text("name");
        if (!name.matches("[A-Za-z0-9_./-]+") || name.startsWith("-") || name.contains("..")) {
            throw new ModuleError.BadRequest("Not a kernel parameter: " + name);
        }
        return name;
    }

    private static String get(Call call) throws IOException, InterruptedException {
        Ran ran = Running.run(call, "sysctl", "-n", name(call));
        return ran.ok() ? ran.text().strip() : "";
    }

    private static JsonNode show(Call call) throws IOException, InterruptedException {
        boolean file = Values.isTrue(call.value("config_file"));
        String text =
                file
                        ? Paths.isFile(call.machine(), call.text("config_file"))
                                ? Texts.read(call.machine(), call.text("config_file")).text()
                                : ""
                        : Running.run(call, "sysctl", "-a").text();
        ObjectNode out = Json.object();
        for (String line : text.lines().toList()) {
            int at = line.indexOf('=');
            if (at > 0 && !line.strip().startsWith("#") && !line.strip().startsWith(";")) {
                out.put(line.substring(0, at).strip(), line.substring(at + 1).strip());
            }
        }
        return out;
    }

    private static JsonNode assign(Call call) throws IOException, InterruptedException {
        Ran ran = Running.run(call, "sysctl", "-w", name(call) + "=" + value(call));
        if (!ran.ok() || ran.errors().contains("Invalid argument")) {
            throw new ModuleError.Failed("sysctl -w failed: " + Running.complaint(ran));
        }
        return Json.object().put(name(call), get(call));
    }

    private static String value(Call call) {
        String value = call.text("value");
        if (value.contains("\n")) {
            throw new ModuleError.BadRequest("A kernel parameter is one line");
        }
        return value;
    }

    private static JsonNode persist(Call call) throws IOException, InterruptedException {
        String config = call.given("config").orElse(CONFIG);
        var lines = new ArrayList<String>();
        if (Paths.isFile(call.machine(), config)) {
            lines.addAll(Texts.read(call.machine(), config).text().lines().toList());
        } else {
            Paths.makeDirectories(call.machine(), Paths.parent(config));
            lines.addAll(List.of("#", "# Kernel sysctl configuration", "#"));
        }
        String wanted = name(call) + " = " + value(call);
        boolean found = false;
        for (int i = 0; i < lines.size(); i++) {
            String[] parts = lines.get(i).split("=", 2);
            boolean same = parts.length == 2 && parts[0].strip().equals(name(call));
            if (same
                    && words(parts[1]).equals(words(value(call)))
                    && words(get(call)).equals(words(value(call)))) {
                return Values.text("Already set");
            }
            if (same) {
                lines.set(i, wanted);
                found = true;
            }
        }
        if (!found) {
            lines.add(wanted);
        }
        assign(call);
        AtomicFile.write(
                call.machine(),
                config,
                (String.join("\n", lines) + "\n")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return Values.text("Updated");
    }

    private static List<String> words(String value) {
        return List.of(value.strip().split("\\s+"));
    }
}
