package org.saltern.modules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusFunctionsTest {
    @TempDir private Path folder;
    private TestMinion minion;

    @BeforeEach
    void start() {
        minion = new TestMinion(folder);
    }

    @Test
    void uptime_and_start_fit_together() {
        JsonNode up = minion.answer("status.uptime");
        assertThat(up.path("since_t").asLong() + up.path("seconds").asLong())
                .isBetween(
                        System.currentTimeMillis() / 1000 - 60,
                        System.currentTimeMillis() / 1000 + 60);
        assertThat(up.path("time").asText()).matches("\\d{1,2}:\\d{1,2}");
    }

    @Test
    void load_memory_and_processors_are_answered() {
        assertThat(minion.answer("status.loadavg").path("1-min").asDouble()).isNotNegative();
        assertThat(minion.answer("status.meminfo").path("MemTotal").path("unit").asText())
                .isEqualTo("kB");
        assertThat(minion.answer("status.cpuinfo").size()).isPositive();
        assertThat(minion.answer("status.cpustats").path("cpu").path("user").asLong()).isPositive();
        assertThat(minion.answer("status.vmstats").path("nr_free_pages").isIntegralNumber())
                .isTrue();
        assertThat(minion.answer("status.nproc").asInt()).isEqualTo(2);
    }

    @Test
    void this_program_is_among_the_processes() {
        String pid = Long.toString(ProcessHandle.current().pid());
        assertThat(minion.answer("status.procs").path(pid).path("cmd").asText()).contains("java");
        assertThat(minion.answer("status.pid", "no such thing runs anywhere").asText()).isEmpty();
    }

    @Test
    void the_room_on_the_root_file_system_is_answered() {
        JsonNode root = minion.answer("status.diskusage", "/").path("/");
        assertThat(root.path("total").asLong()).isPositive();
        assertThat(root.path("available").asLong()).isBetween(0L, root.path("total").asLong());
    }

    @Test
    void counters_of_the_loopback_interface_are_numbers() {
        assertThat(minion.answer("status.netdev").path("lo").path("rx_bytes").isIntegralNumber())
                .isTrue();
        assertThat(minion.answer("status.version").asText()).startsWith("Linux version");
    }

    @Test
    void time_is_written_as_asked() {
        assertThat(minion.answer("status.time", "%Y %% %j").asText()).matches("20\\d\\d % \\d{3}");
    }

    @Test
    void a_master_that_nobody_knows_is_not_connected() {
        assertThat(minion.answer("status.master", "no-such-master.invalid").asBoolean()).isFalse();
    }

    @Test
    void the_whole_status_is_the_sum_of_its_parts() {
        assertThat(minion.answer("status.all_status").fieldNames())
                .toIterable()
                .containsExactly(
                        "cpuinfo",
                        "cpustats",
                        "diskstats",
                        "diskusage",
                        "loadavg",
                        "meminfo",
                        "netdev",
                        "netstats",
                        "uptime",
                        "vmstats",
                        "w");
    }
}
