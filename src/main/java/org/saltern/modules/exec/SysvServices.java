package org.saltern.modules.exec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.saltern.modules.Call;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Ran;

/** Services of a machine that was not started by systemd: scripts in {@code /etc/init.d}, links in {@code /etc/rc?.d}. */
final class SysvServices {
    private static final String SCRIPTS = "/etc/init.d";

    private SysvServices() {}

    /** Whether services are scripts on this machine. */
    static boolean rules(Call call) throws IOException {
        return !Paths.isDirectory(call.machine(), "/run/systemd/system")
                && Paths.isDirectory(call.machine(), SCRIPTS);
    }

    private static String name(Call call) {
        return checked(call.text("name").replaceFirst("\\.service$", ""));
    }

    private static String checked(String name) {
        if (!name.matches("[A-Za-z0-9_][A-Za-z0-9_.@-]*")) {
            throw new ModuleError.BadRequest("Not a service name: " + name);
        }
        return name;
    }

    static boolean isThere(Call call) throws IOException {
        return isScript(call, name(call));
    }

    private static boolean isScript(Call call, String name) throws IOException {
        return call.machine()
                .stat(SCRIPTS + "/" + name, true)
                .filter(s -> s.isFile() && s.isExecutable())
                .isPresent();
    }

    /** Runs the script of the service. @param verb {@code start} … */
    static Ran script(Call call, String verb) throws IOException, InterruptedException {
        return script(call, name(call), verb);
    }

    private static Ran script(Call call, String name, String verb)
            throws IOException, InterruptedException {
        if (!isScript(call, name)) {
            throw new ModuleError.Failed("The named service " + name + " is not available");
        }
        return call.machine().which("service").isPresent()
                ? Running.run(call, "service", name, verb)
                : Running.run(call, SCRIPTS + "/" + name, verb);
    }

    static boolean isRunning(Call call) throws IOException, InterruptedException {
        return isThere(call) && script(call, "status").ok();
    }

    static boolean isEnabled(Call call) throws IOException {
        return isEnabled(call, name(call));
    }

    private static boolean isEnabled(Call call, String name) throws IOException {
        for (String level : List.of("2", "3", "4", "5", "S")) {
            String dir = "/etc/rc" + level + ".d";
            if (Paths.isDirectory(call.machine(), dir)
                    && call.machine().list(dir).stream()
                            .anyMatch(l -> l.matches("S[0-9]{2}\\Q" + name + "\\E"))) {
                return true;
            }
        }
        return false;
    }

    /** Makes a service start at boot or not. */
    static boolean enable(Call call, boolean wanted) throws IOException, InterruptedException {
        String name = name(call);
        if (call.machine().which("update-rc.d").isPresent()) {
            if (wanted) { // links that are missing first, then those that say no
                Running.run(call, "update-rc.d", name, "defaults");
            }
            return Running.run(call, "update-rc.d", name, wanted ? "enable" : "disable").ok();
        }
        return Running.run(call, "chkconfig", name, wanted ? "on" : "off").ok();
    }

    /** @param state {@code enabled}, {@code disabled}, {@code running}, or empty for all */
    static List<String> names(Call call, String state) throws IOException, InterruptedException {
        var out = new ArrayList<String>();
        for (String name : call.machine().list(SCRIPTS)) {
            if (!name.matches("[A-Za-z0-9_][A-Za-z0-9_.@-]*") || !isScript(call, name)) {
                continue;
            }
            boolean meant =
                    switch (state) {
                        case "enabled" -> isEnabled(call, name);
                        case "disabled" -> !isEnabled(call, name);
                        case "running" -> script(call, name, "status").ok();
                        default -> true;
                    };
            if (meant) {
                out.add(name);
            }
        }
        return out;
    }
}
