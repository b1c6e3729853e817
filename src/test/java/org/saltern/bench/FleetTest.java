package org.saltern.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.saltern.Saltern;
import org.saltern.Settings;

/** Simulated minions at a whole Saltern, one for all tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FleetTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final List<Identity> IDENTITIES = Identity.make(1);

    private Path folder;
    private Saltern saltern;

    @BeforeAll
    void start(@TempDir Path given) {
        folder = given;
        Map<String, String> environment = new HashMap<>();
        environment.put("SALTERN_DATA", folder.toString());
        environment.put("SALTERN_INTERFACE", "127.0.0.1");
        environment.put("SALTERN_HTTP_ADDRESS", "127.0.0.1");
        environment.put("SALTERN_HTTP_PORT", "0");
        environment.put("SALTERN_PUBLISH_PORT", "0");
        environment.put("SALTERN_RET_PORT", "0");
        environment.put("SALTERN_AUTO_ACCEPT", "true");
        environment.put("SALTERN_MINIMUM_AUTH_VERSION", "2");
        saltern = new Saltern(Settings.read(null, environment), InstantSource.system());
    }

    @AfterAll
    void stop() {
        saltern.close();
    }

    @ParameterizedTest
    @CsvSource({"3, false", "3, true", "2, false"})
    void every_minion_acknowledges_its_return_of_a_job(int protocol, boolean fresh) {
        try (var api = Api.of(folder.resolve("cli-token"));
                var fleet =
                        new Fleet(
                                load("v%d%s".formatted(protocol, fresh), 3, protocol, fresh),
                                IDENTITIES)) {
            fleet.signIn(true);
            fleet.awaitReady(PATIENCE);

            String jid = api.ping(fleet.load().prefix() + "*");

            assertThat(fleet.await(jid, 3, PATIENCE).acknowledged()).isEqualTo(3);
            assertThat(api.job(jid).path("Result").size()).isEqualTo(3);
            assertThat(fleet.complaints()).isEmpty();
        }
    }

    @Test
    void events_are_counted_when_the_master_answered_them() {
        var heard = ConcurrentHashMap.newKeySet();
        saltern.events()
                .onChange(e -> e.tag().startsWith("bench/") && heard.add(e.tag()), () -> {});
        try (var fleet = new Fleet(load("eager", 2, 3, false), IDENTITIES)) {
            fleet.signIn(true);
            fleet.awaitReady(PATIENCE);
            long answered = 0;
            while (answered == 0) {
                answered = fleet.flood(Duration.ofMillis(100));
            }
            assertThat(heard).isNotEmpty();
        }
    }

    @Test
    void a_minion_that_vanished_is_not_waited_for() {
        try (var api = Api.of(folder.resolve("cli-token"));
                var fleet = new Fleet(load("shy", 3, 3, false), IDENTITIES)) {
            fleet.signIn(true);
            fleet.awaitReady(PATIENCE);
            assertThat(fleet.vanish()).isEqualTo("shy2");

            Progress others = fleet.await(api.ping("shy*"), 2, PATIENCE);

            assertThat(others.acknowledged()).isEqualTo(2);
        }
    }

    private Load load(String prefix, int minions, int protocol, boolean fresh) {
        InetAddress local = InetAddress.getLoopbackAddress();
        return new Load(
                new InetSocketAddress(local, saltern.publishPort()),
                new InetSocketAddress(local, saltern.requestPort()),
                prefix,
                minions,
                1,
                protocol,
                fresh,
                false);
    }
}
