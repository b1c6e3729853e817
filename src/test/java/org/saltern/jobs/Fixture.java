package org.saltern.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.saltern.access.Actor;
import org.saltern.access.Audit;
import org.saltern.access.Role;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.base.Json;
import org.saltern.events.Event;
import org.saltern.events.Events;
import org.saltern.hosts.Target;
import org.saltern.hosts.TargetType;
import org.saltern.hosts.Targets;
import org.saltern.store.Database;

/** The room of jobs on a real database and bus, with hosts that are names in a set and a dispatch that notes what it is given. */
final class Fixture implements AutoCloseable {
    static final Actor ADA = new Actor("ada", Role.OPERATOR);
    static final Actor EVE = new Actor("eve", Role.VIEWER);
    static final HostId WEB1 = new HostId("web1");
    static final HostId WEB2 = new HostId("web2");
    static final HostId DB1 = new HostId("db1");

    private static final Event LAGGED = new Event("lagged", Json.object(), Instant.EPOCH);

    /** Those of the hosts of which no grains are known. */
    final Set<HostId> uncertain = new ConcurrentSkipListSet<>();

    /** What was handed to the dispatch. */
    record Sent(Job job, List<HostId> hosts) {}

    final MovableClock clock;
    final Events events = new Events();
    final Set<HostId> hosts = new ConcurrentSkipListSet<>(List.of(WEB1, WEB2, DB1));
    final Set<HostId> connected = new ConcurrentSkipListSet<>(hosts);

    /** When keys were accepted; those that are not here long ago. */
    final Map<HostId, Instant> accepted = new ConcurrentHashMap<>();

    final Map<HostId, Instant> signIns = new ConcurrentHashMap<>();
    final List<Sent> sent = new CopyOnWriteArrayList<>();
    final List<Sent> asked = new CopyOnWriteArrayList<>();
    final Audit audit;
    final Jobs jobs;

    /** Runs instead of sending; throws what sending shall throw. */
    volatile BiConsumer<Job, List<HostId>> onSend = (job, list) -> {};

    Fixture(Database db) {
        this(db, JobSettings.defaults());
    }

    Fixture(Database db, JobSettings settings) {
        this(db, settings, new MovableClock());
    }

    Fixture(Database db, JobSettings settings, MovableClock clock) {
        this.clock = clock;
        audit = new Audit(db, clock);
        jobs =
                new Jobs(
                        db,
                        new Fleet(
                                this::resolve,
                                () -> new TreeSet<>(connected),
                                host ->
                                        Optional.ofNullable(
                                                accepted.getOrDefault(host, Instant.EPOCH)),
                                host -> Optional.ofNullable(signIns.get(host))),
                        new NotingDispatch(),
                        events,
                        audit,
                        clock,
                        settings);
    }

    static List<HostId> many(int count) {
        return IntStream.range(0, count).mapToObj(i -> new HostId("h%05d".formatted(i))).toList();
    }

    void accept(List<HostId> more) {
        hosts.addAll(more);
        connected.addAll(more);
    }

    Job start(String target, String function, JsonNode... arguments) {
        var call = new Call(function, List.of(arguments));
        return jobs.start(ADA, JobRequest.of(Target.of(target, TargetType.GLOB), call));
    }

    Job ping() {
        return start("*", "test.ping");
    }

    /** A return as a minion of version 3006 sends it. */
    static ObjectNode load(String jid, HostId host, JsonNode result) {
        ObjectNode load = Json.object();
        load.put("cmd", "_return").put("id", host.value()).put("jid", jid).put("fun", "test.ping");
        load.put("retcode", 0).put("success", true).put("nonce", "n").put("tok", "t");
        load.set("fun_args", Json.array());
        load.set("return", result);
        return load;
    }

    void answer(Jid jid, HostId host, JsonNode result) {
        record(host, load(jid.value(), host, result));
    }

    void record(HostId host, ObjectNode load) {
        jobs.record(host, load).toCompletableFuture().join();
    }

    Job job(Jid jid) {
        return jobs.find(ADA, jid).orElseThrow();
    }

    HostRun run(Jid jid, HostId host) {
        return jobs.ledger(ADA, jid, null, 0, 100_000).stream()
                .filter(run -> run.host().equals(host))
                .findFirst()
                .orElseThrow();
    }

    HostState state(Jid jid, HostId host) {
        return run(jid, host).state();
    }

    /** Matching events from now on, as they come. */
    BlockingQueue<Event> hear(Predicate<Event> filter) {
        var heard = new LinkedBlockingQueue<Event>();
        events.subscribe(filter, 100_000, heard::add, () -> heard.add(LAGGED));
        return heard;
    }

    /** The next event; fails the test when none comes within half a minute. */
    static Event next(BlockingQueue<Event> heard) throws InterruptedException {
        Event event = heard.poll(30, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("No event came");
        }
        return event;
    }

    static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"'));
    }

    @Override
    public void close() {
        jobs.close();
        events.close();
    }

    private Targets.Resolved resolve(Target target) {
        List<String> names = Arrays.asList(target.expression().split(","));
        boolean isAll = names.contains("*");
        List<HostId> matched =
                hosts.stream().filter(h -> isAll || names.contains(h.value())).toList();
        List<String> missing =
                names.stream()
                        .filter(n -> !n.equals("*") && !hosts.contains(new HostId(n)))
                        .toList();
        return new Targets.Resolved(matched, missing, List.copyOf(uncertain));
    }

    private final class NotingDispatch implements Dispatch {
        @Override
        public void send(Job job, List<HostId> list) {
            onSend.accept(job, list);
            sent.add(new Sent(job, list));
        }

        @Override
        public void ask(Job job, List<HostId> list) {
            asked.add(new Sent(job, list));
        }
    }
}
