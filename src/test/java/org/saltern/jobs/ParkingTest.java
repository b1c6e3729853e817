package org.saltern.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.saltern.jobs.Fixture.ADA;
import static org.saltern.jobs.Fixture.DB1;
import static org.saltern.jobs.Fixture.WEB1;
import static org.saltern.jobs.Fixture.WEB2;

import com.fasterxml.jackson.databind.node.BooleanNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.saltern.base.Jid;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.events.Event;
import org.saltern.events.Tags;
import org.saltern.hosts.Target;
import org.saltern.hosts.TargetType;
import org.saltern.store.Database;
import org.saltern.store.OnEachDatabase;
import org.saltern.store.TestDatabases;

/** Hosts that are not connected when a job starts. */
@OnEachDatabase
class ParkingTest {
    private static final Duration DAY = Duration.ofDays(1);

    private final Database db;
    private Fixture room;

    ParkingTest(TestDatabases kind) {
        db = kind.open();
        room = new Fixture(db);
    }

    @AfterEach
    void close() {
        room.close();
        db.close();
    }

    @Test
    void an_absent_host_of_a_job_that_may_wait_is_parked_and_the_counts_add_up() {
        room.connected.remove(DB1);
        Job job = parked("*");
        assertThat(job.counts())
                .containsEntry(HostState.PARKED, 1)
                .containsEntry(HostState.PUBLISHED, 2);
        assertThat(job.parkUntil()).isEqualTo(job.started().plus(DAY));
        assertThat(room.run(job.jid(), DB1).reason()).isEqualTo(Reasons.NOT_CONNECTED);
        assertThat(room.job(job.jid())).usingRecursiveComparison().isEqualTo(job);
    }

    @Test
    void a_job_that_waits_only_for_parked_hosts_is_not_finished() {
        room.connected.clear();
        Job job = parked("*");
        assertThat(job.isFinished()).isFalse();
        assertThat(job.awaitsParkedOnly()).isTrue();
        pass(JobRequest.TIMEOUT);
        assertThat(room.asked).isEmpty();
        assertThat(room.job(job.jid()).count(HostState.PARKED)).isEqualTo(3);
    }

    @Test
    void a_parked_host_gets_the_job_when_it_connects_and_its_return_is_not_late() {
        room.connected.remove(DB1);
        Job job = parked("*");
        pass(Duration.ofHours(5));
        room.connected.add(DB1);
        room.jobs.look();
        assertThat(room.sent.getLast().hosts()).containsExactly(DB1);
        assertThat(room.sent.getLast().job().jid()).isEqualTo(job.jid());
        assertThat(room.run(job.jid(), DB1))
                .matches(
                        run ->
                                run.state() == HostState.PUBLISHED
                                        && run.reason().equals(Reasons.CAME_BACK));
        room.answer(job.jid(), DB1, BooleanNode.TRUE);
        assertThat(room.run(job.jid(), DB1))
                .matches(run -> run.state() == HostState.OK && !run.late());
    }

    @Test
    void the_event_that_a_host_came_is_enough() throws Exception {
        room.connected.remove(DB1);
        Job job = parked("*");
        room.jobs.look();
        var heard = room.hear(e -> e.tag().equals(Tags.jobState(job.jid(), DB1)));
        room.connected.add(DB1);
        room.events.publish(new Event(Tags.PRESENCE, Json.object(), room.clock.instant()));
        assertThat(Fixture.next(heard).data().path("state").asText()).isEqualTo("PUBLISHED");
    }

    @Test
    void a_host_that_comes_back_and_stays_silent_is_asked_after_its_own_timeout() {
        room.connected.remove(DB1);
        Job job = parked("db1");
        pass(Duration.ofHours(5));
        room.connected.add(DB1);
        room.jobs.look();
        pass(JobRequest.TIMEOUT.minusMillis(1));
        assertThat(room.asked).isEmpty();
        pass(Duration.ofMillis(1));
        assertThat(room.asked.getLast().hosts()).containsExactly(DB1);
        pass(JobSettings.defaults().gather());
        assertThat(room.run(job.jid(), DB1).reason()).isEqualTo(Reasons.NO_ANSWER);
    }

    @Test
    void a_parked_host_expires_when_its_time_is_over_and_is_not_sent_the_job_then() {
        room.connected.remove(DB1);
        Job job = parked("db1");
        pass(DAY.minusMillis(1));
        assertThat(room.state(job.jid(), DB1)).isEqualTo(HostState.PARKED);
        int sent = room.sent.size();
        room.connected.add(DB1);
        pass(Duration.ofMillis(1));
        assertThat(room.run(job.jid(), DB1))
                .matches(
                        run ->
                                run.state() == HostState.EXPIRED
                                        && run.reason().equals(Reasons.NOT_BACK));
        assertThat(room.sent).hasSize(sent);
        assertThat(room.job(job.jid()).isFinished()).isTrue();
    }

    @Test
    void killing_a_job_kills_parked_hosts_at_once_and_asks_nothing_of_them() {
        room.connected.remove(DB1);
        Job job = parked("*");
        room.jobs.kill(ADA, job.jid());
        assertThat(room.run(job.jid(), DB1))
                .matches(
                        run ->
                                run.state() == HostState.KILLED
                                        && run.reason().equals(Reasons.NEVER_SENT));
        assertThat(room.asked.getLast().hosts()).containsExactlyInAnyOrder(WEB1, WEB2);
        int sent = room.sent.size();
        room.connected.add(DB1);
        room.jobs.look();
        assertThat(room.sent).hasSize(sent);
    }

    @Test
    void killing_a_job_of_parked_hosts_alone_asks_nobody_and_ends_it() {
        room.connected.clear();
        Job job = parked("*");
        room.jobs.kill(ADA, job.jid());
        assertThat(room.asked).isEmpty();
        assertThat(room.job(job.jid()).isFinished()).isTrue();
        assertThatThrownBy(() -> room.jobs.kill(ADA, job.jid()))
                .isInstanceOf(Problem.Conflict.class);
    }

    @Test
    void parked_hosts_are_waited_for_across_a_restart() {
        room.connected.remove(DB1);
        Jid jid = parked("*").jid();
        room.close();
        room = new Fixture(db, JobSettings.defaults(), room.clock);
        room.connected.remove(DB1);
        room.jobs.look();
        assertThat(room.sent).isEmpty();
        room.connected.add(DB1);
        room.jobs.look();
        assertThat(room.sent).singleElement().matches(s -> s.hosts().equals(List.of(DB1)));
        assertThat(room.state(jid, DB1)).isEqualTo(HostState.PUBLISHED);
    }

    @Test
    void time_that_ran_out_while_the_master_was_away_has_run_out() {
        room.connected.remove(DB1);
        Jid jid = parked("db1").jid();
        room.close();
        room.clock.move(DAY);
        room = new Fixture(db, JobSettings.defaults(), room.clock);
        room.jobs.look();
        assertThat(room.state(jid, DB1)).isEqualTo(HostState.EXPIRED);
        assertThat(room.sent).isEmpty();
    }

    @Test
    void a_parked_job_is_not_for_the_next_owner_of_the_name() {
        room.connected.remove(DB1);
        Job job = parked("db1");
        pass(Duration.ofHours(1));
        room.accepted.put(DB1, room.clock.instant());
        room.connected.add(DB1);
        int sent = room.sent.size();
        room.jobs.look();
        assertThat(room.sent).hasSize(sent);
        assertThat(room.run(job.jid(), DB1))
                .matches(
                        run ->
                                run.state() == HostState.EXPIRED
                                        && run.reason().equals(Reasons.KEY_CHANGED));
    }

    @Test
    void without_parking_a_host_that_connects_while_the_job_is_open_gets_it() {
        room.connected.remove(DB1);
        Job job = room.ping();
        room.connected.add(DB1);
        room.jobs.look();
        assertThat(room.sent.getLast().hosts()).containsExactly(DB1);
        assertThat(room.state(job.jid(), DB1)).isEqualTo(HostState.PUBLISHED);
        room.jobs.look();
        assertThat(room.sent).hasSize(2);
    }

    @Test
    void without_parking_a_host_that_connects_after_the_end_does_not_get_the_job() {
        room.connected.remove(DB1);
        Job job = room.start("db1", "test.ping");
        assertThat(job.isFinished()).isTrue();
        room.connected.add(DB1);
        room.jobs.look();
        assertThat(room.sent).hasSize(1);
        assertThat(room.state(job.jid(), DB1)).isEqualTo(HostState.LOST);
    }

    @Test
    void a_job_that_somebody_wants_ended_goes_out_to_nobody_more() {
        room.connected.remove(DB1);
        Job job = room.ping();
        room.jobs.kill(ADA, job.jid());
        room.connected.add(DB1);
        room.jobs.look();
        assertThat(room.sent).hasSize(1);
        assertThat(room.state(job.jid(), DB1)).isEqualTo(HostState.LOST);
    }

    @Test
    void hosts_are_not_waited_for_longer_than_a_month() {
        var call = new Call("test.ping", List.of());
        var request = JobRequest.of(Target.of("*", TargetType.GLOB), call);
        assertThatThrownBy(() -> room.jobs.start(ADA, request.parking(Duration.ofDays(31))))
                .isInstanceOf(Problem.BadInput.class);
        assertThatThrownBy(() -> room.jobs.start(ADA, request.parking(Duration.ofDays(-1))))
                .isInstanceOf(Problem.BadInput.class);
    }

    @Test
    void a_job_that_waited_long_is_kept_as_long_as_any_other_after_its_end() {
        room.close();
        var settings = JobSettings.defaults().keeping(Duration.ofHours(2));
        room = new Fixture(db, settings, room.clock);
        room.connected.clear();
        Jid jid = parked("*").jid();
        pass(DAY);
        pass(Duration.ofHours(1));
        assertThat(room.jobs.find(ADA, jid)).isPresent();
        pass(Duration.ofHours(2));
        assertThat(room.jobs.find(ADA, jid)).isEmpty();
    }

    private Job parked(String target) {
        var call = new Call("test.ping", List.of());
        return room.jobs.start(
                ADA, JobRequest.of(Target.of(target, TargetType.GLOB), call).parking(DAY));
    }

    private void pass(Duration time) {
        room.clock.move(time);
        room.jobs.look();
    }
}
