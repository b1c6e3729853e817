package org.saltern.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Measures one master with simulated minions, row by row, and prints the table. */
public final class Bench {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration COLD = Duration.ofSeconds(10);
    private static final Duration SETTLE = Duration.ofSeconds(3);
    private static final int SINGLES = 40;
    private static final double MEGA = 1_000_000;

    /**
     * How much is measured.
     *
     * @param minions of the ordinary rows
     * @param many of the row with many; 0 leaves it out
     * @param protocol 2 or 3
     * @param fresh whether each request has a connection of its own
     * @param warmUp how long jobs run before the warm rows
     * @param span how long the warm rows take
     */
    public record Plan(
            int minions, int many, int protocol, boolean fresh, Duration warmUp, Duration span) {}

    private final Plan plan;
    private final PrintWriter out;
    private final Map<Measure, String> reached = new EnumMap<>(Measure.class);
    private final List<Identity> identities = Identity.make(8);

    public Bench(Plan plan, PrintWriter out) {
        this.plan = plan;
        this.out = out;
    }

    /** Starts a Saltern in the folder, measures it, and stops it. */
    public void own(Path folder) {
        try (var master = new OwnMaster(folder.resolve("one"), plan.protocol())) {
            start(master);
            try (Fleet fleet = new Fleet(load(master, "sim", plan.minions()), identities)) {
                fleet.signIn(true);
                fleet.awaitReady(PATIENCE);
                // again on the same data, for the first seconds of a process whose hosts are known
                master.stop();
                master.start();
                master.awaitApi();
                fleet.awaitReady(PATIENCE);
                ping(
                        master,
                        fleet,
                        "*",
                        fleet.size()); // all hear that there is a new key, and sign in
                cold(master, fleet);
                ordinary(master, fleet);
                gone(master, fleet);
                strangers(master);
                say(fleet);
            }
        }
        if (plan.many() > 0) {
            try (var master = new OwnMaster(folder.resolve("many"), plan.protocol())) {
                master.start();
                master.awaitApi();
                many(master);
            }
        }
        print();
    }

    /**
     * Measures a master that runs already; rows that need to start, stop or ask it stay empty.
     *
     * @param pid its first process, 0 when it is on another machine
     * @param command starts {@code test.ping} on the target {@code {}}; empty leaves the rows of jobs out
     */
    public void other(
            InetSocketAddress publish, InetSocketAddress request, long pid, String command) {
        try (var master = new OtherMaster(publish, request, pid, command)) {
            memory(master, Measure.IDLE);
            try (Fleet fleet = new Fleet(load(master, "sim", plan.minions()), identities)) {
                signIns(master, fleet, Measure.FIRST_SIGN_INS);
                if (master.startsJobs()) {
                    ordinary(master, fleet);
                } else {
                    memory(master, Measure.MEMORY);
                    events(master, fleet);
                }
                strangers(master);
                say(fleet);
            }
            if (plan.many() > 0 && master.startsJobs()) {
                many(master);
            }
        }
        print();
    }

    private Load load(Master master, String prefix, int minions) {
        return new Load(
                master.publish(),
                master.request(),
                prefix,
                minions,
                identities.size(),
                plan.protocol(),
                plan.fresh(),
                master.request().getAddress().isLoopbackAddress());
    }

    /** A fresh Saltern, and one minion that tries until it is in; then the first sign-ins of many. */
    private void start(OwnMaster master) {
        try (Fleet first = new Fleet(load(master, "first", 1), identities)) {
            master.start(); // class data are written when this one ends
            master.awaitApi();
            master.stop();
            long begin = System.nanoTime();
            master.start();
            first.signIn(false);
            first.awaitSignIns(1, PATIENCE);
            reach(Measure.START, (System.nanoTime() - begin) / 1e9, 2);
            master.awaitApi();
        }
        Fleet.pause(SETTLE);
        memory(master, Measure.IDLE);
        try (Fleet fleet = new Fleet(load(master, "new", plan.minions()), identities)) {
            signIns(master, fleet, Measure.FIRST_SIGN_INS);
        }
        Fleet.pause(SETTLE);
    }

    private void signIns(Master master, Fleet fleet, Measure measure) {
        Optional<Duration> before = master.cpu();
        fleet.signIn(true);
        fleet.awaitSignIns(fleet.size(), PATIENCE);
        perThousand(measure, before, master.cpu(), fleet.size());
        fleet.awaitReady(PATIENCE);
    }

    /** New minions at a master that is warm. */
    private void strangers(Master master) {
        try (Fleet fleet = new Fleet(load(master, "late", plan.minions()), identities)) {
            signIns(master, fleet, Measure.WARM_SIGN_INS);
        }
    }

    private void cold(OwnMaster master, Fleet fleet) {
        Optional<Duration> before = master.cpu();
        long returns = jobs(master, fleet, COLD).returns();
        perThousand(Measure.COLD, before, master.cpu(), returns);
    }

    private void ordinary(Master master, Fleet fleet) {
        jobs(master, fleet, plan.warmUp());
        memory(master, Measure.MEMORY);
        Optional<Duration> before = master.cpu();
        Work work = jobs(master, fleet, plan.span());
        perThousand(Measure.WARM, before, master.cpu(), work.returns());
        reach(Measure.RATE, work.returns() / work.seconds(), 0);
        single(master, fleet);
        events(master, fleet);
    }

    /** @param seconds the sum of the jobs' times from the first minion that heard to the last acknowledgement */
    private record Work(long returns, double seconds) {}

    private Work jobs(Master master, Fleet fleet, Duration span) {
        long end = System.nanoTime() + span.toNanos();
        long returns = 0;
        double seconds = 0;
        do {
            Progress done = ping(master, fleet, "*", fleet.size());
            returns += done.acknowledged();
            seconds += done.seconds();
        } while (System.nanoTime() < end);
        return new Work(returns, seconds);
    }

    private Progress ping(Master master, Fleet fleet, String target, int returns) {
        Map<String, Integer> before = fleet.jobs();
        return master.ping(target)
                .map(jid -> fleet.await(jid, returns, PATIENCE))
                .orElseGet(() -> fleet.awaitAnyOf(before, returns, PATIENCE));
    }

    private void single(Master master, Fleet fleet) {
        double[] millis = new double[master.isOwn() ? SINGLES : SINGLES / 4];
        for (int i = 0; i < millis.length; i++) {
            millis[i] = ping(master, fleet, fleet.load().prefix() + i, 1).millis(0.5);
        }
        Arrays.sort(millis);
        reach(Measure.ONE, millis[millis.length / 2], 1);
    }

    private void events(Master master, Fleet fleet) {
        fleet.flood(Duration.ofSeconds(2));
        Optional<Duration> before = master.cpu();
        long begin = System.nanoTime();
        long answered = fleet.flood(plan.span());
        reach(Measure.EVENTS, answered / ((System.nanoTime() - begin) / 1e9), 0);
        perThousand(Measure.EVENTS_CPU, before, master.cpu(), answered);
    }

    /** One accepted host closes its connections: the others return at once, and the job says that it was not connected. */
    private void gone(OwnMaster master, Fleet fleet) {
        String gone = fleet.vanish();
        Fleet.pause(Duration.ofSeconds(1)); // the others' events come to an end
        Progress others = ping(master, fleet, "*", fleet.size());
        JsonNode job = master.job(others.jid());
        boolean isShown = job.path("Minions").toString().contains('"' + gone + '"');
        reached.put(
                Measure.GONE,
                "%.2f%s"
                        .formatted(
                                others.seconds(),
                                isShown ? "; that one is shown" : "; that one is missing"));
    }

    private void many(Master master) {
        try (Fleet fleet = new Fleet(load(master, "many", plan.many()), identities)) {
            fleet.signIn(true);
            fleet.awaitReady(PATIENCE);
            reach(Measure.MANY, ping(master, fleet, "*", fleet.size()).seconds(), 2);
            reach(Measure.MANY_AGAIN, ping(master, fleet, "*", fleet.size()).seconds(), 2);
            memory(master, Measure.MANY_MEMORY);
            say(fleet);
        }
    }

    private void memory(Master master, Measure measure) {
        master.memory().ifPresent(bytes -> reach(measure, bytes / MEGA, 0));
    }

    private void perThousand(
            Measure measure, Optional<Duration> before, Optional<Duration> after, long count) {
        before.ifPresent(
                b -> reach(measure, after.orElseThrow().minus(b).toMillis() / (double) count, 3));
    }

    private void reach(Measure measure, double value, int digits) {
        reached.put(measure, String.format(Locale.ROOT, "%,." + digits + "f", value));
        out.printf("%-56s %s%n", measure.text(), reached.get(measure));
        out.flush();
    }

    private void say(Fleet fleet) {
        if (!fleet.complaints().isEmpty()) {
            out.println("  (" + fleet.complaints() + ")");
        }
    }

    private void print() {
        out.printf(
                "%n%d minions%s, protocol %d, %s; %d processors, %s%n",
                plan.minions(),
                plan.many() > 0 ? " (many: " + plan.many() + ")" : "",
                plan.protocol(),
                plan.fresh() ? "a connection for each request" : "connections kept",
                Runtime.getRuntime().availableProcessors(),
                "Java " + Runtime.version());
        out.println("| measure | reached | must | aim |\n|---|---|---|---|");
        reached.forEach(
                (measure, value) ->
                        out.printf(
                                "| %s | %s | %s | %s |%n",
                                measure.text(), value, measure.must(), measure.aim()));
        out.flush();
    }
}
