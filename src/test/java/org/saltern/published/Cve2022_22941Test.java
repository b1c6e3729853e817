package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A target that matched nothing passed for one that was allowed. */
@ExtendWith(Victim.Shared.class)
class Cve2022_22941Test {
    private final Victim victim;

    Cve2022_22941Test(Victim victim) {
        this.victim = victim;
    }

    @ParameterizedTest
    @ValueSource(strings = {"nosuch*", "", "nosuch and not *"})
    void who_may_not_run_may_not_run_on_nothing_either(String target) throws Exception {
        String job =
                "{'client':'local_async','tgt':'%s','tgt_type':'%s','fun':'cmd.run','arg':['forged']}";
        String type = target.contains(" ") ? "compound" : "glob";
        assertThat(victim.post("/", "vera", job.formatted(target, type)).statusCode())
                .isIn(400, 401);
        victim.post("/", "olga", job.formatted(target, type));
        victim.nothingForgedIsPublished();
    }
}
