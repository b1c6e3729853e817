package org.saltern.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.saltern.modules.TestMinion.json;
import static org.saltern.modules.TestMinion.keywords;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PsFunctionsTest {
    private static final long SELF = ProcessHandle.current().pid();

    @TempDir private Path folder;
    private TestMinion minion;

    @BeforeEach
    void start() {
        minion = new TestMinion(folder);
    }

    @Test
    void this_process_is_known() {
        JsonNode self = minion.answer("ps.proc_info", SELF);
        assertThat(self.path("name").asText()).isEqualTo("java");
        assertThat(self.path("ppid").asLong())
                .isEqualTo(ProcessHandle.current().parent().orElseThrow().pid());
        assertThat(minion.answer("ps.get_pid_list")).contains(Values.of(SELF));
        assertThat(minion.answer("ps.proc_info", SELF, json("[\"pid\"]")).toString())
                .isEqualTo("{\"pid\":" + SELF + "}");
    }

    @Test
    void a_process_that_is_not_there_is_told() {
        assertThat(minion.answer("ps.proc_info", 99_999_999).asText())
                .isEqualTo("ERROR: process PID not found (pid=99999999)");
        assertThat(minion.answer("ps.kill_pid", 99_999_999).asBoolean()).isFalse();
    }

    @Test
    void processes_are_found_by_name_and_command_line() {
        assertThat(minion.answer("ps.pgrep", "java")).contains(Values.of(SELF));
        assertThat(minion.answer("ps.pgrep", "no such thing runs").isNull()).isTrue();
        assertThat(minion.answer("ps.pgrep", "^jav.$", keywords("{\"pattern_is_regex\": true}")))
                .contains(Values.of(SELF));
    }

    @Test
    void a_process_of_this_test_is_killed_by_its_command_line() throws Exception {
        Process sleeper = new ProcessBuilder("sleep", "311.311").start();
        try {
            assertThat(
                            minion.answer("ps.pkill", "311.311", keywords("{\"full\": true}"))
                                    .path("killed")
                                    .path(0)
                                    .asLong())
                    .isEqualTo(sleeper.pid());
            assertThat(sleeper.waitFor()).isNotZero();
        } finally {
            sleeper.destroyForcibly();
        }
    }

    @Test
    void memory_and_disks_add_up() {
        JsonNode memory = minion.answer("ps.virtual_memory");
        assertThat(memory.path("used").asLong() + memory.path("available").asLong())
                .isEqualTo(memory.path("total").asLong());
        assertThat(minion.answer("ps.swap_memory").path("total").isIntegralNumber()).isTrue();
        assertThat(minion.answer("ps.disk_usage", "/").path("percent").asDouble())
                .isBetween(0.0, 100.0);
        assertThat(minion.answer("ps.disk_usage", "/no/such").asText())
                .contains("No such file or directory");
    }

    @Test
    void processors_are_counted_and_their_time_is_split() {
        int count = minion.answer("ps.num_cpus").asInt();
        assertThat(count).isPositive();
        assertThat(minion.answer("ps.cpu_times", keywords("{\"per_cpu\": true}"))).hasSize(count);
        assertThat(minion.answer("ps.cpu_percent", json("0.05")).asDouble()).isBetween(0.0, 100.0);
    }

    @Test
    void the_busiest_processes_are_answered_in_order() {
        JsonNode top = minion.answer("ps.top", 3, json("0.1"));
        assertThat(top).hasSize(3);
        double first =
                top.path(0).path("cpu").path("user").asDouble()
                        + top.path(0).path("cpu").path("system").asDouble();
        double last =
                top.path(2).path("cpu").path("user").asDouble()
                        + top.path(2).path("cpu").path("system").asDouble();
        assertThat(first).isGreaterThanOrEqualTo(last);
    }

    @Test
    void counters_of_one_interface_are_part_of_all() {
        long lo = minion.answer("ps.network_io_counters", "lo").path("packets_recv").asLong();
        assertThat(minion.answer("ps.network_io_counters").path("packets_recv").asLong())
                .isGreaterThanOrEqualTo(lo);
        assertThat(minion.answer("ps.network_io_counters", "no0")).isEqualTo(json("false"));
    }

    @Test
    void the_machine_started_in_the_past() {
        assertThat(minion.answer("ps.boot_time").asLong())
                .isPositive()
                .isLessThan(System.currentTimeMillis() / 1000);
    }
}
