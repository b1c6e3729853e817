package org.saltern.modules.hosts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.saltern.base.Json;
import org.saltern.modules.JobProcesses;
import org.saltern.modules.LocalMachine;
import org.saltern.modules.Outcome;
import org.saltern.modules.Output;
import org.saltern.modules.Values;
import org.saltern.modules.exec.Builtins;
import org.saltern.modules.grains.Grains;
import org.saltern.modules.masterless.Masterless;

/**
 * Applies states on the host that it runs on, as {@code salt-call --local} would, and prints the answer. Refuses to work
 * anywhere but on a throw-away host: the root must be an overlay and hold the token of its maker.
 */
final class InsideHost {
    private InsideHost() {}

    /** @param args token, folder of the state tree, name of the SLS, and {@code test=True} if wanted */
    public static void main(String[] args) throws Exception {
        requireThrowaway(args[0]);
        ObjectNode options =
                Json.object()
                        .put("id", "web1")
                        .put("file_client", "local")
                        .put("local", true)
                        .put("__cli", "salt-call")
                        .put("cachedir", "/var/cache/salt/minion")
                        .put("conf_file", "/etc/salt/minion")
                        .put("hash_type", "sha256");
        options.set("file_roots", Json.object().set("base", Json.array().add(args[1])));
        options.set("pillar_roots", Json.object().set("base", Json.array()));
        var machine = new LocalMachine(new JobProcesses());
        var modules = Builtins.modules();
        var minion =
                new Masterless(machine, options, modules, () -> Grains.collect(machine, options));
        ObjectNode job = Json.object().put("fun", "state.apply").put("jid", "20260102030405000006");
        List<JsonNode> arguments = Arrays.stream(args).skip(2).<JsonNode>map(Values::text).toList();
        Outcome outcome = modules.call(minion.context(job, Output.NONE), "state.apply", arguments);
        System.out.println(Json.object().set("local", outcome.value()));
    }

    private static void requireThrowaway(String token) throws Exception {
        boolean overlay =
                Files.readString(Path.of("/proc/self/mountinfo"))
                        .lines()
                        .anyMatch(l -> l.matches("\\S+ \\S+ \\S+ / / .* - overlay throwaway .*"));
        Path mark = Path.of("/run/throwaway");
        if (!overlay || !Files.exists(mark) || !Files.readString(mark).strip().equals(token)) {
            System.err.println("This is no throw-away host: nothing is applied");
            System.exit(3);
        }
    }
}
