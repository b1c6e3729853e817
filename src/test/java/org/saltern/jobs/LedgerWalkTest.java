package org.saltern.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.saltern.jobs.Fixture.ADA;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.hosts.Target;
import org.saltern.hosts.TargetType;
import org.saltern.store.Database;
import org.saltern.store.TestDatabases;

/** Hosts come, go, return, stay silent; jobs are started and killed; the master restarts: whatever the order, the ledger is true. */
class LedgerWalkTest {
    private static final int STEPS = 80;
    private static final List<HostId> HOSTS = Fixture.many(5);

    private final Set<Jid> killed = ConcurrentHashMap.newKeySet();

    /** Jobs that went out although they were to end. */
    private final Set<Jid> afterKill = ConcurrentHashMap.newKeySet();

    /** How often each host was sent each job, over all lives of the master. */
    private final Map<String, Integer> sends = new ConcurrentHashMap<>();

    private final Map<String, String> first = new HashMap<>();
    private final List<Jid> jids = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void the_ledger_is_true_after_every_step(long seed) {
        var random = new Random(seed);
        try (Database db = TestDatabases.H2.open()) {
            var clock = new MovableClock();
            Fixture room = open(db, clock, new TreeSet<>(HOSTS));
            try {
                for (int i = 0; i < STEPS; i++) {
                    if (random.nextInt(25) == 0) {
                        Set<HostId> there = new TreeSet<>(room.connected);
                        room.close();
                        room = open(db, clock, there);
                        room.jobs.repair();
                    } else {
                        step(random, room);
                    }
                    check(room, "seed " + seed + ", step " + i);
                }
                end(room);
                check(room, "seed " + seed + ", at the end");
                for (Jid jid : jids) {
                    assertThat(room.job(jid).isFinished()).as("seed %d, %s", seed, jid).isTrue();
                }
            } finally {
                room.close();
            }
        }
    }

    private Fixture open(Database db, MovableClock clock, Set<HostId> there) {
        var room = new Fixture(db, JobSettings.defaults(), clock);
        room.hosts.clear();
        room.hosts.addAll(HOSTS);
        room.connected.clear();
        room.connected.addAll(there);
        room.onSend = this::note;
        return room;
    }

    private void note(Job job, List<HostId> hosts) {
        if (killed.contains(job.jid())) {
            afterKill.add(job.jid());
        }
        hosts.forEach(host -> sends.merge(job.jid() + " " + host, 1, Integer::sum));
    }

    private void step(Random random, Fixture room) {
        HostId host = HOSTS.get(random.nextInt(HOSTS.size()));
        switch (random.nextInt(9)) {
            case 0 -> start(room, random);
            case 1 -> room.connected.add(host);
            case 2 -> room.connected.remove(host);
            case 3, 4 -> pick(random, jids).ifPresent(jid -> give(room, random, jid, host));
            case 5 -> pick(random, jids).ifPresent(jid -> kill(room, jid));
            case 6 -> answer(room, random, host);
            case 7 -> {
                room.signIns.put(host, room.clock.instant());
                room.jobs.look();
            }
            default -> {
                room.clock.move(Duration.ofSeconds(1 + random.nextInt(20)));
                room.jobs.look();
            }
        }
    }

    private void start(Fixture room, Random random) {
        var request =
                JobRequest.of(Target.of("*", TargetType.GLOB), new Call("test.ping", List.of()));
        boolean parks = random.nextBoolean();
        jids.add(
                room.jobs
                        .start(ADA, parks ? request.parking(Duration.ofMinutes(2)) : request)
                        .jid());
    }

    private void give(Fixture room, Random random, Jid jid, HostId host) {
        int value = random.nextInt(3);
        first.putIfAbsent(jid + " " + host, Integer.toString(value));
        room.answer(jid, host, IntNode.valueOf(value));
    }

    private void kill(Fixture room, Jid jid) {
        try {
            room.jobs.kill(ADA, jid);
            killed.add(jid);
        } catch (Problem.Conflict ended) {
            assertThat(room.job(jid).isFinished()).isTrue();
        }
    }

    /** To the newest question or signal, if the host was asked. */
    private static void answer(Fixture room, Random random, HostId host) {
        if (room.asked.isEmpty()) {
            return;
        }
        Job question = room.asked.getLast().job();
        String about = question.calls().getFirst().arguments().getFirst().asText();
        boolean finds = question.calls().getFirst().function().endsWith("find_job");
        var yes =
                finds
                        ? Json.object().put("jid", about)
                        : TextNode.valueOf("Signal 9 sent to job " + about + " at pid 7");
        var no = finds ? Json.object() : TextNode.valueOf("");
        room.record(
                host, Fixture.load(question.jid().value(), host, random.nextBoolean() ? yes : no));
    }

    /** Nobody says anything any more. */
    private static void end(Fixture room) {
        room.connected.clear();
        for (int i = 0; i < 20; i++) {
            room.clock.move(Duration.ofSeconds(30));
            room.jobs.look();
        }
    }

    private void check(Fixture room, String when) {
        assertThat(afterKill).as(when).isEmpty();
        for (Jid jid : jids) {
            Job job = room.job(jid);
            List<HostRun> runs = room.jobs.ledger(ADA, jid, null, 0, 100);
            assertThat(runs).as(when).extracting(HostRun::host).containsExactlyElementsOf(HOSTS);
            Map<HostState, Long> states =
                    runs.stream()
                            .collect(Collectors.groupingBy(HostRun::state, Collectors.counting()));
            for (HostState state : HostState.values()) {
                assertThat(job.count(state))
                        .as("%s, %s of %s", when, state, jid)
                        .isEqualTo(states.getOrDefault(state, 0L).intValue());
            }
            assertThat(job.isFinished())
                    .as(when)
                    .isEqualTo(runs.stream().allMatch(run -> run.state().isFinal()));
            runs.forEach(run -> check(run, when));
        }
    }

    private void check(HostRun run, String when) {
        String key = run.jid() + " " + run.host();
        String what = when + ", " + key;
        assertThat(sends.getOrDefault(key, 0)).as(what).isBetween(0, 4);
        if (first.containsKey(key)) {
            assertThat(run.result().asText()).as(what).isEqualTo(first.get(key));
            assertThat(run.state()).as(what).isEqualTo(HostState.OK);
        } else {
            assertThat(run.result()).as(what).isNull();
            assertThat(run.late()).as(what).isFalse();
            assertThat(run.state()).as(what).isNotIn(HostState.OK, HostState.CHANGED);
        }
    }

    private static Optional<Jid> pick(Random random, List<Jid> jids) {
        return jids.isEmpty()
                ? Optional.empty()
                : Optional.of(jids.get(random.nextInt(jids.size())));
    }
}
