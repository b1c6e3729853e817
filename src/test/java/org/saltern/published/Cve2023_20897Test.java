package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.base.Json;
import org.saltern.wire.Msgpack;

/** As many bad messages as the master had workers stopped it. */
@ExtendWith(Victim.Shared.class)
class Cve2023_20897Test {
    private final Victim victim;

    Cve2023_20897Test(Victim victim) {
        this.victim = victim;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"enc\": \"clear\", \"version\": \"x\", \"load\": {\"cmd\": \"_auth\"}}",
                "{\"enc\": \"clear\", \"version\": null, \"load\": {\"cmd\": \"_auth\"}}",
                "{\"enc\": \"clear\", \"version\": [3], \"load\": {\"cmd\": \"_auth\"}}",
                "{\"enc\": \"aes\", \"version\": {}, \"load\": \"x\"}",
                "{\"enc\": \"aes\", \"version\": 3, \"id\": [], \"load\": null}",
                "{\"enc\": \"clear\", \"load\": []}",
                "{\"enc\": 7}",
                "[]",
                "null",
                "\"text\""
            })
    void fifty_of_each_are_answered_and_a_minion_is_served_after_them(String message)
            throws Exception {
        byte[] frame = Msgpack.write(Json.parse(message));
        for (int i = 0; i < 50; i++) {
            assertThat(victim.eve.send(frame)).isNotEmpty();
        }
        victim.isAlive();
    }
}
