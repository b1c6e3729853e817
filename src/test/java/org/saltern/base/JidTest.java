package org.saltern.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JidTest {
    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.000005Z");

    @Test
    void a_jid_is_the_time_in_utc_with_microseconds() {
        assertThat(Jid.at(NOON)).hasToString("20260304120000000005");
    }

    @Test
    void jids_increase_even_within_one_microsecond() {
        Jids jids = new Jids(InstantSource.fixed(NOON));
        assertThat(Stream.generate(jids::next).limit(3).map(Jid::value))
                .containsExactly(
                        "20260304120000000005", "20260304120000000006", "20260304120000000007");
    }

    @ParameterizedTest
    @ValueSource(strings = {"20260304120000000005", "20260304120000000005_1234"})
    void upstreams_two_forms_are_jids(String text) {
        assertThat(Jid.isValid(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "req",
                "2026030412000000000",
                "20260304120000000005_",
                "../../etc/passwd",
                "2026030412000000000\n"
            })
    void anything_else_is_refused_by_name(String text) {
        assertThatThrownBy(() -> new Jid(text))
                .isInstanceOf(Problem.BadInput.class)
                .hasMessageContaining("Not a job id");
    }
}
