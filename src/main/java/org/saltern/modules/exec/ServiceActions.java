package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Ran;
import org.saltern.modules.Values;

/** {@code service.*}, acting: systemctl, or the scripts of System V where systemd is not running. */
final class ServiceActions {
    private ServiceActions() {}

    static List<Function> all() {
        return List.of(
                action("start", "Starts a service"),
                action("stop", "Stops a service"),
                action("restart", "Restarts a service"),
                action("reload", "Makes a service read its configuration again"),
                action(
                        "force_reload",
                        "Makes a service read its configuration again, by a restart if it must"),
                Function.named("service.enable")
                        .doc("Makes a service start at boot; answers whether it worked.")
                        .takes(
                                "name, no_block=False, unmask=False, unmask_runtime=False,"
                                        + " root=None, **kwargs")
                        .runs(call -> boot(call, true)),
                Function.named("service.disable")
                        .doc("Makes a service not start at boot; answers whether it worked.")
                        .takes("name, no_block=False, root=None, **kwargs")
                        .runs(call -> boot(call, false)),
                Function.named("service.mask")
                        .doc("Makes a service impossible to start (systemd).")
                        .takes("name, runtime=False, root=None")
                        .runs(call -> mask(call, "mask")),
                Function.named("service.unmask")
                        .doc("Makes a masked service possible to start (systemd).")
                        .takes("name, runtime=False, root=None")
                        .runs(call -> mask(call, "unmask")),
                Function.named("service.systemctl_reload")
                        .doc("Makes systemd read its unit files again.")
                        .runs(
                                call ->
                                        Values.of(
                                                must(
                                                        ServiceFunctions.systemctl(
                                                                call, "daemon-reload")))));
    }

    private static Function action(String verb, String doc) {
        return Function.named("service." + verb)
                .doc(doc + "; answers whether it worked.")
                .takes("name, no_block=False, unmask=False, unmask_runtime=False, **kwargs")
                .runs(call -> run(call, verb));
    }

    private static JsonNode run(Call call, String verb) throws IOException, InterruptedException {
        if (SysvServices.rules(call)) {
            return Values.of(SysvServices.script(call, verb.replace('_', '-')).ok());
        }
        if (call.flag("unmask")) {
            must(ServiceFunctions.systemctl(call, "unmask", ServiceFunctions.unit(call)));
        }
        var words =
                new ArrayList<>(List.of(verb.equals("force_reload") ? "reload-or-restart" : verb));
        if (call.flag("no_block")) {
            words.add("--no-block");
        }
        words.add(ServiceFunctions.unit(call));
        return Values.of(must(ServiceFunctions.systemctl(call, words.toArray(String[]::new))));
    }

    /** @throws ModuleError.Failed with what systemctl complained of */
    private static boolean must(Ran ran) {
        if (!ran.ok()) {
            throw new ModuleError.Failed(Running.complaint(ran));
        }
        return true;
    }

    private static JsonNode boot(Call call, boolean wanted)
            throws IOException, InterruptedException {
        if (SysvServices.rules(call)) {
            return Values.of(SysvServices.enable(call, wanted));
        }
        return Values.of(
                must(
                        ServiceFunctions.systemctl(
                                call, wanted ? "enable" : "disable", ServiceFunctions.unit(call))));
    }

    private static JsonNode mask(Call call, String verb) throws IOException, InterruptedException {
        if (SysvServices.rules(call)) {
            throw new ModuleError.Failed("Only services of systemd can be masked");
        }
        String unit = ServiceFunctions.unit(call);
        return Values.of(
                must(
                        call.flag("runtime")
                                ? ServiceFunctions.systemctl(call, verb, "--runtime", unit)
                                : ServiceFunctions.systemctl(call, verb, unit)));
    }
}
