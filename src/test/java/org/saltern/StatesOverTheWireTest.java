package org.saltern;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.access.Actor;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.browser.House;
import org.saltern.hosts.HostStatus;
import org.saltern.minion.Agent;
import org.saltern.modules.Outcome;

/** The Java minion applies SLS files that Saltern's own master serves. */
class StatesOverTheWireTest {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void a_minion_applies_the_state_tree_of_its_master() throws Exception {
        try (House house = new House(folder)) {
            Path tree = Files.createDirectories(folder.resolve("master/states/web/parts"));
            Files.writeString(
                    tree.getParent().resolve("init.sls"),
                    """
                    {% from "web/map.jinja" import word with context %}
                    include: [.parts]
                    said:
                      cmd.run:
                        - name: echo {{ word }}
                        - require:
                          - test: part of {{ grains.id }}
                    """);
            Files.writeString(
                    tree.getParent().resolve("map.jinja"),
                    "{% set word = salt['test.echo']('hello') %}\n");
            Files.writeString(
                    tree.resolve("init.sls"),
                    "part of {{ grains.id }}: test.succeed_with_changes\n");
            Agent agent = house.minion("web1");
            var keys = house.saltern().keys();
            while (keys.list(Actor.system(), HostStatus.WAITING).isEmpty()) {
                Thread.sleep(50);
            }
            keys.accept(Actor.system(), new HostId("web1"), agent.fingerprint());
            House.ready(agent);

            Outcome outcome =
                    agent.call(
                            Json.object()
                                    .put("fun", "state.apply")
                                    .put("jid", "20260102030405000006"),
                            List.of(Json.object().textNode("web")));

            assertThat(outcome.retcode()).isZero();
            JsonNode said = outcome.value().path("cmd_|-said_|-echo hello_|-run");
            assertThat(said.path("changes").path("stdout").asText()).isEqualTo("hello");
            assertThat(said.path("__run_num__").asInt()).isEqualTo(1);
            assertThat(outcome.outputter()).contains("highstate");
        }
    }
}
