package org.saltern.modules.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Values;

/** {@code state.running} and what switches state runs off and on. */
final class StateControl {
    private static final String DISABLED = "state_runs_disabled";

    private StateControl() {}

    static List<Function> all() {
        return List.of(
                Function.named("state.running")
                        .doc("Answers a sentence for each state run that goes on now.")
                        .opt("concurrent", false)
                        .runs(call -> new Queue(call.context()).running(call.flag("concurrent"))),
                Function.named("state.list_disabled")
                        .doc("Answers the names and patterns that are switched off.")
                        .runs(call -> listed(call)),
                Function.named("state.disable")
                        .doc("Switches SLS names, 'highstate', or patterns of state functions off.")
                        .arg("states")
                        .runs(call -> change(call, true)),
                Function.named("state.enable")
                        .doc("Switches on again what state.disable switched off.")
                        .arg("states")
                        .runs(call -> change(call, false)));
    }

    private static JsonNode listed(Call call) {
        JsonNode list = call.context().grains().path(DISABLED);
        return list.isMissingNode() ? Values.text("") : list;
    }

    private static JsonNode change(Call call, boolean disable) throws Exception {
        List<String> now = new ArrayList<>();
        call.context().grains().path(DISABLED).forEach(n -> now.add(n.asText()));
        List<String> words = new ArrayList<>();
        boolean changed = false;
        for (String name : Call.texts(call.value("states"))) {
            boolean already = now.contains(name) == disable;
            words.add(
                    "Info: "
                            + name
                            + " state "
                            + (already ? "already " : "")
                            + (disable ? "disabled." : "enabled."));
            if (!already) {
                changed = true;
                if (disable) {
                    now.add(name);
                } else {
                    now.remove(name);
                }
            }
        }
        if (changed) {
            ArrayNode list = Values.texts(now);
            call.context()
                    .modules()
                    .run(
                            call.context(),
                            "grains.setval",
                            List.of(Values.text(DISABLED), list),
                            Json.object());
        }
        return Json.object().put("res", true).put("msg", String.join("\n", words));
    }
}
