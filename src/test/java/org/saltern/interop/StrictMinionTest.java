package org.saltern.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.saltern.master.TestMaster.ADA;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.base.Closer;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.crypto.RsaPrivateKey;
import org.saltern.crypto.SigAlgorithm;
import org.saltern.hosts.HostStatus;
import org.saltern.hosts.SignIn;
import org.saltern.hosts.Target;
import org.saltern.hosts.TargetType;
import org.saltern.jobs.HostState;
import org.saltern.master.MasterSettings;
import org.saltern.master.TestMaster;

/** Real minions with everything switched on that makes them particular, among 310 further hosts that do not answer. */
@Tag("interop")
class StrictMinionTest {
    private static final String WEB1 = "web1.example";
    private static final HostId HOST = new HostId(WEB1);
    private static final int OTHERS = 310;

    private static final String OPTIONS =
            """
            zmq_filtering: True
            verify_master_pubkey_sign: True
            always_verify_signature: True
            sign_pub_messages: True
            minion_sign_messages: True
            encryption_algorithm: OAEP-SHA224
            signing_algorithm: PKCS1v15-SHA224
            auth_safemode: True
            ping_interval: 1
            mine_interval: 1
            mine_functions: {test.echo: [hello]}
            random_startup_delay: 1
            tcp_keepalive: True
            tcp_keepalive_idle: 30
            tcp_keepalive_cnt: 3
            tcp_keepalive_intvl: 10
            master_alive_interval: 10
            start_event_grains: [os]
            autosign_grains: [os]
            enable_legacy_startup_events: False
            grains_cache: True
            state_events: True
            """;

    /** From 3007 on a filtering minion takes the topic before each publication for a message; so at a master of its own release. */
    private static final List<String> EXPECTED =
            List.of(
                    "Could not deserialize msgpack message",
                    "Exception while running callback",
                    "Task was destroyed but it is pending!");

    private final Closer closer = new Closer();

    @AfterEach
    void stop() {
        closer.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3006.24", "3007.13", "3008.3"})
    void a_minion_that_checks_everything_is_reached_by_every_kind_of_target(String version)
            throws Exception {
        Path bin = SaltVenvs.bin(version);
        Path folder = closer.add(new ShortFolder()).path();
        var setup = TestMaster.Setup.in(Files.createDirectory(folder.resolve("master")));
        var settings =
                setup.settings()
                        .withTopics(true)
                        .withSignMasterKey(true)
                        .with(
                                new MasterSettings.Signatures(
                                        SigAlgorithm.PKCS1V15_SHA224, true, true));
        TestMaster master = closer.add(setup.with(settings).open(0, 0));
        master.file("top.sls", "base: {'*': [hello]}\n".getBytes(UTF_8));
        master.file("hello.sls", "hello: {test.nop: []}\n".getBytes(UTF_8));
        Path home = Files.createDirectory(folder.resolve("m"));
        SaltMinion minion = closer.add(new SaltMinion(bin, home, WEB1, master, OPTIONS));
        Files.createDirectories(home.resolve("pki"));
        Files.copy(settings.pki().resolve("master_sign.pub"), home.resolve("pki/master_sign.pub"));

        master.await(
                "the key waits",
                e -> e.tag().equals("salt/auth"),
                () -> start(minion),
                () -> !master.keys.list(ADA, HostStatus.WAITING).isEmpty());
        minion.awaitLog("has cached the public key for this node");
        int logOfWaiting = minion.log().size() + 2;
        master.keys.accept(ADA, HOST, minion.fingerprint());
        minion.awaitLog("Minion is ready to receive requests!");

        assertThat(master.run(WEB1, "test.ping").state()).isEqualTo(HostState.OK);
        acceptOthers(master);
        for (Target target :
                List.of(
                        Target.glob("*"),
                        Target.of(".*", TargetType.PCRE),
                        Target.of("kernel:Linux", TargetType.GRAIN),
                        Target.of("kernel:L.*", TargetType.GRAIN_PCRE),
                        Target.of("127.0.0.0/8", TargetType.IPCIDR),
                        Target.of("* and not G@kernel:Windows", TargetType.COMPOUND))) {
            assertThat(master.run(target, WEB1, "test.ping").state())
                    .as("%s", target)
                    .isEqualTo(HostState.OK);
        }
        if (!version.startsWith(
                "3008")) { // a 3008.3 that signs cannot ask for tops: it fails to pack its own
            // options
            assertThat(master.run(WEB1, "state.show_top").result().at("/base/0").asText())
                    .isEqualTo("hello");
        }
        assertThat(master.run(WEB1, "state.apply", TextNode.valueOf("hello")).state())
                .isEqualTo(HostState.OK);
        master.masterKeys.rotate("the test asks for it");
        assertThat(master.run(WEB1, "test.echo", TextNode.valueOf("again")).state())
                .isEqualTo(HostState.OK);
        assertThat(minion.complaints(logOfWaiting))
                .filteredOn(line -> EXPECTED.stream().noneMatch(line::contains))
                .isEmpty();
    }

    private static void acceptOthers(TestMaster master) {
        String pem = RsaPrivateKey.generate(2048).publicKey().pem();
        ObjectNode grains =
                (ObjectNode) Json.parse("{\"kernel\": \"Linux\", \"ipv4\": [\"127.0.0.1\"]}");
        for (int i = 0; i < OTHERS; i++) {
            var host = new HostId("other%03d.example".formatted(i));
            String address = "192.0.2." + i % 250;
            master.keys.judge(new SignIn(host, pem, 3, address, Json.object()));
            String finger = master.keys.list(ADA, HostStatus.WAITING).getFirst().fingerprint();
            master.keys.accept(ADA, host, finger);
            master.hosts.recordGrains(host, grains);
        }
    }

    private static void start(SaltMinion minion) {
        try {
            minion.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
