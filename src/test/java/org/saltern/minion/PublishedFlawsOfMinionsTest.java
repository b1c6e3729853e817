package org.saltern.minion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.Closer;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.crypto.Nonce;
import org.saltern.crypto.RsaPrivateKey;
import org.saltern.crypto.SessionKey;
import org.saltern.crypto.SigAlgorithm;
import org.saltern.modules.LocalMachine;
import org.saltern.wire.AuthReply;
import org.saltern.wire.Limits;
import org.saltern.wire.MinionRequest;
import org.saltern.wire.Msgpack;
import org.saltern.wire.Publication;
import org.saltern.wire.Publications;
import org.saltern.wire.Replies;

/** Flaws of Salt's minion that were published, each tried on ours by a master that does what no honest master does. */
class PublishedFlawsOfMinionsTest {
    private static final MinionSettings.Patience QUICK =
            new MinionSettings.Patience(
                    Duration.ofSeconds(5),
                    Duration.ofMillis(20),
                    Duration.ofMillis(20),
                    Duration.ofSeconds(5),
                    Duration.ofMillis(20));

    @TempDir Path data;
    @AutoClose private final Closer closer = new Closer();
    private final ScriptedMaster master = closer.add(new ScriptedMaster());

    private Agent agent() {
        MinionSettings settings = MinionSettings.of("here", new HostId("web1"), data).with(QUICK);
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

    private Agent ready() throws InterruptedException {
        Agent agent = agent();
        assertThat(agent.awaitReady(20, TimeUnit.SECONDS)).isTrue();
        return agent;
    }

    private static ObjectNode echo(int number, String text) {
        return ScriptedMaster.job("202601010000000001" + number, "test.echo", text);
    }

    /** Publications are worked off in order: when this one is answered first, none before it was run. */
    private void nothingRanBefore(int number) throws InterruptedException {
        master.port.send(master.seal(echo(number, "honest")));
        assertThat(master.nextReturn().path("return").asText()).isEqualTo("honest");
    }

    private byte[] sealed(ObjectNode load, long serial, RsaPrivateKey signer) {
        var publication = new Publication(load, List.of());
        SigAlgorithm sig = SigAlgorithm.PKCS1V15_SHA1;
        return Publications.seal(publication, serial, master.aes.crypticle(), signer, sig)
                .getFirst()[0];
    }

    @Test
    void cve_2016_1866_a_publication_that_is_not_sealed_does_not_run() throws Exception {
        ready();
        for (String enc : List.of("clear", "pub", "", "AES")) {
            ObjectNode outer = Json.object().put("enc", enc);
            master.port.send(Msgpack.write(outer.set("load", echo(10, "clear"))));
        }
        master.port.send(Msgpack.write(Json.object().set("load", echo(11, "without enc"))));
        master.port.send(Msgpack.write(echo(12, "bare")));
        nothingRanBefore(13);
    }

    @Test
    void cve_2017_7893_a_publication_by_somebody_who_has_only_the_shared_key_does_not_run()
            throws Exception {
        ready();
        master.port.send(sealed(echo(20, "another signer"), 50, RsaPrivateKey.generate(2048)));
        ObjectNode unsigned =
                (ObjectNode)
                        Msgpack.read(sealed(echo(21, "unsigned"), 51, master.key), Limits.ENVELOPE);
        master.port.send(Msgpack.write(unsigned.deepCopy().without(List.of("sig", "sig_algo"))));
        ObjectNode another =
                (ObjectNode)
                        Msgpack.read(sealed(echo(22, "other"), 52, master.key), Limits.ENVELOPE);
        another.set("sig", unsigned.get("sig"));
        master.port.send(Msgpack.write(another));
        nothingRanBefore(23);
    }

    @Test
    void cve_2022_22934_a_pillar_reply_to_another_request_is_not_taken() throws Exception {
        ready();
        var forged = new AtomicInteger();
        master.pillarOnItsWay =
                honest -> {
                    forged.incrementAndGet();
                    return master.pillar("evil", Nonce.random());
                };
        theOldPillarStays(30);
        assertThat(forged).as("the agent asked again and believed neither").hasValue(2);
    }

    @Test
    void cve_2022_22934_a_pillar_reply_by_another_key_than_the_masters_is_not_taken()
            throws Exception {
        ready();
        RsaPrivateKey mallory = RsaPrivateKey.generate(2048);
        var forged = new AtomicInteger();
        master.pillarOnItsWay =
                honest -> {
                    forged.incrementAndGet();
                    return master.pillar("evil", master.pillarNonce, mallory);
                };
        theOldPillarStays(33);
        assertThat(forged).hasValue(2);
    }

    private void theOldPillarStays(int number) throws InterruptedException {
        master.publish("202601010000000001" + number, "saltutil.refresh_pillar");
        master.nextReturn();
        master.publish("202601010000000001" + (number + 1), "pillar.get", "role");
        assertThat(master.nextReturn().path("return").asText()).isEqualTo("web");
    }

    @Test
    void cve_2022_22935_an_unsigned_refusal_does_not_stop_it() throws Exception {
        master.forgedSignIn = request -> Replies.clear(Json.object().put("ret", false));
        Agent agent = agent();
        for (int i = 0; i < 5; i++) {
            assertThat(master.signIns.poll(20, TimeUnit.SECONDS)).isNotNull();
        }
        assertThat(agent.awaitReady(0, TimeUnit.SECONDS)).isFalse();
        master.forgedSignIn = null;
        assertThat(agent.awaitReady(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void cve_2022_22936_a_recorded_publication_does_not_run_again_after_a_restart_of_the_minion()
            throws Exception {
        byte[] recorded = master.seal(echo(40, "once"));
        Agent before = ready();
        master.port.send(recorded);
        assertThat(master.nextReturn().path("return").asText()).isEqualTo("once");
        nothingRanBefore(41);
        nothingRanBefore(43); // each return follows the acknowledgement of the one before
        before.close();
        try (var unsent = Files.list(data.resolve("cache/returns"))) {
            for (Path file : unsent.toList()) {
                Files.delete(file); // the last, which may have been acknowledged too late
            }
        }
        master.heard.clear();
        ready();
        master.port.send(recorded);
        nothingRanBefore(42);
    }

    @Test
    void cve_2022_22936_a_recorded_publication_does_not_run_after_a_restart_of_the_master()
            throws Exception {
        byte[] recorded = master.seal(echo(45, "before"));
        ready();
        master.port.send(recorded);
        assertThat(master.nextReturn().path("return").asText()).isEqualTo("before");
        master.aes = SessionKey.random();
        master.session = SessionKey.random();
        nothingRanBefore(46);
        master.port.send(recorded);
        nothingRanBefore(47);
    }

    @Test
    void a_master_whose_key_changes_under_a_running_agent_gets_nothing_and_is_asked_for_ever()
            throws Exception {
        ready();
        master.key = RsaPrivateKey.generate(2048);
        master.aes = SessionKey.random();
        master.session = SessionKey.random();
        master.signIns.clear();
        master.publish("20260101000000000150", "test.echo", "evil");
        for (int i = 0; i < 5; i++) {
            assertThat(master.signIns.poll(20, TimeUnit.SECONDS)).isNotNull();
        }
        master.key = ScriptedMaster.KEY;
        MinionRequest.Return honest = null;
        for (int i = 51; honest == null && i < 99; i++) {
            master.port.send(master.seal(echo(i, "honest")));
            honest = (MinionRequest.Return) master.poll(MinionRequest.Return.class, 500);
        }
        assertThat(honest).isNotNull();
        assertThat(honest.load().path("return").asText()).isEqualTo("honest");
    }

    @Test
    void a_full_or_pending_master_is_asked_again() throws Exception {
        for (AuthReply verdict : List.of(new AuthReply.Full(), new AuthReply.Pending())) {
            master.verdict = verdict;
            Agent agent = agent();
            assertThat(master.signIns.poll(20, TimeUnit.SECONDS)).isNotNull();
            assertThat(master.signIns.poll(20, TimeUnit.SECONDS)).isNotNull();
            master.verdict = null;
            assertThat(agent.awaitReady(20, TimeUnit.SECONDS)).isTrue();
            agent.close();
        }
    }
}
