package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An allowed function carried a forbidden one along. */
@ExtendWith(Victim.Shared.class)
class Cve2013_4435Test {
    private final Victim victim;

    Cve2013_4435Test(Victim victim) {
        this.victim = victim;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'fun':['test.ping','cmd.run'],'arg':[[],['forged']]",
                "'fun':'test.ping,cmd.run','arg':[[],['forged']]",
                "'fun':'saltutil.cmd','arg':['*','cmd.run','forged']",
                "'fun':'publish.publish','arg':['*','cmd.run','forged']"
            })
    void a_call_is_judged_as_a_whole(String call) throws Exception {
        String job = "{'client':'local_async','tgt':'*'," + call + "}";
        assertThat(victim.post("/", "vera", job).statusCode()).isEqualTo(401);
        victim.nothingForgedIsPublished();
    }
}
