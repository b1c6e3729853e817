package org.saltern.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.saltern.master.TestMaster.ADA;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.base.HostId;
import org.saltern.crypto.SigAlgorithm;
import org.saltern.hosts.HostStatus;
import org.saltern.master.MasterSettings;
import org.saltern.master.TestMaster;

/** Salt 3006.9 speaks protocol 2: it is shown to the operator, and kept out until it is admitted as a legacy minion. */
@Tag("interop")
class LegacyMinionTest {
    private static final String OLD1 = "old1.example";
    private static final HostId HOST = new HostId(OLD1);

    @ParameterizedTest(name = "signing its returns: {0}")
    @ValueSource(booleans = {false, true})
    void a_protocol_2_minion_is_kept_out_until_it_is_admitted(boolean signs, @TempDir Path folder)
            throws Exception {
        Path bin = SaltVenvs.bin("3006.9");
        var setup = TestMaster.Setup.in(Files.createDirectory(folder.resolve("master")));
        var signatures = new MasterSettings.Signatures(SigAlgorithm.PKCS1V15_SHA1, signs, signs);
        try (TestMaster master = setup.with(setup.settings().with(signatures)).open(0, 0);
                SaltMinion minion = minion(bin, folder, master, signs)) {
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

    private static SaltMinion minion(Path bin, Path folder, TestMaster master, boolean signs)
            throws IOException {
        Path home = Files.createDirectory(folder.resolve("m"));
        return new SaltMinion(
                bin,
                home,
                OLD1,
                master,
                "mine_functions: {test.ping: []}\nminion_sign_messages: " + signs);
    }
}
