package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.saltern.base.Json;

/** Text of others was rendered as a template. */
@ExtendWith(Victim.Shared.class)
class Cve2021_25283Test {
    private final Victim victim;

    Cve2021_25283Test(Victim victim) {
        this.victim = victim;
    }

    @Test
    void grains_and_the_mine_are_data_and_never_a_template() throws Exception {
        ObjectNode pillar = Json.object().put("cmd", "_pillar").put("saltenv", "base");
        pillar.putObject("grains").put("role", "{{ 7 * 191 }}").put("os", "${7*191}#{7*191}");
        victim.eve.send(victim.ofEve(pillar));
        victim.eve.ask("_mine", "{\"data\": {\"x\": \"{{ 7 * 191 }}\"}, \"clear\": false}");
        assertThat(victim.get("/minions/eve", victim.token("admin")).body())
                .contains("{{ 7 * 191 }}")
                .doesNotContain("1337");
        assertThat(victim.web1.ask("_mine_get", "{\"tgt\": \"eve\", \"fun\": \"x\"}").toString())
                .contains("{{ 7 * 191 }}");
    }
}
