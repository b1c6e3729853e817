package org.saltern.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.saltern.master.TestMaster.ADA;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.hosts.HostStatus;
import org.saltern.hosts.Target;
import org.saltern.jobs.Call;
import org.saltern.jobs.HostRun;
import org.saltern.jobs.HostState;
import org.saltern.jobs.Job;
import org.saltern.jobs.JobRequest;
import org.saltern.master.LossyPort;
import org.saltern.master.TestMaster;
import org.saltern.wire.Zmq;

/** Publications that are lost, sent twice, or come too early, with an unmodified minion: the job runs once, and the ledger says so. */
@Tag("interop")
class LedgerAtRealMinionTest {
    private static final String WEB1 = "web1.example";
    private static final HostId HOST = new HostId(WEB1);

    @TempDir Path folder;

    @Test
    void a_job_runs_once_however_often_it_has_to_be_sent() throws Exception {
        Path bin = SaltVenvs.bin("3006.24");
        var publishing = new LossyPort(Zmq.publishPort("127.0.0.1", 0));
        var setup = TestMaster.Setup.in(Files.createDirectory(folder.resolve("master")));
        Path home = Files.createTempDirectory("slt");
        try (TestMaster master = setup.open(Zmq.requestPort("127.0.0.1", 0), publishing)) {
            try (var minion = new SaltMinion(bin, home, WEB1, master, "")) {
                join(master, minion);
                Job lost = lost(master, publishing);
                sentTwice(master, lost);
            }
            master.await(
                    "the minion is gone",
                    e -> e.tag().equals("salt/presence/change"),
                    () -> {},
                    () -> !master.hosts.connected().contains(HOST));
            parked(master, bin, home);
        }
    }

    private static void join(TestMaster master, SaltMinion minion) throws Exception {
        minion.start();
        minion.awaitLog("has cached the public key for this node");
        assertThat(master.keys.list(ADA, HostStatus.WAITING)).hasSize(1);
        master.keys.accept(ADA, HOST, minion.fingerprint());
        minion.awaitLog("Minion is ready to receive requests!");
        master.run(WEB1, "test.ping");
    }

    private Job lost(TestMaster master, LossyPort publishing) throws Exception {
        publishing.loseNext();
        Job job = master.jobs.start(ADA, append("lost"));
        HostRun run = ended(master, job);
        assertThat(run).matches(r -> r.state() == HostState.OK && !r.late());
        assertThat(folder.resolve("lost")).hasContent("ran");
        return job;
    }

    private void sentTwice(TestMaster master, Job job) throws Exception {
        master.dispatch.send(job, List.of(HOST));
        master.run(WEB1, "test.ping");
        assertThat(folder.resolve("lost")).hasContent("ran");
        assertThat(master.jobs.conflicts(ADA, job.jid(), HOST)).isEmpty();
    }

    private void parked(TestMaster master, Path bin, Path home) throws Exception {
        Job job = master.jobs.start(ADA, append("parked").parking(Duration.ofHours(1)));
        assertThat(job.count(HostState.PARKED)).isOne();
        try (var minion = new SaltMinion(bin, home, WEB1, master, "")) {
            // a minion that was killed leaves these, and a new one believes them
            Files.deleteIfExists(home.resolve("minion.pid"));
            Files.deleteIfExists(home.resolve("process_responsibility_minion.pid"));
            minion.start();
            minion.awaitLogAgain("Minion is ready to receive requests!");
            HostRun run = ended(master, job);
            assertThat(run).matches(r -> r.state() == HostState.OK && !r.late());
            assertThat(folder.resolve("parked")).hasContent("ran");
        }
    }

    private JobRequest append(String file) {
        var shell = Json.object().put("__kwarg__", true).put("python_shell", true);
        var command = TextNode.valueOf("echo ran >> " + folder.resolve(file));
        return new JobRequest(
                Target.glob(WEB1),
                List.of(new Call("cmd.run", List.of(command, shell))),
                Duration.ofSeconds(2),
                "",
                null,
                null);
    }

    private static HostRun ended(TestMaster master, Job job) throws Exception {
        master.await(
                "the job ends",
                e -> e.tag().contains("/job/" + job.jid() + "/"),
                () -> {},
                () -> master.jobs.find(ADA, job.jid()).orElseThrow().isFinished());
        return master.jobs.row(ADA, job.jid(), HOST).orElseThrow();
    }
}
