package org.saltern.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.saltern.master.TestMaster.ADA;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.hosts.Group;
import org.saltern.hosts.Target;
import org.saltern.jobs.Call;
import org.saltern.jobs.Job;
import org.saltern.jobs.JobRequest;
import org.saltern.wire.Loopback;
import org.saltern.wire.Publications;

/** What goes out on the publish port for a job, opened as a minion opens it. */
class PublishDispatchTest {
    private final Loopback ports = new Loopback();
    private final BlockingQueue<byte[]> published = new ArrayBlockingQueue<>(100);
    private TestMaster master;
    private TestMinion web1;

    @BeforeEach
    void open(@TempDir Path home) throws Exception {
        master = TestMaster.Setup.in(home).open(ports);
        web1 = new TestMinion(ports, "web1", 3).join(master);
    }

    @AfterEach
    void close() {
        master.close();
        ports.close();
    }

    private Publications.Opened next() throws Exception {
        byte[] payload = published.poll(30, TimeUnit.SECONDS);
        return Publications.open(payload, web1.aes(), master.masterKeys.rsa().publicKey(), true)
                .orElseThrow();
    }

    @Test
    void a_job_goes_to_the_pinned_hosts_by_name_sealed_signed_and_numbered() throws Exception {
        ports.publishClient().listen(List.of(""), published::add);
        var env = Json.object().put("__kwarg__", true).put("cwd", "/");
        var call = new Call("cmd.run", List.of(Json.parse("\"id\""), env));
        Job job = master.jobs.start(ADA, JobRequest.of(Target.glob("w*"), call));
        Publications.Opened opened = next();
        assertThat(opened.serial()).isOne();
        ObjectNode expected = Json.object().put("fun", "cmd.run");
        expected.putArray("arg").add("id").add(env);
        expected.putArray("tgt").add("web1");
        expected.put("jid", job.jid().value()).put("ret", "").put("tgt_type", "list");
        assertThat(opened.publication().load()).isEqualTo(expected.put("user", ADA.name()));
        master.jobs.start(ADA, JobRequest.of(Target.glob("w*"), call));
        assertThat(next().serial()).isEqualTo(2);
    }

    @Test
    void a_group_is_published_as_its_members() throws Exception {
        ports.publishClient().listen(List.of(""), published::add);
        master.groups.save(ADA, new Group("web", "", "", List.of(new HostId("web1"))), true);
        var call = new Call("test.ping", List.of());
        master.jobs.start(ADA, JobRequest.of(Target.group("web"), call));
        ObjectNode load = next().publication().load();
        assertThat(load.path("tgt_type").asText()).isEqualTo("list");
        assertThat(load.path("tgt")).isEqualTo(Json.parse("[\"web1\"]"));
    }

    @Test
    void several_calls_are_lists_side_by_side() throws Exception {
        ports.publishClient().listen(List.of(""), published::add);
        var calls =
                List.of(
                        new Call("test.ping", List.of()),
                        new Call("test.echo", List.of(Json.parse("7"))));
        master.jobs.start(
                ADA, new JobRequest(Target.glob("*"), calls, JobRequest.TIMEOUT, "", null, null));
        ObjectNode load = next().publication().load();
        assertThat(load.path("fun")).isEqualTo(Json.parse("[\"test.ping\", \"test.echo\"]"));
        assertThat(load.path("arg")).isEqualTo(Json.parse("[[], [7]]"));
    }

    @Test
    void after_a_rotation_numbers_begin_anew_and_the_old_key_reads_nothing() throws Exception {
        ports.publishClient().listen(List.of(""), published::add);
        master.masterKeys.rotate("a test");
        var call = new Call("test.ping", List.of());
        master.jobs.start(ADA, JobRequest.of(Target.glob("*"), call));
        byte[] payload = published.poll(30, TimeUnit.SECONDS);
        var identity = master.masterKeys.rsa().publicKey();
        assertThat(Publications.open(payload, web1.aes(), identity, true)).isEmpty();
        web1.signIn();
        assertThat(Publications.open(payload, web1.aes(), identity, true).orElseThrow().serial())
                .isOne();
    }
}
