package org.saltern.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.saltern.master.TestMaster.ADA;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.crypto.RsaPrivateKey;
import org.saltern.hosts.Group;
import org.saltern.hosts.HostStatus;
import org.saltern.hosts.Target;
import org.saltern.jobs.Call;
import org.saltern.jobs.HostState;
import org.saltern.jobs.Job;
import org.saltern.jobs.JobQuery;
import org.saltern.jobs.JobRequest;
import org.saltern.wire.AuthReply;
import org.saltern.wire.BadMessage;
import org.saltern.wire.Loopback;

/** Sign-in and every command, from the minion's side, against the whole master in memory. */
class MasterDoorTest {
    /** Made once: keys take longer than the tests. */
    private static final List<RsaPrivateKey> KEYS =
            Stream.generate(() -> RsaPrivateKey.generate(2048)).limit(4).toList();

    private final Loopback ports = new Loopback();
    private final TestMinion web1 = new TestMinion(ports, "web1", 3, KEYS.get(0));
    private final TestMinion db1 = new TestMinion(ports, "db1", 3, KEYS.get(1));
    @TempDir Path home;
    private TestMaster master;

    @BeforeEach
    void open() throws IOException {
        Path pki = Files.createDirectory(home.resolve("pki"));
        Path pem = Files.createTempFile(pki, "master", ""); // mode 0600
        Files.writeString(pem, KEYS.get(2).pem());
        Files.move(pem, pki.resolve("master.pem"));
        master = TestMaster.Setup.in(home).open(ports);
    }

    @AfterEach
    void close() {
        master.close();
        ports.close();
    }

    @Test
    void a_key_waits_is_accepted_and_gets_the_keys() throws Exception {
        assertThat(web1.signIn()).isInstanceOf(AuthReply.Pending.class);
        master.keys.accept(ADA, web1.host(), web1.fingerprint());
        assertThat(web1.signIn()).isInstanceOf(AuthReply.Accepted.class);
    }

    @Test
    void a_rejected_key_and_another_key_for_an_accepted_id_are_refused() throws Exception {
        web1.join(master);
        assertThat(new TestMinion(ports, "web1", 3, KEYS.get(3)).signIn())
                .isInstanceOf(AuthReply.Refused.class);
        master.keys.reject(ADA, web1.host(), web1.fingerprint());
        assertThat(web1.signIn()).isInstanceOf(AuthReply.Refused.class);
    }

    @Test
    void protocol_2_gets_bad_load_until_it_is_admitted_as_legacy() throws Exception {
        var old1 = new TestMinion(ports, "old1", 2, KEYS.get(3));
        assertThatThrownBy(old1::signIn).isInstanceOf(BadMessage.class).hasMessage(badLoad());
        assertThat(master.keys.list(ADA, HostStatus.WAITING)).hasSize(1);
        master.keys.accept(ADA, old1.host(), old1.fingerprint());
        assertThatThrownBy(old1::signIn).isInstanceOf(BadMessage.class).hasMessage(badLoad());
        master.keys.admitLegacy(ADA, old1.host(), "a test", Duration.ofDays(1));
        assertThat(old1.signIn()).isInstanceOf(AuthReply.Accepted.class);
        assertThat(old1.ask("_file_envs", "{}")).isEqualTo(Json.parse("[\"base\"]"));
        assertThat(old1.ask("_mine_flush", "{\"id\": \"old1\"}").booleanValue()).isTrue();
    }

    @Test
    void a_job_started_right_after_a_host_joined_does_not_call_it_unconnected() throws Exception {
        web1.join(master);
        db1.join(master);
        ports.publishClient().listen(List.of(""), payload -> {});
        web1.ask("_file_envs", "{}");
        var call = new Call("test.ping", List.of());
        Job job = master.jobs.start(ADA, JobRequest.of(Target.glob("*"), call));
        assertThat(master.jobs.row(ADA, job.jid(), web1.host()).orElseThrow().state())
                .isEqualTo(HostState.PUBLISHED);
        assertThat(master.jobs.row(ADA, job.jid(), db1.host()).orElseThrow().state())
                .isEqualTo(HostState.LOST);
        db1.ask("_file_envs", "{}"); // heard of last, so the one subscription counts as its own
        assertThat(master.hosts.connected()).containsExactly(db1.host());
    }

    @Test
    void a_session_outlives_a_restart_of_the_master() throws Exception {
        web1.join(master);
        master.close();
        master = TestMaster.Setup.in(home).open(ports);
        assertThat(web1.ask("_file_envs", "{}")).isEqualTo(Json.parse("[\"base\"]"));
    }

    @Test
    void a_session_outlives_a_rotation_of_the_aes_key() throws Exception {
        web1.join(master);
        master.masterKeys.rotate("a test");
        assertThat(web1.ask("_file_envs", "{}")).isEqualTo(Json.parse("[\"base\"]"));
    }

    @Test
    void the_pillar_is_private_and_its_grains_are_kept() throws Exception {
        web1.join(master);
        assertThat(web1.pillar()).isEqualTo(Json.object());
        assertThat(master.hosts.grains(ADA, web1.host()).path("os").asText()).isEqualTo("Debian");
    }

    @Test
    void the_few_grains_in_a_start_event_do_not_take_the_place_of_all() throws Exception {
        web1.join(master);
        web1.pillar();
        web1.ask(
                "_minion_event",
                """
                {"id": "web1", "tag": "minion_start", "pretag": null,
                 "data": {"grains": {"role": "web"}}, "grains": {"role": "web"}}
                """);
        assertThat(master.hosts.grains(ADA, web1.host()).path("os").asText()).isEqualTo("Debian");
    }

    @Test
    void the_mine_is_filled_read_and_emptied() throws Exception {
        web1.join(master);
        db1.join(master);
        assertThat(web1.ask("_mine", "{\"data\": {\"a\": 1, \"b\": [2]}, \"clear\": false}"))
                .isEqualTo(Json.parse("true"));
        assertThat(db1.ask("_mine_get", "{\"tgt\": \"web*\", \"fun\": \"a\"}"))
                .isEqualTo(Json.parse("{\"web1\": 1}"));
        assertThat(
                        db1.ask(
                                "_mine_get",
                                "{\"tgt\": [\"web1\"], \"tgt_type\": \"list\", \"fun\": \"a,b\"}"))
                .isEqualTo(Json.parse("{\"a\": {\"web1\": 1}, \"b\": {\"web1\": [2]}}"));
        assertThat(web1.ask("_mine_delete", "{\"fun\": \"a\"}").booleanValue()).isTrue();
        assertThat(db1.ask("_mine_get", "{\"tgt\": \"*\", \"fun\": \"a\"}")).isEmpty();
        assertThat(web1.ask("_mine_flush", "{}").booleanValue()).isTrue();
        assertThat(db1.ask("_mine_get", "{\"tgt\": \"*\", \"fun\": \"b\"}")).isEmpty();
    }

    @Test
    void files_are_served_in_upstreams_shapes() throws Exception {
        web1.join(master);
        master.file("a.txt", "hello\n".getBytes());
        assertThat(web1.ask("_file_list", "{\"saltenv\": \"base\", \"prefix\": \"\"}"))
                .isEqualTo(Json.parse("[\"a.txt\"]"));
        assertThat(web1.ask("_file_hash", file("a.txt")).path("hsum").asText()).hasSize(64);
        JsonNode found = web1.ask("_file_find", file("a.txt"));
        assertThat(found.path("rel").asText()).isEqualTo("a.txt");
        assertThat(found.path("stat")).hasSize(10);
        assertThat(
                        web1.ask(
                                "_serve_file",
                                "{\"path\": \"a.txt\", \"saltenv\": \"base\", \"loc\": 0}"))
                .isEqualTo(Json.parse("{\"data\": \"hello\\n\", \"dest\": \"a.txt\"}"));
        assertThat(
                        web1.ask(
                                "_serve_file",
                                "{\"path\": \"a.txt\", \"saltenv\": \"base\", \"loc\": 6}"))
                .isEqualTo(Json.parse("{\"data\": \"\", \"dest\": \"a.txt\"}"));
    }

    @Test
    void a_file_that_is_not_there_has_each_commands_own_refusal() throws Exception {
        web1.join(master);
        assertThat(web1.ask("_file_hash", file("no"))).isEqualTo(Json.parse("\"\""));
        assertThat(web1.ask("_file_hash_and_stat", file("no")))
                .isEqualTo(Json.parse("[\"\", null]"));
        assertThat(web1.ask("_file_find", file("no")))
                .isEqualTo(Json.parse("{\"path\": \"\", \"rel\": \"\"}"));
        assertThat(web1.ask("_serve_file", "{\"path\": \"no\", \"saltenv\": \"base\", \"loc\": 0}"))
                .isEqualTo(Json.parse("{\"data\": \"\", \"dest\": \"\"}"));
    }

    @Test
    void compressed_chunks_are_gzip_of_each_chunk() throws Exception {
        web1.join(master);
        master.file("a.txt", "hello hello hello\n".getBytes());
        JsonNode chunk =
                web1.ask(
                        "_serve_file",
                        "{\"path\": \"a.txt\", \"saltenv\": \"base\", \"loc\": 0, \"gzip\": 9}");
        assertThat(chunk.path("gzip").asInt()).isEqualTo(9);
        var bytes = new ByteArrayInputStream(chunk.path("data").binaryValue());
        try (var plain = new GZIPInputStream(bytes)) {
            assertThat(plain.readAllBytes()).isEqualTo("hello hello hello\n".getBytes());
        }
    }

    @Test
    void master_options_have_sixteen_keys_and_name_the_groups() throws Exception {
        web1.join(master);
        var group = new Group("web", "", "G@os:Debian", List.of(new HostId("web1")));
        master.groups.save(ADA, group, true);
        JsonNode options = web1.ask("_master_opts", "{}");
        assertThat(options).hasSize(16);
        assertThat(options.path("nodegroups").path("web").asText())
                .isEqualTo("( G@os:Debian ) or L@web1");
        assertThat(web1.ask("_master_opts", "{\"env_only\": true}")).hasSize(4);
    }

    @Test
    void a_return_is_acknowledged_with_nil() throws Exception {
        web1.join(master);
        JsonNode reply =
                web1.ask(
                        "_return",
                        "{\"jid\": \"req\", \"fun\": \"test.ping\", \"fun_args\": [], \"return\":"
                                + " true, \"retcode\": 0}");
        assertThat(reply.isNull()).isTrue();
        assertThat(master.jobs.find(ADA, JobQuery.newest(5)).total()).isOne();
    }

    @Test
    void a_minion_may_have_its_own_key_forgotten() throws Exception {
        web1.join(master);
        assertThat(web1.ask("revoke_auth", "{}").booleanValue()).isTrue();
        assertThatThrownBy(() -> web1.ask("_file_envs", "{}")).hasMessage(badLoad());
        assertThat(web1.signIn()).isInstanceOf(AuthReply.Pending.class);
    }

    @Test
    void what_is_not_configured_is_refused_as_upstream_refuses_it() throws Exception {
        web1.join(master);
        assertThat(web1.ask("_master_tops", "{}")).isEqualTo(Json.object());
        assertThat(web1.ask("minion_pub", "{\"fun\": \"test.ping\", \"tgt\": \"*\"}")).isEmpty();
        assertThat(web1.ask("minion_runner", "{\"fun\": \"manage.up\"}")).isEmpty();
        assertThat(web1.ask("pub_ret", "{\"jid\": \"1\"}")).isEmpty();
        assertThat(web1.ask("__init__", "{}")).isEmpty();
        assertThat(web1.ask("_syndic_return", "{\"load\": []}").isNull()).isTrue();
        assertThat(
                        web1.ask(
                                "_file_recv",
                                "{\"path\": [\"a\"], \"loc\": 0, \"size\": 1, \"data\": \"x\"}"))
                .isEqualTo(Json.parse("false"));
    }

    private static String badLoad() {
        return "the master answered 'bad load'";
    }

    private static String file(String path) {
        return "{\"path\": \"" + path + "\", \"saltenv\": \"base\"}";
    }
}
