package org.saltern.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.base.Json;
import org.saltern.crypto.Nonce;
import org.saltern.events.Event;
import org.saltern.wire.AuthReplies.Algorithms;
import org.saltern.wire.AuthReply;
import org.saltern.wire.BadMessage;
import org.saltern.wire.Envelope;
import org.saltern.wire.Loopback;
import org.saltern.wire.Msgpack;
import org.saltern.wire.RequestSealer;

/** Strangers and accepted but hostile minions; the names say which published flaw of Salt a test keeps out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileMinionTest {
    private static final JsonNode BAD_LOAD = Json.MAPPER.getNodeFactory().textNode("bad load");

    private final Loopback ports = new Loopback();
    private final TestMinion eve = new TestMinion(ports, "eve", 3);
    private final TestMinion web1 = new TestMinion(ports, "web1", 3);
    private final Queue<byte[]> published = new ConcurrentLinkedQueue<>();
    private TestMaster master;

    @BeforeAll
    void open(@TempDir Path home) throws Exception {
        master = TestMaster.Setup.in(home).open(ports);
        ports.publishClient().listen(List.of(""), published::add);
        eve.join(master);
        web1.join(master);
    }

    @AfterEach
    void nothing_here_may_publish_anything() {
        assertThat(published).isEmpty();
    }

    @AfterAll
    void close() {
        master.close();
        ports.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_pillar",
                "_return",
                "_mine",
                "_mine_get",
                "_mine_delete",
                "_mine_flush",
                "_minion_event",
                "_file_list",
                "_master_opts",
                "revoke_auth",
                "minion_pub"
            })
    void cve_2013_4439_2024_38822_no_command_in_anothers_name(String command) throws Exception {
        ObjectNode load = Json.object().put("cmd", command);
        Instant now = Instant.now();
        byte[] own = eve.key.token();
        assertThat(eve.sendPlain(eve.seal(load, Nonce.random(), now, "web1", own)))
                .isEqualTo(BAD_LOAD);
        byte[] noToken = new byte[0];
        assertThat(eve.sendPlain(eve.seal(load, Nonce.random(), now, "eve", noToken)))
                .isEqualTo(BAD_LOAD);
        byte[] others = web1.key.token();
        assertThat(eve.sendPlain(eve.seal(load, Nonce.random(), now, "eve", others)))
                .isEqualTo(BAD_LOAD);
    }

    @Test
    void an_id_inside_the_seal_that_differs_from_the_one_outside_is_refused() throws Exception {
        ObjectNode inside = Json.object().put("cmd", "_mine_flush").put("id", "web1");
        inside.put("nonce", Nonce.random()).put("ts", Instant.now().getEpochSecond());
        inside.put("tok", eve.key.token());
        var outer =
                new Envelope.Sealed(
                        3,
                        "eve",
                        "OAEP-SHA1",
                        "PKCS1v15-SHA1",
                        eve.session().seal(Msgpack.write(inside)));
        assertThat(eve.sendPlain(outer.encode())).isEqualTo(BAD_LOAD);
    }

    @Test
    void cve_2024_38823_a_request_is_answered_once() throws Exception {
        ObjectNode load = Json.object().put("cmd", "_file_envs");
        byte[] request = eve.seal(load, Nonce.random(), Instant.now());
        assertThat(eve.send(request)).isNotEqualTo(Msgpack.write(BAD_LOAD));
        assertThat(eve.sendPlain(request)).isEqualTo(BAD_LOAD);
    }

    @Test
    void cve_2022_22936_a_request_of_another_time_is_refused() throws Exception {
        ObjectNode load = Json.object().put("cmd", "_file_envs");
        for (int minutes : new int[] {-6, 6}) {
            Instant then = Instant.now().plus(Duration.ofMinutes(minutes));
            assertThat(eve.sendPlain(eve.seal(load, Nonce.random(), then))).isEqualTo(BAD_LOAD);
        }
    }

    @Test
    void cve_2025_62349_the_aes_key_opens_no_request_in_protocol_2() throws Exception {
        byte[] downgraded =
                new RequestSealer(2, "eve", eve.key.token(), Algorithms.DEFAULT)
                        .seal(
                                Json.object().put("cmd", "_mine_flush").put("id", "web1"),
                                Nonce.random(),
                                0,
                                eve.aes());
        assertThat(eve.sendPlain(downgraded)).isEqualTo(BAD_LOAD);
    }

    @Test
    void a_legacy_minion_speaks_for_itself_only_and_once() throws Exception {
        var old1 = new TestMinion(ports, "old1", 2);
        assertThatThrownBy(old1::signIn).isInstanceOf(BadMessage.class);
        master.keys.accept(TestMaster.ADA, old1.host(), old1.fingerprint());
        master.keys.admitLegacy(TestMaster.ADA, old1.host(), "a test", Duration.ofDays(1));
        old1.signIn();
        ObjectNode others = Json.object().put("cmd", "_return").put("id", "web1");
        assertThat(old1.sendPlain(old1.seal(others, Nonce.random(), Instant.now())))
                .isEqualTo(BAD_LOAD);
        ObjectNode own = Json.object().put("cmd", "_mine_flush").put("id", "old1");
        byte[] once = old1.seal(own, Nonce.random(), Instant.now());
        assertThat(old1.send(once)).isNotEqualTo(Msgpack.write(BAD_LOAD));
        assertThat(old1.sendPlain(once)).isEqualTo(BAD_LOAD);
        master.keys.endLegacy(TestMaster.ADA, old1.host());
        assertThat(old1.sendPlain(old1.seal(own, Nonce.random(), Instant.now())))
                .isEqualTo(BAD_LOAD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "publish", "runner", "wheel", "mk_token", "get_token", "_prep_auth_info",
                "_send_pub", "_send_ssh_pub", "_update_aes", "_pillar", "__init__", ""
            })
    void cve_2020_11651_nothing_is_done_in_clear(String command) throws Exception {
        ObjectNode load = Json.object().put("cmd", command).put("tgt", "*").put("key", "x");
        load.put("fun", "test.ping").putArray("arg");
        assertThat(eve.sendPlain(new Envelope.Clear(3, load).encode())).isEqualTo(Json.object());
    }

    @Test
    void cve_2016_9639_a_deleted_key_is_of_no_use_at_once() throws Exception {
        TestMinion gone = new TestMinion(ports, "gone", 3).join(master);
        master.keys.delete(TestMaster.ADA, gone.host(), gone.fingerprint());
        ObjectNode load = Json.object().put("cmd", "_file_envs");
        assertThat(gone.sendPlain(gone.seal(load, Nonce.random(), Instant.now())))
                .isEqualTo(BAD_LOAD);
        assertThat(gone.signIn()).isInstanceOf(AuthReply.Pending.class);
    }

    @Test
    void the_aes_key_changes_when_one_who_holds_it_loses_its_key() throws Exception {
        TestMinion mallory = new TestMinion(ports, "mallory", 3).join(master);
        byte[] readable = mallory.aes().seal(new byte[] {1});
        var heard = new ArrayBlockingQueue<Event>(5);
        try (var listening =
                master.events.subscribe(e -> e.tag().equals("key"), 5, heard::add, () -> {})) {
            master.keys.reject(TestMaster.ADA, mallory.host(), mallory.fingerprint());
            assertThat(heard.poll(30, TimeUnit.SECONDS)).isNotNull();
            assertThat(listening).isNotNull();
        }
        web1.signIn();
        assertThat(web1.aes().open(readable)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../../etc/passwd", "/etc/passwd", "a/../../x", "|/etc/passwd",
                "salt://etc/passwd", "//etc/passwd", "..\\\\..\\\\x", ""
            })
    void cve_2020_11652_2024_22232_no_file_outside_the_roots(String path) throws Exception {
        ObjectNode load = Json.object().put("cmd", "_serve_file").put("saltenv", "base");
        load.put("path", path).put("loc", 0);
        assertThat(eve.ask(load)).isEqualTo(Json.parse("{\"data\": \"\", \"dest\": \"\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../base", "/", "prod", "__env__", "base/../base"})
    void cve_2025_22240_an_environment_is_one_of_those_configured(String env) throws Exception {
        ObjectNode load = Json.object().put("cmd", "_file_list").put("prefix", "");
        assertThat(eve.ask(load.put("saltenv", env))).isEqualTo(Json.array());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "salt/job/20260101000000000000/ret/web1",
                "salt/job/20260101000000000000/prog/web1/1",
                "salt/minion/web1/start",
                "salt/beacon/web1/load/",
                "salt/auth",
                "salt/key",
                "salt/run/20260101000000000000/ret",
                "salt/presence/change",
                "saltern/host",
                "key",
                "20260101000000000000",
                "minion/refresh/web1",
                "__schedule_return"
            })
    void cve_2025_22236_22239_tags_of_others_are_filed_under_the_sender(String tag)
            throws Exception {
        var heard = new ArrayBlockingQueue<Event>(10);
        try (var listening =
                master.events.subscribe(e -> e.data().has("forged"), 10, heard::add, () -> {})) {
            ObjectNode load = Json.object().put("cmd", "_minion_event").put("tag", tag);
            load.put("forged", true).putObject("data");
            assertThat(eve.ask(load).isNull()).isTrue();
            Event event = heard.poll(30, TimeUnit.SECONDS);
            assertThat(event.tag()).isEqualTo("salt/minion/eve/" + tag);
            assertThat(event.data().path("id").asText()).isEqualTo("eve");
            assertThat(listening).isNotNull();
        }
    }

    @Test
    void cve_2024_22231_2013_4439_a_syndic_return_stores_nothing() throws Exception {
        eve.ask(
                "_syndic_return",
                "{\"load\": [{\"id\": \"../x\", \"jid\": \"20260101000000000000\", \"return\":"
                        + " {\"web1\": {\"return\": true}}}]}");
        assertThat(master.jobs.find(TestMaster.ADA, org.saltern.jobs.JobQuery.newest(5)).total())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"x\"", "null", "[3]", "{}", "-1", "1e99", "true", "99999999999"})
    void a_version_that_is_no_version_is_answered(String version) throws Exception {
        ObjectNode outer = Json.object().put("enc", "clear");
        outer.set("version", Json.parse(version));
        outer.putObject("load").put("cmd", "_auth").put("id", "x");
        assertThat(eve.sendPlain(Msgpack.write(outer))).isEqualTo(BAD_LOAD);
        outer.put("enc", "aes").put("load", new byte[] {1, 2, 3});
        assertThat(eve.sendPlain(Msgpack.write(outer))).isEqualTo(BAD_LOAD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/x", "a\\\\b", ".", "..", "", "x/y", "a\\u0000b"})
    void cve_2017_12791_an_id_that_is_a_path_is_refused(String id) throws Exception {
        String sent = Json.parse("\"" + id + "\"").textValue();
        var sender = new TestMinion(ports, sent, 3, eve.key);
        assertThat(sender.signIn()).isInstanceOf(AuthReply.Refused.class);
    }

    @Test
    void whatever_arrives_gets_one_answer_and_the_door_stays_open() throws Exception {
        byte[] good = eve.authRequest().encode().encode();
        byte[] sealed =
                eve.seal(Json.object().put("cmd", "_file_envs"), Nonce.random(), Instant.now());
        var random = new Random(4506);
        for (int round = 0; round < 300; round++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            assertThat(eve.send(noise)).isNotEmpty();
            assertThat(eve.send(damaged(good, random))).isNotEmpty();
            assertThat(eve.send(damaged(sealed, random))).isNotEmpty();
        }
        assertThat(web1.ask("_file_envs", "{}")).isEqualTo(Json.parse("[\"base\"]"));
    }

    /** Cut short, or with one byte changed. */
    private static byte[] damaged(byte[] frame, Random random) {
        int at = random.nextInt(frame.length);
        if (random.nextBoolean()) {
            return Arrays.copyOf(frame, at);
        }
        byte[] changed = frame.clone();
        changed[at] ^= (byte) (1 + random.nextInt(255));
        return changed;
    }
}
