package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A path of the API was one of the disk. */
@ExtendWith(Victim.Shared.class)
class Cve2018_15750Test {
    private final Victim victim;

    Cve2018_15750Test(Victim victim) {
        this.victim = victim;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/minions/..%2f..%2f..%2f..%2fetc%2fpasswd",
                "/keys/..%2f..%2fpki%2fmaster.pem",
                "/jobs/..%2f..%2f..%2fetc%2fpasswd",
                "/minions/%00",
                "/assets/x/..%2f..%2f..%2fetc%2fpasswd",
                "/..%2f..%2fetc/passwd"
            })
    void a_path_that_climbs_finds_nothing(String path) {
        var answer = victim.get(path, victim.token("admin"));
        assertThat(answer.statusCode()).isNotEqualTo(500);
        assertThat(answer.body()).doesNotContain("root:").doesNotContain("PRIVATE KEY");
    }
}
