package org.saltern.published;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.base.Json;

/** A sealed event ran a job on other minions. */
@ExtendWith(Victim.Shared.class)
class Cve2025_22236Test {
    private final Victim victim;

    Cve2025_22236Test(Victim victim) {
        this.victim = victim;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "minion_pub",
                "minion_publish",
                "minion_runner",
                "publish",
                "_send_pub",
                "wheel"
            })
    void no_command_of_a_minion_publishes(String command) throws Exception {
        ObjectNode load = Json.object().put("cmd", command).put("fun", "cmd.run").put("tgt", "*");
        load.put("tgt_type", "glob").put("ret", "").put("to", 5).put("form", "full");
        load.putArray("arg").add("forged");
        victim.eve.ask(load);
        victim.nothingForgedIsPublished();
    }

    @Test
    void no_event_of_a_minion_publishes() throws Exception {
        for (String tag :
                List.of("salt/job/new", "salt/reactor", "minion/refresh/web1", "fire_master")) {
            ObjectNode load = Json.object().put("cmd", "_minion_event").put("tag", tag);
            load.putObject("data").put("fun", "cmd.run").put("tgt", "*").put("arg", "forged");
            victim.eve.ask(load);
        }
        victim.nothingForgedIsPublished();
    }
}
