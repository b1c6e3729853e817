package org.saltern.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A short form of {@code bench/crash}; the long one is a hundred trials. */
class CrashTest {
    @TempDir Path folder;

    @Test
    @Timeout(600)
    void what_was_acknowledged_survives_two_kills_and_sigterm_ends_with_status_0()
            throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        try (var trials = new CrashTrials(folder, seed)) {
            CrashTrials.Result result = trials.run(2, seed);
            assertThat(result.jobs()).isPositive();
            assertThat(result.acknowledgedReturns()).isGreaterThan(2 * 50);
        }
    }
}
