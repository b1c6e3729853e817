package org.saltern.modules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskFunctionsTest {
    @TempDir private Path folder;
    private TestMinion minion;

    @BeforeEach
    void start() {
        minion = new TestMinion(folder);
    }

    @Test
    void usage_names_the_file_system_and_its_room() {
        JsonNode usage = minion.answer("disk.usage");
        assertThat(usage)
                .isNotEmpty()
                .allSatisfy(
                        one -> {
                            assertThat(one.path("1K-blocks").asText()).matches("\\d+|-");
                            assertThat(one.path("capacity").asText()).matches("\\d+%|-");
                        });
    }

    @Test
    void inodes_are_counted() {
        assertThat(minion.answer("disk.inodeusage"))
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.path("inodes").asText()).isNotEmpty());
    }

    @Test
    void flags_are_letters_that_only_look() {
        assertThat(minion.answer("disk.usage", "; rm").asText())
                .contains("Invalid flags passed to disk.usage");
    }

    @Test
    void a_path_that_is_no_mount_point_is_told() {
        assertThat(minion.answer("disk.percent", "/no/such").asText())
                .isEqualTo("ERROR: Nothing is mounted at /no/such");
        assertThat(minion.answer("disk.percent").size()).isPositive();
    }

    @Test
    void the_file_system_below_a_path_has_a_type() {
        assertThat(minion.answer("disk.get_fstype_from_path", "/proc").asText()).isEqualTo("proc");
        assertThat(minion.answer("disk.fstype", "no-device").asText()).contains("must be absolute");
    }
}
