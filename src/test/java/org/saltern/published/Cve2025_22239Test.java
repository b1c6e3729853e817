package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.base.Json;
import org.saltern.events.Event;

/** A minion fired any event on the master's bus. */
@ExtendWith(Victim.Shared.class)
class Cve2025_22239Test {
    private final Victim victim;

    Cve2025_22239Test(Victim victim) {
        this.victim = victim;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "salt/job/20260101000000000000/ret/web1",
                "salt/job/20260101000000000000/prog/web1/1",
                "salt/minion/web1/start",
                "salt/beacon/web1/load/",
                "salt/auth",
                "salt/key",
                "salt/run/20260101000000000000/ret",
                "salt/presence/change",
                "saltern/host",
                "saltern/session",
                "key",
                "20260101000000000000",
                "minion/refresh/web1",
                "__schedule_return",
                "salt/wheel/x"
            })
    void tags_of_others_are_filed_under_the_sender(String tag) throws Exception {
        var heard = new ArrayBlockingQueue<Event>(10);
        try (var listening =
                victim.saltern
                        .events()
                        .subscribe(e -> e.data().has("forged"), 10, heard::add, () -> {})) {
            ObjectNode load = Json.object().put("cmd", "_minion_event").put("tag", tag);
            load.put("forged", true).put("id", "web1").putObject("data");
            victim.eve.ask(load);
            Event event = heard.poll(60, TimeUnit.SECONDS);
            assertThat(event.tag()).isEqualTo("salt/minion/eve/" + tag);
            assertThat(event.data().path("id").asText()).isEqualTo("eve");
            assertThat(listening).isNotNull();
        }
    }
}
