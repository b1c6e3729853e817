package org.saltern.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.saltern.jobs.Fixture.ADA;
import static org.saltern.jobs.Fixture.DB1;
import static org.saltern.jobs.Fixture.WEB1;
import static org.saltern.jobs.Fixture.WEB2;
import static org.saltern.jobs.Fixture.json;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.base.Problem;
import org.saltern.store.Database;
import org.saltern.store.TestDatabases;

/** Hosts that say nothing, say that they run, or are told to end. */
class SilenceTest {
    private static final Duration TIMEOUT = JobRequest.TIMEOUT;
    private static final Duration GATHER = JobSettings.defaults().gather();

    private final Database db = TestDatabases.H2.open();
    private final Fixture room = new Fixture(db);

    @AfterEach
    void close() {
        room.close();
        db.close();
    }

    @Test
    void nobody_is_asked_before_the_timeout() {
        room.ping();
        pass(TIMEOUT.minusMillis(1));
        assertThat(room.asked).isEmpty();
    }

    @Test
    void silent_hosts_are_asked_once_the_timeout_is_over() {
        Job job = room.ping();
        room.answer(job.jid(), WEB1, BooleanNode.TRUE);
        pass(TIMEOUT);
        assertThat(room.asked)
                .singleElement()
                .satisfies(
                        question -> {
                            assertThat(question.hosts()).containsExactlyInAnyOrder(DB1, WEB2);
                            assertThat(question.job().calls())
                                    .containsExactly(call("saltutil.find_job", job.jid()));
                            assertThat(question.job().jid()).isNotEqualTo(job.jid());
                        });
    }

    @Test
    void a_job_that_is_done_is_not_asked_about() {
        Job job = room.start("web1", "test.ping");
        room.answer(job.jid(), WEB1, BooleanNode.TRUE);
        pass(TIMEOUT);
        assertThat(room.asked).isEmpty();
    }

    @Test
    void a_host_that_says_it_runs_is_running_at_once_and_asked_again() {
        Job job = room.start("web1", "test.ping");
        pass(TIMEOUT);
        answerQuestion(WEB1, json("{'jid':'" + job.jid() + "','pid':7}").toString());
        assertThat(room.state(job.jid(), WEB1)).isEqualTo(HostState.RUNNING);
        pass(GATHER);
        assertThat(room.state(job.jid(), WEB1)).isEqualTo(HostState.RUNNING);
        pass(Duration.ofSeconds(15));
        assertThat(room.asked).hasSize(2);
        pass(GATHER);
        assertThat(room.run(job.jid(), WEB1))
                .matches(
                        run ->
                                run.state() == HostState.LOST
                                        && run.reason().equals(Reasons.NO_ANSWER));
        assertThat(room.job(job.jid()).isFinished()).isTrue();
    }

    @Test
    void a_running_host_that_returns_counts_normally() {
        Job job = room.start("web1", "test.ping");
        pass(TIMEOUT);
        answerQuestion(WEB1, json("{'jid':'" + job.jid() + "'}").toString());
        room.answer(job.jid(), WEB1, BooleanNode.TRUE);
        assertThat(room.run(job.jid(), WEB1))
                .matches(run -> run.state() == HostState.OK && !run.late());
    }

    @Test
    void a_host_is_lost_with_the_reason_why() {
        room.connected.remove(DB1);
        Job job = room.start("web1,web2,db1", "test.ping");
        room.connected.remove(WEB2);
        room.signIns.put(WEB1, room.clock.instant().plusMillis(1));
        pass(TIMEOUT);
        answerQuestion(WEB1, "{}");
        assertThat(room.state(job.jid(), WEB1)).isEqualTo(HostState.PUBLISHED);
        pass(GATHER);
        assertThat(room.run(job.jid(), WEB1).reason()).isEqualTo(Reasons.NOT_RUNNING);
        assertThat(room.run(job.jid(), WEB2).reason()).isEqualTo(Reasons.NOT_CONNECTED);
        assertThat(room.job(job.jid()).counts()).containsEntry(HostState.LOST, 3);
    }

    @Test
    void a_host_that_knows_nothing_of_the_job_is_sent_it_once_more_and_then_is_lost() {
        Job job = room.start("web1,web2", "test.ping");
        room.answer(job.jid(), WEB2, BooleanNode.TRUE);
        pass(TIMEOUT);
        answerQuestion(WEB1, "{}");
        assertThat(room.sent).hasSize(1);
        pass(GATHER);
        assertThat(room.sent).hasSize(2);
        assertThat(room.sent.getLast().hosts()).containsExactly(WEB1);
        assertThat(room.sent.getLast().job().jid()).isEqualTo(job.jid());
        assertThat(room.run(job.jid(), WEB1))
                .matches(
                        run ->
                                run.state() == HostState.PUBLISHED
                                        && run.reason().equals(Reasons.SENT_AGAIN));
        pass(TIMEOUT);
        answerQuestion(WEB1, "{}");
        pass(GATHER);
        assertThat(room.sent).hasSize(2);
        assertThat(room.run(job.jid(), WEB1))
                .matches(
                        run ->
                                run.state() == HostState.LOST
                                        && run.reason().equals(Reasons.NOT_RUNNING));
    }

    @Test
    void a_host_that_returns_what_was_sent_again_is_not_late() {
        Job job = room.start("web1", "test.ping");
        pass(TIMEOUT);
        answerQuestion(WEB1, "{}");
        pass(GATHER);
        room.answer(job.jid(), WEB1, BooleanNode.TRUE);
        assertThat(room.run(job.jid(), WEB1))
                .matches(run -> run.state() == HostState.OK && !run.late());
    }

    @Test
    void a_minion_that_was_started_anew_is_not_sent_the_job_again() {
        Job job = room.start("web1", "system.reboot");
        pass(Duration.ofSeconds(5));
        room.signIns.put(WEB1, room.clock.instant());
        pass(TIMEOUT);
        answerQuestion(WEB1, "{}");
        pass(GATHER);
        assertThat(room.sent).hasSize(1);
        assertThat(room.state(job.jid(), WEB1)).isEqualTo(HostState.LOST);
    }

    @Test
    void a_host_that_ran_the_job_is_not_sent_it_again() {
        Job job = room.start("web1", "test.ping");
        pass(TIMEOUT);
        answerQuestion(WEB1, json("{'jid':'" + job.jid() + "'}").toString());
        pass(GATHER);
        pass(Duration.ofSeconds(15));
        answerQuestion(WEB1, "{}");
        pass(GATHER);
        assertThat(room.sent).hasSize(1);
        assertThat(room.state(job.jid(), WEB1)).isEqualTo(HostState.LOST);
    }

    @Test
    void a_job_that_was_to_be_killed_is_not_sent_again() {
        Job job = room.start("web1", "test.ping");
        room.jobs.kill(ADA, job.jid());
        pass(TIMEOUT);
        answerQuestion(WEB1, "{}");
        pass(GATHER);
        assertThat(room.sent).hasSize(1);
        assertThat(room.state(job.jid(), WEB1)).isEqualTo(HostState.LOST);
    }

    @Test
    void a_host_that_shows_life_while_it_is_asked_is_not_lost() {
        Job job = room.start("web1", "cmd.run");
        pass(TIMEOUT);
        room.clock.move(Duration.ofSeconds(1));
        room.jobs.progress(WEB1, job.jid(), 1, TextNode.valueOf("at work"));
        pass(GATHER);
        assertThat(room.state(job.jid(), WEB1)).isEqualTo(HostState.RUNNING);
    }

    @Test
    void a_host_that_connected_later_and_runs_the_job_is_running() {
        room.connected.remove(WEB1);
        Job job = room.start("web1", "test.ping");
        assertThat(room.job(job.jid()).isFinished()).isTrue();
        room.connected.add(WEB1);
        pass(TIMEOUT);
        answerQuestion(WEB1, json("{'jid':'" + job.jid() + "'}").toString());
        assertThat(room.state(job.jid(), WEB1)).isEqualTo(HostState.RUNNING);
        assertThat(room.job(job.jid()).isFinished()).isFalse();
    }

    @Test
    void a_return_after_the_host_was_lost_counts_and_is_late() {
        Job job = room.start("web1", "test.ping");
        pass(TIMEOUT);
        pass(GATHER);
        assertThat(room.state(job.jid(), WEB1)).isEqualTo(HostState.LOST);
        room.answer(job.jid(), WEB1, BooleanNode.TRUE);
        assertThat(room.run(job.jid(), WEB1))
                .matches(run -> run.state() == HostState.OK && run.late());
    }

    @Test
    void questions_and_their_answers_are_no_part_of_the_history() {
        Job job = room.start("web1", "test.ping");
        pass(TIMEOUT);
        answerQuestion(WEB1, "{}");
        pass(GATHER);
        answerQuestion(WEB1, "{}");
        answerQuestion(WEB2, "{}");
        assertThat(room.jobs.find(ADA, JobQuery.newest(9)).jobs())
                .extracting(Job::jid)
                .containsExactly(job.jid());
        assertThat(room.jobs.conflicts(ADA, job.jid(), WEB1)).isEmpty();
    }

    @Test
    void jobs_that_were_open_at_the_last_stop_are_watched_again() {
        Job job = room.start("web1", "test.ping");
        room.jobs.close();
        try (var again = new Fixture(db)) {
            again.clock.move(TIMEOUT);
            again.jobs.look();
            assertThat(again.asked.getFirst().job().calls())
                    .containsExactly(call("saltutil.find_job", job.jid()));
        }
    }

    @Test
    void killing_asks_those_that_are_not_done_and_confirmed_ones_are_killed() {
        Job job = room.ping();
        room.answer(job.jid(), WEB1, BooleanNode.TRUE);
        room.jobs.kill(ADA, job.jid());
        assertThat(room.asked.getFirst().hosts()).containsExactlyInAnyOrder(DB1, WEB2);
        assertThat(room.asked.getFirst().job().calls())
                .containsExactly(call("saltutil.kill_job", job.jid()));
        answerQuestion(WEB2, "\"Signal 9 sent to job " + job.jid() + " at pid 17\"");
        answerQuestion(DB1, "\"\"");
        assertThat(room.state(job.jid(), WEB2)).isEqualTo(HostState.KILLED);
        assertThat(room.state(job.jid(), DB1)).isEqualTo(HostState.PUBLISHED);
        assertThat(room.state(job.jid(), WEB1)).isEqualTo(HostState.OK);
    }

    @Test
    void a_failure_that_the_kill_caused_shows_as_killed_in_either_order() {
        Job job = room.ping();
        room.clock.move(Duration.ofSeconds(1));
        room.jobs.terminate(ADA, job.jid());
        fail(job.jid(), WEB1);
        answerQuestion(WEB1, "\"Signal 15 sent to job " + job.jid() + " at pid 1\"");
        answerQuestion(WEB2, "\"Signal 15 sent to job " + job.jid() + " at pid 1\"");
        fail(job.jid(), WEB2);
        for (HostId host : List.of(WEB1, WEB2)) {
            assertThat(room.run(job.jid(), host))
                    .matches(run -> run.state() == HostState.KILLED && run.retcode() == 1);
        }
    }

    @Test
    void a_job_that_has_ended_everywhere_cannot_be_killed() {
        Job job = room.start("web1", "test.ping");
        room.answer(job.jid(), WEB1, BooleanNode.TRUE);
        assertThatThrownBy(() -> room.jobs.kill(ADA, job.jid()))
                .isInstanceOf(Problem.Conflict.class);
        assertThatThrownBy(() -> room.jobs.kill(ADA, new Jid("20200101000000000000")))
                .isInstanceOf(Problem.NotFound.class);
    }

    @Test
    void any_signal_can_be_sent_and_ends_nothing_in_the_ledger() {
        Job job = room.start("web1", "test.ping");
        room.jobs.signal(ADA, job.jid(), 10);
        assertThat(room.asked.getFirst().job().calls().getFirst().arguments().toString())
                .isEqualTo("[\"" + job.jid() + "\", 10]");
        answerQuestion(WEB1, "\"Signal 10 sent to job " + job.jid() + " at pid 1\"");
        assertThat(room.state(job.jid(), WEB1)).isEqualTo(HostState.PUBLISHED);
    }

    @Test
    void output_sent_ahead_is_kept_in_order_and_shows_that_the_host_runs() {
        Job job = room.start("web1", "cmd.run");
        for (long n : new long[] {2, 1, 1, 3}) {
            room.jobs.progress(WEB1, job.jid(), n, TextNode.valueOf("line " + n));
        }
        room.jobs.progress(WEB2, job.jid(), 1, TextNode.valueOf("forged"));
        assertThat(room.jobs.progress(ADA, job.jid()))
                .extracting(piece -> piece.data().asText())
                .containsExactly("line 1", "line 2", "line 3");
        room.answer(job.jid(), WEB1, BooleanNode.TRUE);
        pass(Duration.ofMinutes(9));
        assertThat(room.jobs.progress(ADA, job.jid())).hasSize(3);
        pass(Duration.ofMinutes(2));
        assertThat(room.jobs.progress(ADA, job.jid())).isEmpty();
    }

    @Test
    void only_the_newest_mebibyte_of_output_is_kept() {
        Job job = room.start("web1", "cmd.run");
        for (long n = 0; n < 30; n++) {
            room.jobs.progress(WEB1, job.jid(), n, TextNode.valueOf("x".repeat(50_000)));
        }
        assertThat(room.jobs.progress(ADA, job.jid()))
                .extracting(Jobs.Progress::n)
                .containsExactly(20L, 21L, 22L, 23L, 24L, 25L, 26L, 27L, 28L, 29L);
    }

    private void pass(Duration time) {
        room.clock.move(time);
        room.jobs.look();
    }

    private void answerQuestion(HostId host, String result) {
        Jid question = room.asked.getLast().job().jid();
        room.record(host, Fixture.load(question.value(), host, json(result)));
    }

    private void fail(Jid jid, HostId host) {
        var load = Fixture.load(jid.value(), host, TextNode.valueOf("Terminated"));
        room.record(host, load.put("retcode", 1).put("success", false));
    }

    private static Call call(String function, Jid about) {
        return new Call(function, List.of(TextNode.valueOf(about.value())));
    }
}
