package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The return of a syndic made folders anywhere. */
@ExtendWith(Victim.Shared.class)
class Cve2024_22231Test {
    private final Victim victim;

    Cve2024_22231Test(Victim victim) {
        this.victim = victim;
    }

    @Test
    void a_syndics_return_stores_nothing() throws Exception {
        victim.eve.ask(
                "_syndic_return",
                "{\"load\": [{\"id\": \"../forged\", \"jid\": \"20260101000000000000\", \"fun\":"
                        + " \"x\", \"return\": {\"web1\": {\"return\": \"forged\"}}}]}");
        assertThat(victim.runner("jobs.list_jobs").toString())
                .doesNotContain("20260101000000000000");
        assertThat(victim.files()).noneMatch(file -> file.toString().contains("forged"));
    }
}
