package org.saltern.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.saltern.master.TestMaster.ADA;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.HostId;
import org.saltern.hosts.HostStatus;
import org.saltern.master.TestMaster;

/** Salt 3006.9 speaks protocol 2: it is shown to the operator, and kept out until it is admitted as a legacy minion. */
@Tag("interop")
class LegacyMinionTest {
    private static final String OLD1 = "old1.example";
    private static final HostId HOST = new HostId(OLD1);

    @Test
    void a_protocol_2_minion_is_kept_out_until_it_is_admitted(@TempDir Path folder)
            throws Exception {
        Path bin = SaltVenvs.bin("3006.9");
        try (TestMaster master =
                        TestMaster.Setup.in(Files.createDirectory(folder.resolve("master")))
                                .open(0, 0);
                SaltMinion minion = minion(bin, folder, master)) {
            minion.start();
            minion.awaitLog("Sign-in attempt failed: bad load");
            assertThat(master.keys.list(ADA, HostStatus.WAITING))
                    .singleElement()
                    .satisfies(host -> assertThat(host.protocol()).isEqualTo(2));

            master.keys.accept(ADA, HOST, minion.fingerprint());
            minion.awaitLogAgain("Sign-in attempt failed: bad load");

            master.keys.admitLegacy(ADA, HOST, "replaced next month", Duration.ofDays(30));
            minion.awaitLog("Minion is ready to receive requests!");
            assertThat(master.run(OLD1, "test.ping").result().booleanValue()).isTrue();
            assertThat(master.run(OLD1, "mine.update").result().booleanValue()).isTrue();
        }
    }

    private static SaltMinion minion(Path bin, Path folder, TestMaster master) throws IOException {
        Path home = Files.createDirectory(folder.resolve("m"));
        return new SaltMinion(bin, home, OLD1, master, "mine_functions: {test.ping: []}");
    }
}
