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
import org.saltern.base.Json;
import org.saltern.crypto.Nonce;
import org.saltern.events.Event;
import org.saltern.wire.BadMessage;
import org.saltern.wire.Envelope;
import org.saltern.wire.Loopback;
import org.saltern.wire.Msgpack;

/** Strangers and accepted but hostile minions; published flaws have their own package, {@code org.saltern.published}. */
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

    @Test
    void s28_events_beyond_the_rate_are_dropped_and_counted_in_one_event() throws Exception {
        int sent = 5_000;
        var heard = new ArrayBlockingQueue<Event>(sent + 10);
        var told = new ArrayBlockingQueue<Event>(10);
        try (var listening =
                        master.events.subscribe(
                                e -> e.tag().equals("mine/flood"), sent, heard::add, () -> {});
                var summary =
                        master.events.subscribe(
                                e -> e.tag().equals("salt/minion/eve/saltern/dropped"),
                                10,
                                told::add,
                                () -> {})) {
            ObjectNode load = Json.object().put("cmd", "_minion_event");
            var events = load.putArray("events");
            for (int i = 0; i < sent; i++) {
                events.addObject().put("tag", "mine/flood").putObject("data");
            }
            assertThat(eve.ask(load).isNull()).isTrue();
            assertThat(told.poll(60, TimeUnit.SECONDS)).isNotNull();
            assertThat(heard).hasSizeLessThan(sent);
            assertThat(listening).isNotEqualTo(summary);
        }
        assertThat(web1.ask("_file_envs", "{}")).isEqualTo(Json.parse("[\"base\"]"));
    }

    @Test
    void s4_what_anybody_may_send_is_limited_in_size() throws Exception {
        JsonNode tooLarge = Json.object().put("msg", "bad load");
        ObjectNode load = eve.authRequest().encode().load();
        load.put("pub", "x".repeat(70 * 1024)); // a sign-in has 64 KiB at most
        assertThat(eve.sendPlain(new Envelope.Clear(3, load).encode())).isEqualTo(tooLarge);
        ObjectNode ping = Json.object().put("cmd", "ping").put("x", "x".repeat(2 << 20));
        assertThat(eve.sendPlain(new Envelope.Clear(3, ping).encode())).isEqualTo(tooLarge);
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
