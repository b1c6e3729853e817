package org.saltern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetOptionsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "G@os:Debian",
                "web* or db1",
                "not web1",
                "web* and not G@os:Ubuntu",
                "( L@a,b )",
                "P|@os|Deb.*",
                "N@web",
            })
    void this_reads_as_compound(String expression) {
        assertThat(new TargetOptions().type(expression)).isEqualTo("compound");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "web1", "web[12]", "android", "nothing", "user@host", "organd", "x@y"})
    void this_reads_as_a_pattern(String expression) {
        assertThat(new TargetOptions().type(expression)).isEqualTo("glob");
    }
}
