package org.saltern.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.Problem;
import org.saltern.health.Part;

/** What is seen from outside, by whom. */
class HealthTest {
    private static final Problem AWAY =
            new Problem.Unavailable("The database does not answer", "database", "Look at the log.");

    @TempDir Path states;

    private Console console;
    private volatile Problem problem;

    @BeforeEach
    void open() {
        console = new Console(states).withUsers();
        console.health.add("database", () -> Part.of("database", problem, Map.of("address", "x")));
    }

    @AfterEach
    void close() {
        console.close();
    }

    @Test
    void a_stranger_learns_whether_all_is_well_and_nothing_else() {
        var stranger = console.browser();
        var well = stranger.get("/health", "X-Forwarded-For", "192.0.2.7");
        assertThat(well.statusCode()).isEqualTo(200);
        assertThat(well.body()).isEqualTo("{\"status\":\"ok\"}");
        problem = AWAY;
        var bad = stranger.get("/health", "X-Forwarded-For", "192.0.2.7");
        assertThat(bad.statusCode()).isEqualTo(503);
        assertThat(bad.body()).isEqualTo("{\"status\":\"bad\"}");
        assertThat(stranger.get("/metrics", "X-Forwarded-For", "192.0.2.7").statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_program_on_this_machine_reads_everything() {
        problem = AWAY;
        assertThat(console.browser().get("/health").body())
                .contains("\"what\":\"The database does not answer\"", "\"address\":\"x\"");
        assertThat(console.browser().get("/metrics").body())
                .contains("jvm_memory_used_bytes", "process_cpu_usage");
    }

    @Test
    void a_signed_in_user_sees_a_page_and_each_page_has_a_banner_while_something_is_wrong() {
        var vera = console.browserOf("vera");
        assertThat(vera.get("/jobs").body()).doesNotContain("The database does not answer");
        problem = AWAY;
        assertThat(vera.get("/jobs").body()).contains("The database does not answer");
        var page = vera.get("/health", "Accept", "text/html");
        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.body()).contains("The database does not answer", "Look at the log.");
        assertThat(vera.get("/jobs", "Accept-Language", "zh-CN").body()).contains("数据库没有响应");
    }

    @Test
    void a_check_with_a_bug_counts_as_bad() {
        console.health.add(
                "disk",
                () -> {
                    throw new IllegalStateException("a bug");
                });
        assertThat(console.browser().get("/health").statusCode()).isEqualTo(503);
    }
}
