package org.saltern.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.saltern.master.TestMaster.ADA;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.Jid;
import org.saltern.base.Json;
import org.saltern.hosts.Target;
import org.saltern.jobs.Call;
import org.saltern.jobs.HostRun;
import org.saltern.jobs.HostState;
import org.saltern.jobs.Job;
import org.saltern.jobs.JobRequest;
import org.saltern.jobs.JobSettings;
import org.saltern.wire.Loopback;
import org.saltern.wire.Publications;

/** A publication that does not reach a subscriber, from the port to the ledger. */
class LostPublicationTest {
    private final Loopback ports = new Loopback();
    private final LossyPort publishing = new LossyPort(ports.publishPort());
    private final BlockingQueue<byte[]> heard = new ArrayBlockingQueue<>(100);
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private TestMaster master;
    private TestMinion web1;

    @BeforeEach
    void open(@TempDir Path home) throws Exception {
        InstantSource clock = () -> Instant.now().plus(ahead.get());
        master = TestMaster.Setup.in(home).with(clock).open(ports.requestPort(), publishing);
        web1 = new TestMinion(ports, "web1", 3).join(master);
        ports.publishClient().listen(List.of(""), heard::add);
        web1.ask("_file_envs", "{}");
    }

    @AfterEach
    void close() {
        master.close();
        ports.close();
    }

    @Test
    void it_goes_out_again_by_name_to_the_host_that_knows_nothing_of_it() throws Exception {
        publishing.loseNext();
        Job job = ping();
        pass(JobRequest.TIMEOUT);
        ObjectNode question = next();
        assertThat(question.path("fun").asText()).isEqualTo("saltutil.find_job");
        answer(question, Json.object());
        pass(JobSettings.defaults().gather());
        ObjectNode again = next();
        assertThat(again.path("jid").asText()).isEqualTo(job.jid().value());
        assertThat(again.path("fun").asText()).isEqualTo("test.ping");
        assertThat(again.path("tgt_type").asText()).isEqualTo("list");
        assertThat(again.path("tgt")).isEqualTo(Json.parse("[\"web1\"]"));
        answer(again, Json.parse("true"));
        assertThat(row(job.jid())).matches(run -> run.state() == HostState.OK && !run.late());
    }

    private Job ping() {
        return master.jobs.start(
                ADA, JobRequest.of(Target.glob("*"), new Call("test.ping", List.of())));
    }

    private void pass(Duration time) {
        ahead.updateAndGet(before -> before.plus(time));
    }

    private ObjectNode next() throws Exception {
        byte[] payload = heard.poll(30, TimeUnit.SECONDS);
        assertThat(payload).as("a publication within 30 s").isNotNull();
        return Publications.open(payload, web1.aes(), master.masterKeys.rsa().publicKey(), true)
                .orElseThrow()
                .publication()
                .load();
    }

    private void answer(ObjectNode load, JsonNode result) throws Exception {
        ObjectNode back = Json.object().put("cmd", "_return").put("id", "web1");
        back.put("jid", load.path("jid").asText()).put("fun", load.path("fun").asText());
        back.put("retcode", 0).put("success", true).putArray("fun_args");
        back.set("return", result);
        assertThat(web1.ask(back).isNull()).isTrue();
    }

    private HostRun row(Jid jid) {
        return master.jobs.row(ADA, jid, web1.host()).orElseThrow();
    }
}
