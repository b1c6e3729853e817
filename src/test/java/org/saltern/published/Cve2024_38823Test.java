package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.saltern.base.Json;
import org.saltern.wire.Msgpack;

/** A request could be sent again. */
@ExtendWith(Victim.Shared.class)
class Cve2024_38823Test {
    private final Victim victim;

    Cve2024_38823Test(Victim victim) {
        this.victim = victim;
    }

    @Test
    void a_request_is_answered_once() throws Exception {
        byte[] request = victim.ofEve(Json.object().put("cmd", "_file_envs"));
        assertThat(victim.eve.send(request)).isNotEqualTo(Msgpack.write(Victim.BAD_LOAD));
        for (int i = 0; i < 3; i++) {
            assertThat(victim.web1.sendPlain(request)).isEqualTo(Victim.BAD_LOAD);
        }
    }
}
