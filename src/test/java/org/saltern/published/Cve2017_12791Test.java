package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.access.Actor;
import org.saltern.wire.AuthReply;

/** A minion id was a path. With CVE-2017-14695. */
@ExtendWith(Victim.Shared.class)
class Cve2017_12791Test {
    private final Victim victim;

    Cve2017_12791Test(Victim victim) {
        this.victim = victim;
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/x", "a\\b", ".", "..", "", "x/y", "../../../../tmp/x"})
    void an_id_that_is_a_path_is_refused_and_leaves_nothing(String id) throws Exception {
        List<Path> before = victim.files();
        assertThat(victim.stranger(id).signIn()).isInstanceOf(AuthReply.Refused.class);
        assertThat(victim.saltern.keys().list(Actor.system(), null))
                .noneMatch(host -> host.hostname().value().equals(id));
        assertThat(victim.files()).containsAll(before).noneMatch(f -> f.endsWith("x"));
    }
}
