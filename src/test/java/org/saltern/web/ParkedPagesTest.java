package org.saltern.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.HostId;
import org.saltern.base.Problem;
import org.saltern.hosts.HostStatus;
import org.saltern.hosts.Target;
import org.saltern.jobs.Call;
import org.saltern.jobs.HostState;
import org.saltern.jobs.Job;
import org.saltern.jobs.JobQuery;
import org.saltern.jobs.JobRequest;

/** What pages say of hosts that are waited for, and why a host has no result, in the reader's language. */
class ParkedPagesTest {
    @TempDir Path states;
    private Console console;
    private Console.Browser ada;

    @BeforeEach
    void open() {
        console = new Console(states).withUsers();
        ada = console.browserOf("ada");
        ada.get("/");
        console.keys.accept(Console.ADA, new HostId("off1"), console.knocks("off1").fingerprint());
    }

    @AfterEach
    void close() {
        console.close();
    }

    private void chinese() {
        ada.post("/preferences", "language", "zh-CN", "theme", "light", "back", "/");
    }

    private Job parked() {
        var request = JobRequest.of(Target.glob("off1"), new Call("test.ping", List.of()));
        return console.jobs.start(Console.ADA, request.parking(Duration.ofHours(8)));
    }

    @Test
    void the_run_form_offers_to_wait_and_the_job_waits() {
        assertThat(console.hosts.counts(Console.ADA)).containsEntry(HostStatus.ACCEPTED, 1);
        String page = ada.get("/run?by=expression&expression=off1&function=test.ping").body();
        assertThat(page)
                .contains("Count as lost at once", "Wait up to 8 hours", "Wait up to 1 day");
        String seen = page.replaceAll("(?s).*name=\"seen\" value=\"([^\"]+)\".*", "$1");
        var sent =
                ada.post(
                        "/run",
                        "by",
                        "expression",
                        "expression",
                        "off1",
                        "type",
                        "glob",
                        "function",
                        "test.ping",
                        "timeout",
                        "15",
                        "park",
                        "8h",
                        "seen",
                        seen);
        assertThat(sent.statusCode()).isEqualTo(303);
        Job job = console.jobs.find(Console.ADA, JobQuery.newest(1)).jobs().getFirst();
        assertThat(job.count(HostState.PARKED)).isOne();
        assertThat(job.parkUntil()).isEqualTo(job.started().plus(Duration.ofHours(8)));
        assertThat(JobModel.again(job)).contains("park=8h");
    }

    @Test
    void a_wrong_time_to_wait_is_explained_beside_its_field() {
        String page = ada.get("/run?by=expression&expression=off1&function=test.ping").body();
        String seen = page.replaceAll("(?s).*name=\"seen\" value=\"([^\"]+)\".*", "$1");
        var refused =
                ada.post(
                        "/run",
                        "by",
                        "expression",
                        "expression",
                        "off1",
                        "type",
                        "glob",
                        "function",
                        "test.ping",
                        "park",
                        "<b>soon",
                        "seen",
                        seen);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .contains("Not a span of time: '&lt;b&gt;soon'")
                .doesNotContain("<b>soon");
    }

    @Test
    void parked_hosts_are_shown_in_words_on_each_page_in_both_languages() {
        Job job = parked();
        String one = "/jobs/" + job.jid();
        assertThat(ada.get(one).body())
                .contains("One host is not connected. It gets the job when it connects, until")
                .contains("not connected");
        assertThat(ada.get("/jobs").body()).contains("1 parked");
        assertThat(ada.get("/").body()).contains("1 parked");
        chinese();
        assertThat(ada.get(one).body()).contains("1 台主机未连接", "等待上线", "未连接");
        assertThat(ada.get("/jobs").body()).contains("1 等待上线");
        assertThat(ada.get("/").body()).contains("1 等待上线");
    }

    @Test
    void a_parked_host_can_be_killed_from_the_page_and_says_why_it_has_no_result() {
        Job job = parked();
        ada.get("/jobs/" + job.jid());
        ada.post("/jobs/" + job.jid() + "/kill");
        assertThat(ada.get("/jobs/" + job.jid()).body()).contains("was not sent the job");
        chinese();
        assertThat(ada.get("/jobs/" + job.jid()).body()).contains("任务未曾下发");
    }

    @Test
    void why_a_job_was_not_sent_is_said_in_the_language_of_the_page() {
        console.refusal =
                new Problem.Unavailable(
                        Problem.text("The archive would be larger than {0} MiB", 7),
                        "x",
                        Problem.text("Tick at least one."));
        var request = JobRequest.of(Target.glob("off1"), new Call("test.ping", List.of()));
        Job job = console.jobs.start(Console.ADA, request);
        assertThat(ada.get("/jobs/" + job.jid()).body())
                .contains("The archive would be larger than 7 MiB. Tick at least one.")
                .contains("not published");
        chinese();
        assertThat(ada.get("/jobs/" + job.jid()).body())
                .contains("The archive would be larger than 7 MiB。")
                .contains("未下发");
    }
}
