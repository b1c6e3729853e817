package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Values;

/** {@code event.*}: events on the master's bus. Facts: salt/states/event.py. */
final class EventStates {
    private EventStates() {}

    static List<Function> all() {
        var all = new ArrayList<Function>();
        for (String name : List.of("send", "fire_master", "mod_watch")) {
            all.add(
                    Function.named("event." + name)
                            .doc("Fires an event on the master's bus; its name is the tag.")
                            .takes(
                                    "name, data=None, preload=None, with_env=False,"
                                            + " with_grains=False, with_pillar=False,"
                                            + " show_changed=True, **kwargs")
                            .runs(EventStates::send));
        }
        all.add(
                Function.named("event.wait")
                        .doc("Fires an event only when a watched state changed.")
                        .takes("name, sfun=None, data=None")
                        .runs(call -> StateResult.of(call).tree()));
        return all;
    }

    private static JsonNode send(Call call) throws Exception {
        StateResult result = StateResult.of(call);
        if (call.flag("show_changed")) {
            result.change("tag", call.text("name")).change("data", call.value("data"));
        }
        if (call.context().test()) {
            return result.would("Event would have been fired").tree();
        }
        ObjectNode keywords = Json.object();
        for (String word : List.of("data", "preload", "with_env", "with_grains", "with_pillar")) {
            if (Values.isTrue(call.value(word))) {
                keywords.set(word, call.value(word));
            }
        }
        call.keywords()
                .properties()
                .forEach(
                        e -> {
                            if (!e.getKey().startsWith("__") && !e.getKey().equals("sfun")) {
                                keywords.set(e.getKey(), e.getValue());
                            }
                        });
        boolean sent;
        try {
            JsonNode answer =
                    call.context()
                            .modules()
                            .run(
                                    call.context().with(Json.object()),
                                    "event.send",
                                    List.of(call.value("name")),
                                    keywords);
            sent = Values.isTrue(answer);
        } catch (IOException noMaster) {
            sent = false; // upstream answers False when there is nobody to send it to
        }
        return result.is(Values.of(sent), "Event fired").tree();
    }
}
