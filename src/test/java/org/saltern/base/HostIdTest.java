package org.saltern.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "..", "../x", "/x", "a\\b", "a\0b"})
    void an_id_that_could_be_a_path_is_refused(String value) {
        assertThatThrownBy(() -> new HostId(value)).isInstanceOf(Problem.BadInput.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"web1", "db-1.example.org", "Ünïcode", "a b", "<img>", "50%"})
    void what_upstream_allows_is_an_id(String value) {
        assertThat(new HostId(value).value()).isEqualTo(value);
    }

    @Test
    void an_id_longer_than_253_characters_is_refused() {
        assertThat(new HostId("x".repeat(253)).value()).hasSize(253);
        assertThatThrownBy(() -> new HostId("x".repeat(254))).isInstanceOf(Problem.BadInput.class);
    }

    @Property
    void a_refusal_never_repeats_a_control_character(@ForAll @StringLength(max = 300) String text) {
        String shown = Problem.shown(text);
        assertThat(shown.codePoints().noneMatch(Character::isISOControl)).isTrue();
        assertThat(shown.codePointCount(0, shown.length())).isLessThanOrEqualTo(200 * 6 + 1);
    }
}
