package org.saltern.minion;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.wire.Limits;
import org.saltern.wire.Msgpack;

class OutboxTest {
    @Test
    void the_result_of_a_job_that_is_killed_while_it_ends_is_kept(@TempDir Path folder)
            throws Exception {
        var outbox = new Outbox(folder, new HostId("web1"), null, Duration.ofSeconds(1));
        var load = Json.object().put("jid", "20260101000000000000");
        Thread.currentThread().interrupt();
        outbox.put(load);
        assertThat(Thread.interrupted()).isTrue();
        try (var files = Files.list(folder)) {
            Path file = files.findFirst().orElseThrow();
            assertThat(Msgpack.read(Files.readAllBytes(file), Limits.SEALED)).isEqualTo(load);
        }
    }
}
