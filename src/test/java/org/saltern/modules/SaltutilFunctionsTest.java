package org.saltern.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.saltern.modules.TestMinion.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.Json;

class SaltutilFunctionsTest {
    private static final String OTHER = "20260102030405000099";
    private static final String SELF = "20260102030405000006";

    @TempDir private Path folder;
    private final List<String> signals = new ArrayList<>();
    private TestMinion minion;

    @BeforeEach
    void start() {
        minion =
                new TestMinion(folder)
                        .with(
                                new RunningJobs() {
                                    @Override
                                    public List<ObjectNode> running() {
                                        return List.of(
                                                Json.object()
                                                        .put("jid", SELF)
                                                        .put("fun", "saltutil.running")
                                                        .put("pid", 7),
                                                Json.object()
                                                        .put("jid", OTHER)
                                                        .put("fun", "cmd.run")
                                                        .put("pid", 8));
                                    }

                                    @Override
                                    public boolean signal(String jid, int signal) {
                                        signals.add(jid + " " + signal);
                                        return true;
                                    }

                                    @Override
                                    public Optional<JsonNode> cached(String jid) {
                                        return jid.equals(OTHER)
                                                ? Optional.of(json("{\"return\": true}"))
                                                : Optional.empty();
                                    }
                                });
    }

    @Test
    void running_leaves_out_the_job_that_asks() {
        assertThat(minion.answer("saltutil.running")).hasSize(1);
        assertThat(minion.answer("saltutil.find_job", OTHER).path("fun").asText())
                .isEqualTo("cmd.run");
        assertThat(minion.answer("saltutil.find_job", "20200101000000000000"))
                .isEqualTo(json("{}"));
        assertThat(minion.answer("saltutil.is_running", "cmd.*")).hasSize(1);
        assertThat(minion.answer("saltutil.is_running", "test.*")).isEmpty();
    }

    @Test
    void a_job_is_killed_and_one_that_does_not_run_is_not() {
        assertThat(minion.answer("saltutil.kill_job", OTHER).asText())
                .isEqualTo("Signal 9 sent to job " + OTHER + " at pid 8");
        assertThat(minion.answer("saltutil.term_job", "20200101000000000000").asText()).isEmpty();
        assertThat(signals).containsExactly(OTHER + " 9");
    }

    @Test
    void all_jobs_but_this_one_are_ended() {
        assertThat(minion.answer("saltutil.term_all_jobs")).hasSize(1);
        assertThat(signals).containsExactly(OTHER + " 15");
    }

    @Test
    void a_kept_return_is_found() {
        assertThat(minion.answer("saltutil.find_cached_job", OTHER))
                .isEqualTo(json("{\"return\": true}"));
        assertThat(minion.answer("saltutil.find_cached_job", "x").asText())
                .isEqualTo("Job x is not kept on this minion");
    }

    @Test
    void nothing_is_ever_fetched_to_be_run() {
        assertThat(minion.answer("saltutil.sync_modules")).isEqualTo(json("[]"));
        assertThat(minion.answer("saltutil.sync_all").path("modules")).isEqualTo(json("[]"));
        assertThat(minion.answer("saltutil.sync_all")).hasSize(18);
    }

    @Test
    void grains_are_collected_again() {
        assertThat(minion.answer("grains.items").has("kernel")).isFalse();
        assertThat(minion.answer("saltutil.refresh_grains").asBoolean()).isTrue();
        assertThat(minion.answer("grains.items").path("kernel").asText()).isEqualTo("Linux");
        assertThat(minion.answer("saltutil.refresh_pillar").asBoolean()).isFalse();
    }
}
