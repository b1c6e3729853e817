package org.saltern.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.saltern.jobs.Fixture.ADA;

import com.fasterxml.jackson.databind.node.IntNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.store.Database;
import org.saltern.store.DatabaseSettings;
import org.saltern.store.TestDatabases;

/** Many threads at once: the ledger adds up at every moment, live pages miss nothing, acknowledged returns stay. */
class LedgerPropertyTest {
    private static final int HOSTS = 100;
    private static final int THREADS = 8;

    @ParameterizedTest
    @EnumSource(TestDatabases.class)
    void the_ledger_adds_up_whatever_comes_together(TestDatabases kind) throws Exception {
        long seed = new Random().nextLong();
        try (Database db = kind.open();
                var room = new Fixture(db)) {
            List<HostId> hosts = Fixture.many(HOSTS);
            room.accept(hosts);
            Jid jid = room.start(names(hosts), "test.ping").jid();
            var stop = new AtomicBoolean();
            try (ExecutorService threads = Executors.newCachedThreadPool()) {
                Future<?> reader = threads.submit(() -> readUntil(stop, room, jid));
                Future<Map<HostId, Long>> page = threads.submit(() -> follow(stop, room, jid));
                var senders = new ArrayList<Future<?>>();
                for (int t = 0; t < THREADS; t++) {
                    var random = new Random(seed + t);
                    senders.add(threads.submit(() -> send(random, room, jid, hosts)));
                }
                for (Future<?> sender : senders) {
                    sender.get();
                }
                stop.set(true);
                reader.get();
                assertThat(page.get()).as("seed %d", seed).isEqualTo(seqs(room, jid));
            }
            check(room, jid);
            assertThat(room.job(jid).isFinished()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabases.class)
    void each_drawing_of_a_large_job_is_one_moment_with_every_host_in_it(TestDatabases kind)
            throws Exception {
        long seed = new Random().nextLong();
        try (Database db = kind.open();
                var room = new Fixture(db)) {
            List<HostId> hosts = Fixture.many(HOSTS);
            room.accept(hosts);
            Jid jid = room.start(names(hosts), "test.ping").jid();
            var stop = new AtomicBoolean();
            try (ExecutorService threads = Executors.newCachedThreadPool()) {
                Future<Integer> reader = threads.submit(() -> drawUntil(stop, room, jid));
                var senders = new ArrayList<Future<?>>();
                for (int t = 0; t < THREADS; t++) {
                    var random = new Random(seed + t);
                    senders.add(threads.submit(() -> send(random, room, jid, hosts)));
                }
                for (Future<?> sender : senders) {
                    sender.get();
                }
                stop.set(true);
                assertThat(reader.get()).as("seed %d", seed).isPositive();
            }
        }
    }

    @Test
    void no_acknowledged_return_is_lost_when_the_file_is_opened_again(@TempDir Path folder)
            throws Exception {
        DatabaseSettings settings = DatabaseSettings.inFolder(folder);
        List<HostId> hosts = Fixture.many(HOSTS);
        Map<HostId, Integer> acknowledged = new ConcurrentHashMap<>();
        Jid jid;
        try (Database db = Database.open(settings)) {
            var room = new Fixture(db);
            room.accept(hosts);
            jid = room.start(names(hosts), "test.ping").jid();
            var sent = new ArrayList<CompletableFuture<?>>();
            for (int i = 0; i < HOSTS; i++) {
                HostId host = hosts.get(i);
                int value = i;
                sent.add(
                        room.jobs
                                .record(host, Fixture.load(jid.value(), host, IntNode.valueOf(i)))
                                .toCompletableFuture()
                                .thenRun(() -> acknowledged.put(host, value)));
            }
            sent.get(HOSTS / 3).join();
            db.close(); // the ground goes away under the feet of the writer
            room.close();
            sent.forEach(f -> f.exceptionally(e -> null).join());
        }
        try (Database db = Database.open(settings);
                var room = new Fixture(db)) {
            check(room, jid);
            Map<HostId, Integer> stored =
                    room.jobs.ledger(ADA, jid, HostState.OK, 0, HOSTS).stream()
                            .collect(Collectors.toMap(HostRun::host, r -> r.result().asInt()));
            assertThat(acknowledged).isNotEmpty();
            assertThat(stored).containsAllEntriesOf(acknowledged);
        }
    }

    @Test
    void a_job_that_was_written_and_not_published_is_published_at_the_next_start() {
        try (Database db = TestDatabases.H2.open()) {
            Jid jid;
            try (var room = new Fixture(db)) {
                room.onSend =
                        (job, hosts) -> {
                            room.jobs.close(); // as if the process ended here
                        };
                jid = room.ping().jid();
            }
            var later = new MovableClock();
            later.move(Duration.ofMinutes(1));
            try (var room = new Fixture(db, JobSettings.defaults(), later)) {
                room.jobs.repair();
                assertThat(room.sent).singleElement().matches(s -> s.job().jid().equals(jid));
                assertThat(room.sent.getFirst().hosts()).hasSize(3);
                room.jobs.repair();
                assertThat(room.sent).hasSize(1);
            }
        }
    }

    private static void send(Random random, Fixture room, Jid jid, List<HostId> hosts) {
        var mine = new ArrayList<>(hosts);
        Collections.shuffle(mine, random);
        for (HostId host : mine) {
            room.record(host, Fixture.load(jid.value(), host, IntNode.valueOf(random.nextInt(2))));
        }
    }

    private static Void readUntil(AtomicBoolean stop, Fixture room, Jid jid) {
        while (!stop.get()) {
            addsUp(room.job(jid));
        }
        return null;
    }

    /** Draws the whole job until told to stop: counts and rows must be of the same moment. How many times. */
    private static int drawUntil(AtomicBoolean stop, Fixture room, Jid jid) {
        List<HostState> order = List.of(HostState.values());
        int drawings = 0;
        long position = 0;
        boolean isLast;
        do {
            isLast = stop.get();
            var now = room.jobs.reader().view(ADA, jid).orElseThrow();
            assertThat(now.lines()).extracting(LedgerView.Line::host).doesNotHaveDuplicates();
            Map<HostState, Long> states =
                    now.lines().stream()
                            .collect(
                                    Collectors.groupingBy(
                                            LedgerView.Line::state, Collectors.counting()));
            for (HostState state : order) {
                assertThat(states.getOrDefault(state, 0L)).isEqualTo(now.job().count(state));
            }
            assertThat(now.position()).isGreaterThanOrEqualTo(position);
            position = now.position();
            drawings++;
        } while (!isLast);
        return drawings;
    }

    /** What a live page does: rows newer than the last it drew, until it has seen the end. */
    private static Map<HostId, Long> follow(AtomicBoolean stop, Fixture room, Jid jid) {
        var seen = new ConcurrentHashMap<HostId, Long>();
        long last = 0;
        boolean isLast;
        do {
            isLast = stop.get();
            List<HostRun> rows = room.jobs.changedSince(ADA, jid, last, 50);
            for (HostRun row : rows) {
                assertThat(row.seq()).isGreaterThan(last);
                last = row.seq();
                seen.put(row.host(), row.seq());
            }
            isLast &= rows.isEmpty();
        } while (!isLast);
        return seen;
    }

    private static void check(Fixture room, Jid jid) {
        Job job = room.job(jid);
        addsUp(job);
        List<HostRun> runs = room.jobs.ledger(ADA, jid, null, 0, HOSTS);
        for (HostState state : HostState.values()) {
            assertThat(runs.stream().filter(run -> run.state() == state).count())
                    .as(state.name())
                    .isEqualTo(job.counts().get(state).longValue());
        }
        for (HostRun run : runs) {
            assertThat(room.jobs.conflicts(ADA, jid, run.host())).hasSize(run.conflicts());
        }
    }

    private static void addsUp(Job job) {
        assertThat(job.counts().values().stream().mapToInt(i -> i).sum()).isEqualTo(job.total());
    }

    private static Map<HostId, Long> seqs(Fixture room, Jid jid) {
        return room.jobs.ledger(ADA, jid, null, 0, HOSTS).stream()
                .collect(Collectors.toMap(HostRun::host, HostRun::seq));
    }

    private static String names(List<HostId> hosts) {
        return String.join(",", hosts.stream().map(HostId::value).toList());
    }
}
