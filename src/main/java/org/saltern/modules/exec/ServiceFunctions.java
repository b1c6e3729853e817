package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Command;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Output;
import org.saltern.modules.Ran;
import org.saltern.modules.Values;

/** {@code service.*}, reading: units of systemd or, where it is not running, scripts of System V, and what state they are in. */
final class ServiceFunctions {
    private static final List<String> TYPES =
            List.of(
                    "service",
                    "socket",
                    "device",
                    "mount",
                    "automount",
                    "swap",
                    "target",
                    "path",
                    "timer",
                    "slice",
                    "scope");

    private ServiceFunctions() {}

    static List<Function> all() {
        return Stream.of(states(), existence(), lists()).flatMap(List::stream).toList();
    }

    private static List<Function> states() {
        return List.of(
                Function.named("service.status")
                        .doc("Answers whether a service is running.")
                        .takes("name, sig=None")
                        .runs(
                                call ->
                                        Values.of(
                                                SysvServices.rules(call)
                                                        ? SysvServices.isRunning(call)
                                                        : systemctl(call, "is-active", unit(call))
                                                                .ok())),
                Function.named("service.enabled")
                        .doc("Answers whether a service starts at boot.")
                        .takes("name, **kwargs")
                        .runs(call -> Values.of(isEnabled(call))),
                Function.named("service.disabled")
                        .doc("Answers whether a service does not start at boot.")
                        .arg("name")
                        .runs(call -> Values.of(!isEnabled(call))),
                Function.named("service.masked")
                        .doc("Answers whether a service is masked.")
                        .takes("name, runtime=False, root=None")
                        .runs(call -> Values.of(isMasked(call))));
    }

    private static List<Function> existence() {
        return List.of(
                Function.named("service.available")
                        .doc("Answers whether there is such a service.")
                        .arg("name")
                        .runs(call -> Values.of(isThere(call))),
                Function.named("service.missing")
                        .doc("Answers whether there is no such service.")
                        .arg("name")
                        .runs(call -> Values.of(!isThere(call))),
                Function.named("service.show")
                        .doc("Answers the properties of a service.")
                        .takes("name, root=None")
                        .runs(ServiceFunctions::show));
    }

    private static List<Function> lists() {
        return List.of(
                Function.named("service.get_all")
                        .doc("Answers all services that are installed.")
                        .runs(call -> listed(call, "")),
                Function.named("service.get_enabled")
                        .doc("Answers the services that start at boot.")
                        .runs(call -> listed(call, "enabled")),
                Function.named("service.get_disabled")
                        .doc("Answers the services that do not start at boot.")
                        .runs(call -> listed(call, "disabled")),
                Function.named("service.get_running")
                        .doc("Answers the services that are running.")
                        .runs(ServiceFunctions::running));
    }

    static Ran systemctl(Call call, String... words) throws IOException, InterruptedException {
        if (call.machine().which("systemctl").isEmpty()) {
            throw new ModuleError.Missing("systemctl");
        }
        var argv = new ArrayList<>(List.of("systemctl"));
        argv.addAll(List.of(words));
        Ran ran =
                call.machine()
                        .run(
                                Command.of(argv).withEnv(java.util.Map.of("LC_ALL", "C")),
                                Output.NONE);
        if (ran.errors().contains("not been booted with systemd")) {
            throw new ModuleError.Failed("This machine does not run systemd");
        }
        return ran;
    }

    /** The full unit name; a bare name is a service. */
    static String unit(Call call) {
        String name = call.text("name");
        if (name.startsWith("-") || !name.matches("[A-Za-z0-9:_.@\\\\-]+")) {
            throw new ModuleError.BadRequest("Not a service name: " + name);
        }
        boolean typed = TYPES.stream().anyMatch(t -> name.endsWith("." + t));
        return typed ? name : name + ".service";
    }

    private static boolean isEnabled(Call call) throws IOException, InterruptedException {
        if (SysvServices.rules(call)) {
            return SysvServices.isEnabled(call);
        }
        return systemctl(call, "is-enabled", unit(call)).ok();
    }

    private static boolean isThere(Call call) throws IOException, InterruptedException {
        if (SysvServices.rules(call)) {
            return SysvServices.isThere(call);
        }
        Ran ran = systemctl(call, "show", "--property", "LoadState", unit(call));
        return ran.ok() && !ran.text().contains("not-found");
    }

    private static JsonNode show(Call call) throws IOException, InterruptedException {
        Ran ran = systemctl(call, "show", unit(call));
        if (!ran.ok()) {
            throw new ModuleError.Failed(ran.errors().strip());
        }
        ObjectNode out = Json.object();
        for (String line : ran.text().lines().toList()) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                out.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return out;
    }

    /** @param state {@code enabled}, {@code disabled}, or empty for all */
    private static JsonNode listed(Call call, String state)
            throws IOException, InterruptedException {
        if (SysvServices.rules(call)) {
            return Values.texts(SysvServices.names(call, state));
        }
        return names(
                systemctl(call, "list-unit-files", "--full", "--no-legend", "--no-pager"), state);
    }

    private static boolean isMasked(Call call) throws IOException, InterruptedException {
        return !SysvServices.rules(call)
                && systemctl(call, "is-enabled", unit(call)).text().startsWith("masked");
    }

    private static JsonNode names(Ran listed, String state) {
        var names = new TreeSet<String>();
        for (String line : listed.text().lines().toList()) {
            String[] f = line.strip().split("\\s+");
            if (f.length > 1 && (state.isEmpty() || f[1].equals(state))) {
                names.add(bare(f[0]));
            }
        }
        return Values.texts(names);
    }

    private static String bare(String unit) {
        return unit.endsWith(".service")
                ? unit.substring(0, unit.length() - ".service".length())
                : unit;
    }

    private static JsonNode running(Call call) throws IOException, InterruptedException {
        if (SysvServices.rules(call)) {
            return Values.texts(SysvServices.names(call, "running"));
        }
        Ran ran =
                systemctl(
                        call,
                        "list-units",
                        "--full",
                        "--no-legend",
                        "--no-pager",
                        "--plain",
                        "--state=running");
        var names = new TreeSet<String>();
        ran.text()
                .lines()
                .map(l -> l.strip().split("\\s+")[0])
                .filter(n -> !n.isEmpty())
                .forEach(n -> names.add(bare(n)));
        return Values.texts(names);
    }
}
