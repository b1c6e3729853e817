package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.base.Json;

/** The id of a job was a file name, and a pipe of that name held a worker. */
@ExtendWith(Victim.Shared.class)
class Cve2025_22242Test {
    private final Victim victim;

    Cve2025_22242Test(Victim victim) {
        this.victim = victim;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../../dev/stdin",
                "/dev/zero",
                "..",
                "req/../../x",
                "20260101000000000000/x"
            })
    void a_jid_that_is_a_path_is_answered_and_stored_nowhere(String jid) throws Exception {
        ObjectNode load =
                Json.object().put("cmd", "_return").put("jid", jid).put("fun", "test.ping");
        load.put("return", "forged").put("retcode", 0).putArray("fun_args");
        victim.eve.ask(load);
        assertThat(victim.runner("jobs.list_jobs").toString()).doesNotContain(jid);
        assertThat(victim.get("/jobs/" + jid.replace("/", "%2f"), victim.token("admin")).body())
                .doesNotContain("forged");
        victim.isAlive();
    }
}
