package org.saltern.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.saltern.master.TestMaster.ADA;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.events.Event;
import org.saltern.hosts.Host;
import org.saltern.hosts.HostStatus;
import org.saltern.jobs.HostState;
import org.saltern.jobs.Job;
import org.saltern.jobs.JobQuery;
import org.saltern.master.TestMaster;

/** What every supported release of Salt must find: one unmodified minion of that release lives through these tests in order. */
@Tag("interop")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
abstract class RealMinionContract {
    private static final String WEB1 = "web1.example";
    private static final HostId HOST = new HostId(WEB1);

    /** More than two chunks of the file server, and not text. */
    private static final int BIG = 2_500_000;

    private final String version;
    private Path folder;
    private TestMaster.Setup setup;
    private TestMaster master;
    private SaltMinion minion;
    private int logOfWaiting;

    RealMinionContract(String version) {
        this.version = version;
    }

    /** What its log says while its key waits. */
    String wordsOfWaiting() {
        return "has cached the public key for this node";
    }

    /** What an operator does for it beyond accepting its key. */
    void admit(TestMaster at, HostId host) {}

    @BeforeAll
    void start() throws IOException {
        Path bin = SaltVenvs.bin(version);
        folder = Files.createTempDirectory("slt"); // short: Unix sockets go below it
        setup = TestMaster.Setup.in(Files.createDirectory(folder.resolve("master")));
        master = setup.open(0, 0);
        Path home = Files.createDirectory(folder.resolve("m"));
        minion = new SaltMinion(bin, home, WEB1, master, "mine_functions: {test.echo: [hello]}");
    }

    @AfterAll
    void stop() throws IOException {
        if (folder == null) {
            return;
        }
        minion.close();
        master.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    @Order(1)
    void a_new_minion_waits_until_its_fingerprint_is_accepted() throws Exception {
        master.await(
                "the key waits",
                e -> e.tag().equals("salt/auth"),
                this::startMinion,
                () -> !master.keys.list(ADA, HostStatus.WAITING).isEmpty());
        minion.awaitLog(wordsOfWaiting());
        assertThat(master.keys.list(ADA, HostStatus.WAITING))
                .singleElement()
                .satisfies(host -> assertThat(host.fingerprint()).isEqualTo(minion.fingerprint()));
        logOfWaiting = minion.log().size() + 2;
        master.keys.accept(ADA, HOST, minion.fingerprint());
        admit(master, HOST);
        minion.awaitLog("Minion is ready to receive requests!");
    }

    @Test
    @Order(2)
    void it_answers_a_ping() throws Exception {
        var run = master.run(WEB1, "test.ping");
        assertThat(run.state()).isEqualTo(HostState.OK);
        assertThat(run.result().booleanValue()).isTrue();
    }

    @Test
    @Order(3)
    void it_runs_commands_with_keyword_arguments() throws Exception {
        JsonNode env =
                Json.parse(
                        "{\"__kwarg__\": true, \"env\": {\"A\": \"b c\"}, \"python_shell\": true}");
        assertThat(master.run(WEB1, "cmd.run", text("echo $A"), env).result().asText())
                .isEqualTo("b c");
        assertThat(master.run(WEB1, "cmd.run", text("exit 3"), env).state())
                .isEqualTo(HostState.FAILED);
    }

    @Test
    @Order(4)
    void its_grains_are_known() throws Exception {
        JsonNode items = master.run(WEB1, "grains.items").result();
        assertThat(items.path("saltversion").asText()).isEqualTo(version);
        assertThat(master.hosts.grains(ADA, HOST).path("osfullname"))
                .isEqualTo(items.path("osfullname"));
    }

    @Test
    @Order(5)
    void it_applies_states_with_files_of_many_chunks() throws Exception {
        byte[] big = new byte[BIG];
        new Random(1).nextBytes(big);
        Path out = folder.resolve("out");
        master.file("big.bin", big);
        master.file("small.txt", "small\n".getBytes());
        master.file(
                "demo.sls",
                """
                big:
                  file.managed:
                    - name: %1$s/big.bin
                    - source: salt://big.bin
                    - makedirs: True
                small:
                  file.managed:
                    - name: %1$s/small.txt
                    - source: salt://small.txt
                    - require: [file: big]
                """
                        .formatted(out)
                        .getBytes());
        var first = master.run(WEB1, "state.apply", text("demo"));
        assertThat(first.state()).as("%s", first.result()).isEqualTo(HostState.CHANGED);
        assertThat(out.resolve("big.bin")).hasBinaryContent(big);
        assertThat(out.resolve("small.txt")).hasContent("small");
        assertThat(master.run(WEB1, "state.apply", text("demo")).state()).isEqualTo(HostState.OK);
        assertThat(master.run(WEB1, "state.apply", text("nosuch")).state())
                .isEqualTo(HostState.FAILED);
    }

    @Test
    @Order(6)
    void it_offers_values_to_the_mine_and_reads_them() throws Exception {
        master.run(WEB1, "mine.update");
        JsonNode mine = master.run(WEB1, "mine.get", text("*"), text("test.echo")).result();
        assertThat(mine).isEqualTo(Json.parse("{\"" + WEB1 + "\": \"hello\"}"));
    }

    @Test
    @Order(7)
    void its_events_are_heard() throws Exception {
        BlockingQueue<Event> heard = new ArrayBlockingQueue<>(10);
        try (var listening =
                master.events.subscribe(
                        e -> e.tag().equals("acme/deployed"), 10, heard::add, () -> {})) {
            master.run(WEB1, "event.send", text("acme/deployed"), Json.parse("{\"v\": 7}"));
            Event event = heard.poll(30, TimeUnit.SECONDS);
            assertThat(event.data().path("data").path("v").asInt()).isEqualTo(7);
            assertThat(event.data().path("id").asText()).isEqualTo(WEB1);
            assertThat(listening).isNotNull();
        }
    }

    @Test
    @Order(8)
    void it_follows_a_key_rotation() throws Exception {
        master.masterKeys.rotate("the test asks for it");
        assertThat(master.run(WEB1, "test.ping").result().booleanValue()).isTrue();
    }

    @Test
    @Order(9)
    void its_log_has_nothing_to_complain_about() throws Exception {
        assertThat(minion.complaints(logOfWaiting)).filteredOn(line -> !isExpected(line)).isEmpty();
    }

    @Test
    @Order(10)
    void it_survives_a_restart_of_the_master() throws Exception {
        int requestPort = master.requestPort();
        int publishPort = master.publishPort();
        master.close();
        master = setup.open(requestPort, publishPort);
        master.await(
                "the minion is connected",
                e -> e.tag().equals("salt/presence/change"),
                () -> {},
                () -> master.hosts.connected().contains(HOST));
        assertThat(master.run(WEB1, "test.ping").result().booleanValue()).isTrue();
    }

    @Test
    @Order(11)
    void its_log_complains_of_nothing_but_the_time_without_a_master() throws Exception {
        assertThat(minion.complaints(logOfWaiting))
                .filteredOn(line -> !isExpected(line))
                .allMatch(line -> WITHOUT_MASTER.stream().anyMatch(line::contains));
    }

    @Test
    @Order(12)
    void salt_call_on_it_is_recorded_as_a_job_of_its_own() throws Exception {
        assertThat(minion.call("test.ping")).isZero();
        var own = new JobQuery("test.ping", HOST, null, null, null, 0, 10);
        assertThat(master.jobs.find(ADA, own).jobs()).extracting(Job::user).contains(WEB1);
    }

    @Test
    @Order(13)
    void it_waits_again_when_its_key_was_deleted() throws Exception {
        master.keys.delete(ADA, HOST, minion.fingerprint());
        assertThat(minion.call("test.ping")).isNotZero();
        assertThat(master.keys.list(ADA, HostStatus.WAITING))
                .extracting(Host::hostname)
                .containsExactly(HOST);
    }

    /** Lines of this release that say nothing about the master. */
    private static boolean isExpected(String line) {
        return EXPECTED.stream().anyMatch(line::contains);
    }

    private static final List<String> EXPECTED =
            List.of(
                    "No matching sls found for 'nosuch'",
                    "[salt.loaded.int.module.cmdmod:", // the test's own 'exit 3'
                    // 3006.9 lays down the attempt that was refused while its key waited, then is
                    // ready
                    "This Minion was scheduled to stop. Not running Minion.tune_in()",
                    // 3008.3 says so with a master of its own release, too
                    "Task was destroyed but it is pending!");

    /** What a minion may say of requests that it made while the master was restarted, however long that took. */
    private static final List<String> WITHOUT_MASTER =
            List.of(
                    "Request timed out while waiting for a response. reconnecting.",
                    "Error dispatching event. RequestClient is closed; construct a new one");

    private void startMinion() {
        try {
            minion.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode text(String text) {
        return TextNode.valueOf(text);
    }
}
