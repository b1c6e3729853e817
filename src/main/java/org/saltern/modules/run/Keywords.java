package org.saltern.modules.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Values;

/** The keywords of a call as one map. */
final class Keywords {
    private static final List<String> NAMED =
            List.of(
                    "mods",
                    "test",
                    "exclude",
                    "queue",
                    "state_events",
                    "sync_mods",
                    "saltenv",
                    "pillarenv",
                    "pillar");

    private Keywords() {}

    static ObjectNode of(Call call) {
        ObjectNode out = Json.object();
        out.setAll(call.keywords());
        for (String name : NAMED) {
            JsonNode value = call.optional(name);
            if (!value.isNull()) {
                out.set(name, value);
            }
        }
        return out;
    }

    /** What {@code state.single} hands to the state. */
    static ObjectNode ofState(Call call) {
        ObjectNode out = Json.object();
        for (Map.Entry<String, JsonNode> e : call.keywords().properties()) {
            boolean own =
                    e.getKey().startsWith("__pub_")
                            || List.of("pillar", "pillarenv", "pillar_enc", "concurrent")
                                    .contains(e.getKey());
            if (!own) {
                out.set(e.getKey(), e.getValue());
            }
        }
        return out;
    }

    static ArrayNode conflicts(Call call, ObjectNode keywords) throws InterruptedException {
        JsonNode queue = keywords.has("queue") ? keywords.get("queue") : Values.none();
        return new Queue(call.context())
                .conflicts(queue, Values.isTrue(keywords.path("concurrent")));
    }
}
