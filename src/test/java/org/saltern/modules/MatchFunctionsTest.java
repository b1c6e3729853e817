package org.saltern.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.saltern.modules.TestMinion.json;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatchFunctionsTest {
    @TempDir private Path folder;
    private TestMinion minion;

    @BeforeEach
    void start() {
        minion = new TestMinion(folder);
        minion.pillar().put("role", "web");
    }

    private boolean meant(String function, Object... arguments) {
        return minion.answer(function, arguments).asBoolean();
    }

    @Test
    void every_kind_of_target_is_tested_against_this_minion() {
        assertThat(meant("match.glob", "web*")).isTrue();
        assertThat(meant("match.glob", "web*", "db1")).isFalse();
        assertThat(meant("match.pcre", "web\\d\\.")).isTrue();
        assertThat(meant("match.list", json("[\"a\", \"web1.example\"]"))).isTrue();
        assertThat(meant("match.list", "a,b")).isFalse();
        assertThat(meant("match.grain", "os:Deb*")).isTrue();
        assertThat(meant("match.grain", "os|Deb*", "|")).isTrue();
        assertThat(meant("match.grain_pcre", "os:(Debian|Ubuntu)$")).isTrue();
        assertThat(meant("match.pillar", "role:web")).isTrue();
        assertThat(meant("match.pillar_pcre", "role:db")).isFalse();
        assertThat(meant("match.compound", "G@os:Debian and not L@db1,db2")).isTrue();
    }

    @Test
    void a_target_that_cannot_be_understood_means_nobody() {
        assertThat(minion.answer("match.compound", "G@os:Debian and ( bad"))
                .isEqualTo(json("false"));
        assertThat(minion.answer("match.ipcidr", "bad")).isEqualTo(json("false"));
    }

    @Test
    void entries_are_chosen_by_target() {
        assertThat(
                        minion.answer(
                                "match.filter_by",
                                json("{\"db*\": 1, \"G@os:Debian\": 2, \"default\": 3}")))
                .isEqualTo(json("2"));
        assertThat(minion.answer("match.search_by", json("{\"x\": [\"web*\"], \"y\": [\"db*\"]}")))
                .isEqualTo(json("[\"x\"]"));
    }
}
