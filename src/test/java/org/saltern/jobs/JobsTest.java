package org.saltern.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.saltern.jobs.Fixture.ADA;
import static org.saltern.jobs.Fixture.DB1;
import static org.saltern.jobs.Fixture.EVE;
import static org.saltern.jobs.Fixture.WEB1;
import static org.saltern.jobs.Fixture.WEB2;
import static org.saltern.jobs.Fixture.json;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.saltern.access.Actor;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.base.Problem;
import org.saltern.events.Event;
import org.saltern.hosts.Target;
import org.saltern.store.Database;
import org.saltern.store.OnEachDatabase;
import org.saltern.store.TestDatabases;

/** Starting jobs and taking their returns. */
@OnEachDatabase
class JobsTest {
    private final Database db;
    private Fixture room;

    JobsTest(TestDatabases kind) {
        db = kind.open();
    }

    @BeforeEach
    void open() {
        room = new Fixture(db);
    }

    @AfterEach
    void close() {
        room.close();
        db.close();
    }

    @Test
    void a_start_is_audited_without_the_arguments() {
        Call secret = new Call("cmd.run", List.of(TextNode.valueOf("login --password s3cret")));
        Job job = room.jobs.start(Fixture.ADA, JobRequest.of(Target.glob("web1"), secret));
        assertThat(room.audit.newest(Actor.system(), 1))
                .singleElement()
                .satisfies(
                        line -> {
                            assertThat(line.actor()).isEqualTo("ada");
                            assertThat(line.action()).isEqualTo("job.start");
                            assertThat(line.subject()).isEqualTo(job.jid().value());
                            assertThat(line.detail())
                                    .contains("cmd.run", "web1")
                                    .doesNotContain("s3cret");
                        });
    }

    @Test
    void a_job_pins_the_hosts_that_match_when_it_starts() {
        Job job = room.ping();
        room.accept(Fixture.many(1));
        assertThat(room.sent)
                .singleElement()
                .extracting(Fixture.Sent::hosts)
                .isEqualTo(List.of(DB1, WEB1, WEB2));
        assertThat(room.job(job.jid()).total()).isEqualTo(3);
        assertThat(room.job(job.jid()).counts()).containsEntry(HostState.PUBLISHED, 3);
    }

    @Test
    void a_job_is_read_back_as_it_was_started() {
        var call =
                new Call(
                        "cmd.run",
                        List.of(
                                TextNode.valueOf("uptime\0"),
                                json("{'__kwarg__':true,'cwd':'/'}")));
        var request =
                new JobRequest(
                        Target.glob("web1"),
                        List.of(call, call),
                        Duration.ofSeconds(7),
                        "redis",
                        (ObjectNode) json("{'ticket':7}"),
                        null);
        Job started = room.jobs.start(ADA, request);
        Job found = room.job(started.jid());
        assertThat(found).isEqualTo(started);
        assertThat(found.calls()).isEqualTo(request.calls());
        assertThat(found.metadata()).isEqualTo(request.metadata());
        assertThat(found.target()).isEqualTo(request.target());
        assertThat(found.user()).isEqualTo("ada");
    }

    @Test
    void the_bus_hears_of_a_new_job_before_it_is_sent() throws Exception {
        var heard = room.hear(e -> true);
        Job job = room.start("web1,nosuch", "test.ping");
        Event bare = Fixture.next(heard);
        assertThat(bare.tag()).isEqualTo(job.jid().value());
        assertThat(bare.data()).isEqualTo(json("{'minions':['web1']}"));
        Event started = Fixture.next(heard);
        assertThat(started.tag()).isEqualTo("salt/job/" + job.jid() + "/new");
        String expected =
                "{'jid':'JID','tgt_type':'glob','tgt':'web1,nosuch','user':'ada','fun':'test.ping',"
                        + "'arg':[],'minions':['web1'],'missing':['nosuch']}";
        assertThat(started.data()).isEqualTo(json(expected.replace("JID", job.jid().value())));
    }

    @Test
    void a_viewer_may_look_and_not_run() {
        Job job = room.ping();
        assertThat(room.jobs.find(EVE, job.jid())).isPresent();
        assertThatThrownBy(
                        () ->
                                room.jobs.start(
                                        EVE,
                                        JobRequest.of(
                                                Target.glob("*"),
                                                new Call("test.ping", List.of()))))
                .isInstanceOf(Problem.Forbidden.class);
        assertThatThrownBy(() -> room.jobs.kill(EVE, job.jid()))
                .isInstanceOf(Problem.Forbidden.class);
    }

    @Test
    void a_target_without_hosts_is_named_and_nothing_is_sent() {
        assertThatThrownBy(() -> room.start("nosuch", "test.ping"))
                .isInstanceOf(Problem.BadInput.class)
                .hasMessageContaining("'nosuch'");
        assertThat(room.sent).isEmpty();
        assertThat(room.jobs.find(ADA, JobQuery.newest(10)).total()).isZero();
    }

    @Test
    void a_host_that_only_may_match_is_left_out() {
        room.uncertain.add(DB1);
        Job job = room.ping();
        assertThat(room.sent.getFirst().hosts()).containsExactly(WEB1, WEB2);
        assertThat(room.job(job.jid()).total()).isEqualTo(2);
        assertThatThrownBy(() -> room.start("db1", "test.ping"))
                .isInstanceOf(Problem.BadInput.class)
                .hasMessageContaining("have not sent their grains");
    }

    @Test
    void a_user_who_starts_too_many_jobs_in_a_second_is_slowed_down() {
        for (int i = 0; i < 50; i++) {
            room.ping();
        }
        assertThatThrownBy(room::ping).isInstanceOf(Problem.Unavailable.class);
        room.clock.move(Duration.ofSeconds(1));
        assertThat(room.ping().total()).isEqualTo(3);
    }

    @Test
    void a_malformed_function_name_is_refused() {
        for (String name :
                List.of("ping", "", "test.", "test.ping;id", "test ping.x", "../x.y", "a.b\n")) {
            assertThatThrownBy(() -> room.start("*", name))
                    .as(name)
                    .isInstanceOf(Problem.BadInput.class);
        }
    }

    @Test
    void a_jid_of_the_callers_own_is_taken_once() {
        var jid = new Jid("20260301120000000042");
        var request =
                new JobRequest(
                        Target.glob("*"),
                        List.of(new Call("test.ping", List.of())),
                        JobRequest.TIMEOUT,
                        "",
                        null,
                        jid);
        assertThat(room.jobs.start(ADA, request).jid()).isEqualTo(jid);
        assertThatThrownBy(() -> room.jobs.start(ADA, request))
                .isInstanceOf(Problem.Conflict.class);
    }

    @Test
    void a_job_that_cannot_be_published_stays_with_its_problem() {
        room.onSend =
                (job, hosts) -> {
                    throw new Problem.Unavailable(
                            "The publish port is closed", "publish", "Restart");
                };
        Job job = room.ping();
        assertThat(job.problem().toString()).startsWith("The publish port is closed");
        assertThat(job.isFinished()).isTrue();
        assertThat(job.counts())
                .containsEntry(HostState.FAILED, 3)
                .containsEntry(HostState.PUBLISHED, 0);
        assertThat(room.run(job.jid(), WEB1).reason()).isEqualTo(Reasons.NOT_PUBLISHED);
    }

    @Test
    void a_host_that_is_not_connected_is_shown_at_once_and_its_late_return_counts() {
        room.connected.remove(DB1);
        Job job = room.ping();
        assertThat(room.run(job.jid(), DB1).reason()).isEqualTo(Reasons.NOT_CONNECTED);
        assertThat(room.job(job.jid()).counts())
                .containsEntry(HostState.LOST, 1)
                .containsEntry(HostState.PUBLISHED, 2);
        assertThat(room.sent.getFirst().hosts()).contains(DB1);
        room.answer(job.jid(), DB1, BooleanNode.TRUE);
        assertThat(room.run(job.jid(), DB1))
                .matches(
                        run -> run.late() && run.state() == HostState.OK && run.reason().isEmpty());
    }

    @Test
    void a_job_is_finished_when_its_last_host_has_returned() {
        Job job = room.ping();
        room.answer(job.jid(), WEB1, BooleanNode.TRUE);
        room.answer(job.jid(), WEB2, BooleanNode.TRUE);
        assertThat(room.job(job.jid()).isFinished()).isFalse();
        room.clock.move(Duration.ofSeconds(3));
        room.answer(job.jid(), DB1, BooleanNode.TRUE);
        assertThat(room.job(job.jid()).finished()).isEqualTo(room.clock.instant());
        assertThat(room.job(job.jid()).counts())
                .containsEntry(HostState.OK, 3)
                .containsEntry(HostState.PUBLISHED, 0);
    }

    @Test
    void a_return_is_announced_whole_and_without_secrets_of_the_transport() throws Exception {
        Job job = room.ping();
        var heard = room.hear(e -> e.tag().contains("/ret/"));
        room.answer(job.jid(), WEB1, BooleanNode.TRUE);
        Event event = Fixture.next(heard);
        assertThat(event.tag()).isEqualTo("salt/job/" + job.jid() + "/ret/web1");
        String expected =
                "{'cmd':'_return','id':'web1','jid':'JID','fun':'test.ping','fun_args':[],"
                        + "'retcode':0,'success':true,'return':true}";
        assertThat(event.data()).isEqualTo(json(expected.replace("JID", job.jid().value())));
    }

    @Test
    void the_same_return_again_changes_nothing() {
        Job job = room.ping();
        room.answer(job.jid(), WEB1, TextNode.valueOf("a"));
        HostRun before = room.run(job.jid(), WEB1);
        room.clock.move(Duration.ofSeconds(1));
        room.answer(job.jid(), WEB1, TextNode.valueOf("a"));
        assertThat(room.run(job.jid(), WEB1)).isEqualTo(before);
        assertThat(room.jobs.conflicts(ADA, job.jid(), WEB1)).isEmpty();
    }

    @Test
    void the_first_return_wins_and_different_ones_are_kept_beside_it() {
        Job job = room.ping();
        room.answer(job.jid(), WEB1, TextNode.valueOf("first"));
        long seq = room.run(job.jid(), WEB1).seq();
        room.answer(job.jid(), WEB1, TextNode.valueOf("second"));
        room.answer(job.jid(), WEB1, TextNode.valueOf("third"));
        room.answer(job.jid(), WEB1, TextNode.valueOf("second"));
        HostRun run = room.run(job.jid(), WEB1);
        assertThat(run.result().asText()).isEqualTo("first");
        assertThat(run.conflicts()).isEqualTo(2);
        assertThat(run.seq()).isGreaterThan(seq);
        assertThat(room.jobs.conflicts(ADA, job.jid(), WEB1))
                .containsExactly(TextNode.valueOf("second"), TextNode.valueOf("third"));
    }

    @Test
    void a_host_that_keeps_contradicting_itself_fills_no_disk() {
        Job job = room.ping();
        for (int i = 0; i < 30; i++) {
            room.answer(job.jid(), WEB1, IntNode.valueOf(i));
        }
        assertThat(room.jobs.conflicts(ADA, job.jid(), WEB1)).hasSize(10);
    }

    @Test
    void a_return_for_a_job_that_did_not_target_the_host_is_refused_and_audited() throws Exception {
        Job job = room.start("web1", "test.ping");
        var refused = room.hear(e -> e.tag().equals("saltern/job/refused"));
        room.answer(job.jid(), WEB2, TextNode.valueOf("forged"));
        assertThat(Fixture.next(refused).data().path("id").asText()).isEqualTo("web2");
        assertThat(room.jobs.ledger(ADA, job.jid(), null, 0, 10))
                .extracting(HostRun::host)
                .containsExactly(WEB1);
        assertThat(room.state(job.jid(), WEB1)).isEqualTo(HostState.PUBLISHED);
        room.answer(new Jid("20200101000000000000"), WEB2, TextNode.valueOf("forged"));
        assertThat(room.jobs.find(ADA, JobQuery.newest(10)).total()).isEqualTo(1);
    }

    @Test
    void what_a_host_ran_by_itself_is_a_job_of_its_own() {
        var load = Fixture.load("req", WEB1, TextNode.valueOf("up"));
        load.put("fun", "cmd.run").set("fun_args", json("['uptime']"));
        load.remove("success");
        room.record(WEB1, load);
        Job job = room.jobs.find(ADA, JobQuery.newest(10)).jobs().getFirst();
        assertThat(job.user()).isEqualTo("web1");
        assertThat(job.calls())
                .containsExactly(new Call("cmd.run", List.of(TextNode.valueOf("uptime"))));
        assertThat(job.isFinished()).isTrue();
        assertThat(room.run(job.jid(), WEB1))
                .matches(run -> run.state() == HostState.OK && !run.late());
    }

    @Test
    void a_host_cannot_fill_the_disk_with_arguments_of_its_own() {
        var load = Fixture.load("req", WEB1, BooleanNode.TRUE);
        load.putArray("fun_args").add("x".repeat(2 << 20));
        load.putObject("metadata").put("note", "x".repeat(100_000));
        room.record(WEB1, load);
        Job job = room.jobs.find(ADA, JobQuery.newest(10)).jobs().getFirst();
        assertThat(Calls.write(job.calls()).length()).isLessThan(1 << 20);
        assertThat(job.calls().getFirst().arguments().getFirst().path("truncated").asBoolean())
                .isTrue();
        assertThat(job.metadata().path("truncated").asBoolean()).isTrue();
    }

    @Test
    void a_stamped_return_of_a_host_by_itself_is_stored_once_however_often_it_is_sent() {
        var load =
                Fixture.load("req", WEB1, BooleanNode.TRUE)
                        .put("_stamp", "2026-03-01T11:59:59.123456");
        room.record(WEB1, load.deepCopy());
        room.record(WEB1, load.deepCopy().put("nonce", "another"));
        assertThat(room.jobs.find(ADA, JobQuery.newest(10)).total()).isEqualTo(1);
        room.record(WEB1, load.deepCopy().put("_stamp", "2026-03-01T12:00:00.000000"));
        assertThat(room.jobs.find(ADA, JobQuery.newest(10)).total()).isEqualTo(2);
    }

    @Test
    void a_schedule_cannot_take_the_jid_of_a_job_that_did_not_target_its_host() throws Exception {
        Job job = room.start("web1", "test.ping");
        var refused = room.hear(e -> e.tag().equals("saltern/job/refused"));
        room.record(WEB2, scheduled(WEB2, job.jid().value()));
        assertThat(Fixture.next(refused).data().path("jid").asText()).isEqualTo(job.jid().value());
        assertThat(room.job(job.jid()).total()).isEqualTo(1);
        assertThat(own(WEB2)).isEmpty();
    }

    @Test
    void a_schedule_with_a_fresh_jid_is_a_job_of_the_host_under_that_jid() {
        room.record(WEB1, scheduled(WEB1, "20260301115959000000"));
        assertThat(own(WEB1))
                .singleElement()
                .matches(job -> job.jid().value().equals("20260301115959000000"));
    }

    @Test
    void a_schedule_with_a_jid_of_long_ago_or_of_the_future_is_refused() throws Exception {
        var refused = room.hear(e -> e.tag().equals("saltern/job/refused"));
        for (String jid :
                List.of(
                        "20230301120000000000",
                        "20260129115959999999",
                        "20260302120000000001",
                        "20360301120000000000",
                        "99999999999999999999",
                        "00000000000000000000")) {
            room.record(WEB1, scheduled(WEB1, jid));
            assertThat(Fixture.next(refused).data().path("jid").asText()).isEqualTo(jid);
        }
        assertThat(own(WEB1)).isEmpty();
    }

    @Test
    void schedules_of_two_hosts_in_the_same_microsecond_are_both_kept_once() {
        for (HostId host : List.of(WEB1, WEB2, WEB2, WEB1, WEB2)) {
            room.record(host, scheduled(host, "20260301115959000000"));
        }
        assertThat(own(WEB1)).hasSize(1);
        assertThat(own(WEB2))
                .singleElement()
                .matches(job -> job.jid().value().startsWith("20260301115959000000_"));
    }

    private static ObjectNode scheduled(HostId host, String jid) {
        return Fixture.load(jid, host, BooleanNode.TRUE).put("schedule", "nightly");
    }

    private List<Job> own(HostId host) {
        return room.jobs.find(ADA, new JobQuery("", host, null, null, null, 0, 10)).jobs().stream()
                .filter(job -> job.user().equals(host.value()))
                .toList();
    }

    @Test
    void malformed_returns_are_acknowledged_and_break_nothing() {
        Job job = room.ping();
        for (String text :
                List.of(
                        "{}",
                        "{'jid':'req','return':1}",
                        "{'jid':7,'return':1}",
                        "{'jid':'x','return':1}",
                        "{'jid':'req','fun':{'a':1},'return':1}",
                        "{'jid':'req','fun':['a b'],'return':1}",
                        "{'jid':null,'return':null}")) {
            room.record(WEB1, (ObjectNode) json(text));
        }
        var odd = Fixture.load(job.jid().value(), WEB2, json("{'a\\u0000':'\\ud800'}"));
        odd.put("out", "x".repeat(1000)).put("fun", "\0").set("retcode", json("{'a':{'b':1}}"));
        room.record(WEB2, odd);
        room.answer(job.jid(), WEB1, BooleanNode.TRUE);
        assertThat(room.state(job.jid(), WEB1)).isEqualTo(HostState.OK);
        assertThat(room.run(job.jid(), WEB2).output()).isNull();
    }

    @Test
    void every_change_has_a_higher_seq_and_none_is_missed() {
        Job job = room.ping();
        List<HostRun> all = room.jobs.changedSince(ADA, job.jid(), 0, 100);
        assertThat(all).hasSize(3);
        long last = all.getLast().seq();
        room.answer(job.jid(), WEB2, BooleanNode.TRUE);
        room.answer(job.jid(), WEB1, BooleanNode.TRUE);
        assertThat(room.jobs.changedSince(ADA, job.jid(), last, 100))
                .extracting(HostRun::host)
                .containsExactly(WEB2, WEB1);
        assertThat(room.jobs.changedSince(ADA, job.jid(), last, 1))
                .extracting(HostRun::host)
                .containsExactly(WEB2);
    }

    @Test
    void a_large_return_is_cut_and_marked() {
        room.close();
        room =
                new Fixture(
                        db,
                        new JobSettings(
                                Duration.ofDays(1),
                                Duration.ofSeconds(10),
                                10_000,
                                1 << 20,
                                10,
                                10,
                                JobRequest.TIMEOUT));
        Job job = room.ping();
        room.answer(job.jid(), WEB1, TextNode.valueOf("x".repeat(20_000)));
        var result = room.run(job.jid(), WEB1).result();
        assertThat(result.path("truncated").asBoolean()).isTrue();
        assertThat(result.path("original_size").asInt()).isEqualTo(20_002);
        assertThat(result.path("head").asText()).isEqualTo("x".repeat(2_500));
        assertThat(room.state(job.jid(), WEB1)).isEqualTo(HostState.OK);
    }

    @Test
    void a_return_of_three_mebibytes_comes_back_whole() {
        Job job = room.ping();
        var random = new java.util.Random(1);
        var result =
                new TextNode(
                        random.ints(3 << 20, 33, 0x7fff)
                                .collect(
                                        StringBuilder::new,
                                        StringBuilder::appendCodePoint,
                                        StringBuilder::append)
                                .toString());
        room.answer(job.jid(), WEB1, result);
        assertThat(room.run(job.jid(), WEB1).result().equals(result)).isTrue();
    }

    @Test
    void equal_answers_are_grouped_with_the_rarest_on_top() {
        Job job = room.ping();
        String state =
                "{'cmd_|-x_|-y_|-run':{'result':true,'changes':{'pid':%d},'duration':%s,'start_time':'%s','__run_num__':0,'comment':'%s'}}";
        room.answer(job.jid(), WEB1, json(state.formatted(1, "1.5", "10:00", "done")));
        room.answer(job.jid(), WEB2, json(state.formatted(2, "99", "10:01", "done")));
        room.answer(job.jid(), DB1, json(state.formatted(3, "1.5", "10:00", "undone")));
        List<AnswerGroup> groups =
                LedgerView.groups(room.jobs.reader().view(ADA, job.jid()).orElseThrow().lines());
        assertThat(groups)
                .extracting(AnswerGroup::hosts)
                .containsExactly(List.of(DB1), List.of(WEB1, WEB2));
        assertThat(room.run(job.jid(), WEB2).result())
                .isEqualTo(json(state.formatted(2, "99", "10:01", "done")));
        assertThat(room.run(job.jid(), WEB2).answer()).isEqualTo(groups.getLast().answer());
    }

    @Test
    void jobs_are_found_by_words_host_state_and_time() {
        Job ping = room.start("web1", "test.ping");
        room.clock.move(Duration.ofMinutes(1));
        Job state = room.start("db1", "state.apply");
        room.answer(state.jid(), DB1, json("['No matching sls found']"));
        room.record(DB1, Fixture.load(state.jid().value(), DB1, json("1")));
        assertThat(find(new JobQuery("APPLY", null, null, null, null, 0, 9)))
                .containsExactly(state.jid());
        assertThat(find(new JobQuery("%", null, null, null, null, 0, 9))).isEmpty();
        assertThat(find(new JobQuery(ping.jid().value(), null, null, null, null, 0, 9)))
                .containsExactly(ping.jid());
        assertThat(find(new JobQuery("", WEB1, null, null, null, 0, 9)))
                .containsExactly(ping.jid());
        assertThat(find(new JobQuery("", null, true, null, null, 0, 9)))
                .containsExactly(ping.jid());
        assertThat(find(new JobQuery("", null, false, null, null, 0, 9)))
                .containsExactly(state.jid());
        assertThat(find(new JobQuery("", null, null, true, null, 0, 9))).isEmpty();
        assertThat(find(new JobQuery("", null, null, null, room.clock.instant(), 0, 9)))
                .containsExactly(state.jid());
        assertThat(find(new JobQuery("", null, null, null, null, 1, 1)))
                .containsExactly(ping.jid());
    }

    @Test
    void old_jobs_are_forgotten_with_all_their_returns_and_unfinished_ones_are_kept() {
        Job old = room.start("web1", "test.ping");
        Job open = room.start("web2", "test.ping");
        room.answer(old.jid(), WEB1, BooleanNode.TRUE);
        room.clock.move(Duration.ofDays(31));
        room.jobs.look();
        assertThat(room.jobs.find(ADA, old.jid())).isEmpty();
        assertThat(room.jobs.ledger(ADA, old.jid(), null, 0, 9)).isEmpty();
        assertThat(room.jobs.find(ADA, open.jid())).isPresent();
    }

    private List<Jid> find(JobQuery query) {
        return room.jobs.find(ADA, query).jobs().stream().map(Job::jid).toList();
    }
}
