package org.saltern.minion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.Closer;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.crypto.RsaPrivateKey;
import org.saltern.crypto.RsaPublicKey;
import org.saltern.crypto.SessionKey;
import org.saltern.crypto.SigAlgorithm;
import org.saltern.modules.LocalMachine;
import org.saltern.wire.AuthReply;
import org.saltern.wire.MinionRequest;
import org.saltern.wire.Publication;
import org.saltern.wire.Publications;

class AgentTest {
    private static final MinionSettings.Patience QUICK =
            new MinionSettings.Patience(
                    Duration.ofSeconds(5),
                    Duration.ofMillis(50),
                    Duration.ofMillis(50),
                    Duration.ofSeconds(5),
                    Duration.ofMillis(50));

    @TempDir Path data;
    private final Closer closer = new Closer();
    private final ScriptedMaster master = closer.add(new ScriptedMaster());

    @AfterEach
    void close() {
        closer.close();
    }

    private Agent agent() {
        return agent(settings());
    }

    private Agent agent(MinionSettings settings) {
        Agent agent =
                closer.add(
                        new Agent(
                                settings,
                                Line.loopback(master.loopback),
                                LocalMachine::new,
                                InstantSource.system()));
        agent.start();
        return agent;
    }

    private MinionSettings settings() {
        return MinionSettings.of("here", new HostId("web1"), data).with(QUICK);
    }

    private Agent ready(MinionSettings settings) throws InterruptedException {
        Agent agent = agent(settings);
        assertThat(agent.awaitReady(20, TimeUnit.SECONDS)).isTrue();
        return agent;
    }

    @Test
    void it_signs_in_asks_for_its_pillar_and_says_that_it_started() throws Exception {
        Agent agent = ready(settings());
        MinionRequest.Pillar pillar = master.next(MinionRequest.Pillar.class);
        assertThat(pillar.grains().path("id").asText()).isEqualTo("web1");
        assertThat(List.of(tag(), tag())).containsExactly("minion_start", "salt/minion/web1/start");
        assertThat(agent.fingerprint()).isEqualTo(master.minion.fingerprint());
        assertThat(Files.readString(data.resolve("pki/minion_master.pub")))
                .isEqualTo(master.key.publicKey().pem());
    }

    private String tag() throws InterruptedException {
        return master.next(MinionRequest.FireEvents.class).events().getFirst().tag();
    }

    @Test
    void a_job_is_run_and_returned_with_upstreams_fields() throws Exception {
        ready(settings());
        ObjectNode load = ScriptedMaster.job("20260101000000000001", "cmd.run", "echo hi; exit 3");
        master.port.send(master.seal(load.set("metadata", Json.object().put("ticket", 7))));
        ObjectNode result = master.nextReturn();
        assertThat(result.path("return").asText()).isEqualTo("hi");
        assertThat(result.path("retcode").asInt()).isEqualTo(3);
        assertThat(result.path("success").asBoolean()).isFalse();
        assertThat(result.path("fun_args").toString()).isEqualTo("[\"echo hi; exit 3\"]");
        assertThat(result.path("metadata").path("ticket").asInt()).isEqualTo(7);
        assertThat(result.path("user").asText()).isEqualTo("ada");
        assertThat(result.path("jid").asText()).isEqualTo("20260101000000000001");
    }

    @Test
    void several_functions_are_answered_by_function() throws Exception {
        ready(settings());
        ObjectNode load = ScriptedMaster.job("20260101000000000002", "x");
        load.set("fun", Json.parse("[\"test.ping\", \"test.echo\"]"));
        load.set("arg", Json.parse("[[], [\"hello\"]]"));
        master.port.send(master.seal(load));
        ObjectNode result = master.nextReturn();
        assertThat(result.path("return"))
                .isEqualTo(Json.parse("{\"test.ping\": true, \"test.echo\": \"hello\"}"));
        assertThat(result.path("retcode"))
                .isEqualTo(Json.parse("{\"test.ping\": 0, \"test.echo\": 0}"));
    }

    @Test
    void it_keeps_trying_while_its_key_waits_or_is_refused() throws Exception {
        master.verdict = new AuthReply.Pending();
        Agent agent = agent();
        assertThat(master.signIns.poll(20, TimeUnit.SECONDS)).isNotNull();
        assertThat(master.signIns.poll(20, TimeUnit.SECONDS)).isNotNull();
        master.verdict = new AuthReply.Refused();
        assertThat(master.signIns.poll(20, TimeUnit.SECONDS)).isNotNull();
        assertThat(agent.awaitReady(0, TimeUnit.SECONDS)).isFalse();
        master.verdict = null;
        assertThat(agent.awaitReady(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_master_with_another_key_than_the_pinned_one_gets_nothing() throws Exception {
        ready(settings()).close();
        master.signIns.clear();
        master.key = RsaPrivateKey.generate(2048);
        Agent again = agent();
        for (int i = 0; i < 3; i++) {
            assertThat(master.signIns.poll(20, TimeUnit.SECONDS)).isNotNull();
        }
        assertThat(again.awaitReady(0, TimeUnit.SECONDS)).isFalse();
        master.key = ScriptedMaster.KEY;
        assertThat(again.awaitReady(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_master_with_another_fingerprint_than_the_configured_one_gets_nothing() throws Exception {
        var trust =
                new MinionSettings.Trust(
                        "aa:bb", true, MinionSettings.Trust.DEFAULT.algorithms(), 2048);
        MinionSettings usual = settings();
        Agent agent =
                agent(
                        new MinionSettings(
                                "here", 4506, 0, usual.id(), data, 3, trust, QUICK, Json.object()));
        assertThat(master.signIns.poll(20, TimeUnit.SECONDS)).isNotNull();
        assertThat(master.signIns.poll(20, TimeUnit.SECONDS)).isNotNull();
        assertThat(agent.awaitReady(0, TimeUnit.SECONDS)).isFalse();
        assertThat(data.resolve("pki/minion_master.pub")).doesNotExist();
    }

    @Test
    void new_keys_of_the_master_are_fetched_and_the_same_publication_still_runs() throws Exception {
        ready(settings());
        master.aes = SessionKey.random();
        master.session = SessionKey.random();
        master.publish("20260101000000000003", "test.ping");
        assertThat(master.nextReturn().path("return").asBoolean()).isTrue();
    }

    @Test
    void forged_replayed_and_foreign_publications_do_not_run() throws Exception {
        ready(settings());
        byte[] first =
                master.seal(ScriptedMaster.job("20260101000000000010", "test.echo", "first"));
        master.port.send(first);
        assertThat(master.nextReturn().path("return").asText()).isEqualTo("first");

        master.port.send(first); // the serial is old
        master.port.send(
                master.seal(ScriptedMaster.job("20260101000000000010", "test.echo", "same jid")));
        RsaPrivateKey mallory = RsaPrivateKey.generate(2048);
        var forged =
                new Publication(
                        ScriptedMaster.job("20260101000000000011", "test.echo", "forged"),
                        List.of());
        master.port.send(
                Publications.seal(
                                forged,
                                99,
                                master.aes.crypticle(),
                                mallory,
                                SigAlgorithm.PKCS1V15_SHA1)
                        .getFirst()[0]);
        ObjectNode other =
                ScriptedMaster.job("20260101000000000012", "test.echo", "for db1")
                        .put("tgt", "db1");
        master.port.send(master.seal(other));
        master.port.send(new byte[] {1, 2, 3});

        master.publish("20260101000000000013", "test.echo", "last");
        assertThat(master.nextReturn().path("return").asText()).isEqualTo("last");
    }

    @Test
    void a_job_that_is_published_once_more_runs_once_also_across_a_restart() throws Exception {
        Agent before = ready(settings());
        master.publish("20260101000000000030", "test.echo", "once");
        assertThat(master.nextReturn().path("return").asText()).isEqualTo("once");
        before.close();
        ready(settings());
        master.publish("20260101000000000030", "test.echo", "again");
        master.publish("20260101000000000031", "test.echo", "another");
        String next = master.nextReturn().path("return").asText();
        while (next.equals("once")) { // its acknowledgement came too late for the first agent
            next = master.nextReturn().path("return").asText();
        }
        assertThat(next).isEqualTo("another");
    }

    @Test
    void a_recorded_publication_is_not_played_again_to_a_restarted_agent() throws Exception {
        byte[] recorded =
                master.seal(ScriptedMaster.job("20260101000000000020", "test.echo", "once"));
        Agent before = ready(settings());
        master.port.send(recorded);
        assertThat(master.nextReturn().path("return").asText()).isEqualTo("once");
        master.publish(
                "20260101000000000019",
                "test.echo",
                "after"); // sent only once the first is acknowledged
        assertThat(master.nextReturn().path("return").asText()).isEqualTo("after");
        before.close();
        ready(settings());
        master.port.send(recorded);
        master.publish("20260101000000000021", "test.echo", "new");
        String next = master.nextReturn().path("return").asText();
        if (next.equals(
                "after")) { // its acknowledgement may have come too late for the first agent
            next = master.nextReturn().path("return").asText();
        }
        assertThat(next).isEqualTo("new");
    }

    @Test
    void a_result_that_was_not_acknowledged_comes_again_after_a_restart() throws Exception {
        master.takesReturns = false;
        Agent before = ready(settings());
        master.publish("20260101000000000030", "test.echo", "kept");
        assertThat(master.nextReturn().path("return").asText()).isEqualTo("kept");
        before.close();
        master.takesReturns = true;
        ready(settings());
        assertThat(master.nextReturn().path("return").asText()).isEqualTo("kept");
        master.publish("20260101000000000031", "test.echo", "next");
        assertThat(master.nextReturn().path("return").asText()).isEqualTo("next");
    }

    @Test
    void output_of_a_running_command_streams_and_a_kill_ends_it() throws Exception {
        ready(settings());
        master.publish("20260101000000000040", "cmd.run", "echo begun; sleep 600; echo done");
        var piece = master.next(MinionRequest.FireEvents.class);
        while (!piece.events().getFirst().tag().startsWith("salt/job/")) {
            piece = master.next(MinionRequest.FireEvents.class);
        }
        assertThat(piece.events().getFirst().tag())
                .isEqualTo("salt/job/20260101000000000040/prog/web1/0");
        assertThat(piece.events().getFirst().data().at("/data/return").asText())
                .isEqualTo("begun\n");

        master.publish("20260101000000000041", "saltutil.find_job", "20260101000000000040");
        assertThat(master.nextReturn().at("/return/fun").asText()).isEqualTo("cmd.run");
        master.publish("20260101000000000042", "saltutil.kill_job", "20260101000000000040");
        Map<String, Integer> codes = new HashMap<>();
        for (int i = 0; i < 2; i++) {
            ObjectNode result = master.nextReturn();
            codes.put(result.path("jid").asText(), result.path("retcode").asInt());
        }
        assertThat(codes).isEqualTo(Map.of("20260101000000000040", 143, "20260101000000000042", 0));
    }

    @Test
    void every_kind_of_target_is_understood() throws Exception {
        ready(
                settings()
                        .withOptions(
                                (ObjectNode)
                                        Json.parse(
                                                "{\"grains\": {\"role\": {\"kind\": \"web\"}}}")));
        int jid = 50;
        for (String[] target :
                List.of(
                        new String[] {"web[0-9]", "glob"},
                        new String[] {"w.b1", "pcre"},
                        new String[] {"db1,web1", "list"},
                        new String[] {"role:kind:w*", "grain"},
                        new String[] {"role:kind:^w", "grain_pcre"},
                        new String[] {"role:web", "pillar"},
                        new String[] {"127.0.0.0/8", "ipcidr"},
                        new String[] {"web* and not G@role:kind:db", "compound"})) {
            String id = "202601010000000000" + jid++;
            ObjectNode load =
                    ScriptedMaster.job(id, "test.ping")
                            .put("tgt", target[0])
                            .put("tgt_type", target[1]);
            master.port.send(master.seal(load));
            assertThat(master.nextReturn().path("jid").asText())
                    .as("%s %s", target[1], target[0])
                    .isEqualTo(id);
        }
    }

    @Test
    void protocol_2_works_with_the_shared_key() throws Exception {
        ready(settings().withProtocol(2));
        assertThat(master.signIns.poll(1, TimeUnit.SECONDS).version()).isEqualTo(2);
        master.publish("20260101000000000060", "test.ping");
        assertThat(master.nextReturn().path("return").asBoolean()).isTrue();
    }

    @Test
    void a_broken_result_file_does_not_hold_up_the_others() throws Exception {
        Path returns = Files.createDirectories(data.resolve("cache/returns"));
        Files.writeString(returns.resolve("00000000000000000001.return"), "not msgpack");
        ready(settings());
        master.publish("20260101000000000070", "test.ping");
        assertThat(master.nextReturn().path("return").asBoolean()).isTrue();
        assertThat(returns.resolve("00000000000000000001.return.broken")).exists();
    }

    @Test
    void an_agent_closed_at_any_moment_of_its_start_works_no_more() throws Exception {
        for (int sent = 0; sent < 5; sent++) {
            master.heard.clear();
            Agent agent = agent();
            for (int i = 0; i < sent; i++) { // nothing, pillar, start event, start event, ready
                assertThat(
                                i < 3
                                        ? master.heard.poll(20, TimeUnit.SECONDS) != null
                                        : agent.awaitReady(20, TimeUnit.SECONDS))
                        .isTrue();
            }
            agent.close();
            assertThat(agent.isAtRest()).as("closed after %s steps", sent).isTrue();
        }
    }

    @Test
    void results_are_kept_and_sent_though_somebody_removed_the_cache_meanwhile() throws Exception {
        ready(settings());
        try (var files = Files.walk(data.resolve("cache"))) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        master.publish("20260101000000000080", "test.ping");
        assertThat(master.nextReturn().path("return").asBoolean()).isTrue();
    }

    @Test
    void the_agents_key_is_made_once() throws Exception {
        String first = ready(settings()).fingerprint();
        assertThat(agent().fingerprint()).isEqualTo(first);
        assertThat(
                        RsaPublicKey.parse(Files.readString(data.resolve("pki/minion.pub")))
                                .fingerprint())
                .isEqualTo(first);
    }
}
