package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Support;
import org.saltern.modules.Values;

/** {@code saltutil.sync_*}: what the master serves for the minion itself is here. */
final class SaltutilStates {
    private static final List<String> KINDS =
            List.of(
                    "beacons",
                    "clouds",
                    "engines",
                    "executors",
                    "grains",
                    "log_handlers",
                    "matchers",
                    "modules",
                    "output",
                    "pillar",
                    "proxymodules",
                    "renderers",
                    "returners",
                    "sdb",
                    "serializers",
                    "states",
                    "thorium",
                    "utils");

    private SaltutilStates() {}

    static List<Function> all() {
        var out = new ArrayList<Function>();
        out.add(
                Function.named("saltutil.sync_all")
                        .doc("All that the master serves for the minion itself is fetched.")
                        .takes("name, **kwargs")
                        .runs(call -> sync(call, "all")));
        for (String kind : KINDS) {
            out.add(
                    Function.named("saltutil.sync_" + kind)
                            .doc(
                                    "The "
                                            + kind.replace('_', ' ')
                                            + " that the master serves are fetched.")
                            .takes("name, **kwargs")
                            .runs(call -> sync(call, kind)));
        }
        return Support.compared("saltutil functions of the minion", ", nothing to fetch")
                .behind(out);
    }

    private static JsonNode sync(Call call, String kind) throws Exception {
        StateResult result = StateResult.of(call);
        if (call.context().test()) {
            return result.would("saltutil.sync_" + kind + " would have been run").tree();
        }
        ObjectNode how = Json.object();
        call.keywords().properties().stream()
                .filter(e -> !e.getKey().startsWith("__"))
                .forEach(e -> how.set(e.getKey(), e.getValue()));
        try {
            JsonNode fetched = new Exec(call).with("saltutil.sync_" + kind, how);
            boolean all = kind.equals("all");
            for (Map.Entry<String, JsonNode> e : fetched.properties()) {
                if (Values.isTrue(e.getValue())) {
                    result.change(e.getKey(), e.getValue());
                }
            }
            if (!all && Values.isTrue(fetched)) {
                result.change(kind, fetched);
            }
            if (result.changes().isEmpty()) {
                return result.done("No updates to sync").tree();
            }
            return result.done(all ? "Sync performed" : "Updated " + kind + ".").tree();
        } catch (ModuleError e) {
            return result.failed("Failed to run sync_" + kind + ": " + e.getMessage()).tree();
        }
    }
}
