package org.saltern.master;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.saltern.access.Actor;
import org.saltern.access.Audit;
import org.saltern.base.Closer;
import org.saltern.base.HostId;
import org.saltern.events.Event;
import org.saltern.events.Events;
import org.saltern.files.FileServer;
import org.saltern.files.FileSettings;
import org.saltern.files.Pillars;
import org.saltern.hosts.Groups;
import org.saltern.hosts.Hosts;
import org.saltern.hosts.KeyPolicy;
import org.saltern.hosts.Keys;
import org.saltern.hosts.Mine;
import org.saltern.hosts.Target;
import org.saltern.hosts.Targets;
import org.saltern.jobs.Call;
import org.saltern.jobs.Fleet;
import org.saltern.jobs.HostRun;
import org.saltern.jobs.JobRequest;
import org.saltern.jobs.JobSettings;
import org.saltern.jobs.Jobs;
import org.saltern.store.Database;
import org.saltern.store.DatabaseSettings;
import org.saltern.wire.Loopback;
import org.saltern.wire.PublishPort;
import org.saltern.wire.RequestPort;
import org.saltern.wire.Zmq;

/** A whole master without pages: every room real, H2 in a file, ports on ZeroMQ or in memory. Opened again on the same folder it is the same master. */
public final class TestMaster implements AutoCloseable {
    /** May do everything. */
    public static final Actor ADA = Actor.system();

    private static final int PATIENCE_SECONDS = 60;

    private final Closer closer = new Closer();
    private final Path tree;
    private final RequestPort requests;
    private final PublishPort publishing;
    public final Events events;
    public final Hosts hosts;
    public final Keys keys;
    public final Groups groups;
    public final Targets targets;
    public final Mine mine;
    public final Jobs jobs;
    public final MasterKeys masterKeys;
    public final PublishDispatch dispatch;

    private TestMaster(Setup setup, RequestPort requests, PublishPort publishing) {
        this.requests = requests;
        this.publishing = publishing;
        tree = folder(setup.home.resolve("tree"));
        String url = "jdbc:h2:file:" + folder(setup.home.resolve("db")).resolve("saltern");
        Database db = closer.add(Database.open(new DatabaseSettings(url, "", "")));
        events = closer.add(new Events());
        var audit = new Audit(db, setup.clock);
        hosts = closer.add(new Hosts(db, events, audit, setup.clock));
        keys = new Keys(db, hosts, events, audit, setup.policy, setup.clock);
        groups = new Groups(db, hosts, events, audit, setup.clock);
        targets = new Targets(hosts);
        mine = new Mine(db, hosts, targets);
        masterKeys = new MasterKeys(setup.settings, events, setup.clock);
        dispatch = new PublishDispatch(masterKeys, publishing, targets, setup.settings);
        jobs =
                closer.add(
                        new Jobs(
                                db,
                                Fleet.of(targets, hosts),
                                dispatch,
                                events,
                                audit,
                                setup.clock,
                                JobSettings.defaults()));
        var files = new FileServer(FileSettings.of(Map.of("base", List.of(tree))), setup.clock);
        closer.add(
                new MasterDoor(
                        setup.settings,
                        masterKeys,
                        requests,
                        publishing,
                        new MasterRooms(
                                keys, hosts, groups, mine, jobs, files, new Pillars(), events),
                        setup.clock));
    }

    /**
     * What a master is made with.
     *
     * @param home folder of its data
     */
    public record Setup(Path home, MasterSettings settings, KeyPolicy policy, InstantSource clock) {
        /** Salt's defaults, small keys, the real time. */
        public static Setup in(Path home) {
            var settings =
                    MasterSettings.in(home.resolve("pki"), home.resolve("cache")).withKeyBits(2048);
            return new Setup(home, settings, KeyPolicy.defaults(), InstantSource.system());
        }

        public Setup with(MasterSettings other) {
            return new Setup(home, other, policy, clock);
        }

        public Setup with(InstantSource other) {
            return new Setup(home, settings, policy, other);
        }

        public TestMaster open(Loopback ports) {
            return new TestMaster(this, ports.requestPort(), ports.publishPort());
        }

        public TestMaster open(RequestPort requests, PublishPort publishing) {
            return new TestMaster(this, requests, publishing);
        }

        /** Port 0 picks a free one. */
        public TestMaster open(int requestPort, int publishPort) {
            return new TestMaster(
                    this,
                    Zmq.requestPort("127.0.0.1", requestPort),
                    Zmq.publishPort("127.0.0.1", publishPort));
        }
    }

    public int requestPort() {
        return port(requests.address());
    }

    public int publishPort() {
        return port(publishing.address());
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    public String fingerprint() {
        return masterKeys.fingerprint();
    }

    /** Puts a file into the state tree. */
    public void file(String path, byte[] content) throws IOException {
        Files.write(tree.resolve(path), content);
    }

    /** Does something and waits until it is true, looking again after every event. */
    public void await(String what, Predicate<Event> relevant, Runnable act, Supplier<Boolean> truth)
            throws Exception {
        var looks = new Semaphore(1);
        try (var listening = events.onChange(relevant, looks::release)) {
            act.run();
            boolean came = true;
            while (came && !truth.get()) {
                came = looks.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            assertThat(came).as(what + " within " + PATIENCE_SECONDS + " s").isTrue();
            assertThat(listening).isNotNull();
        }
    }

    /** Runs a function on one host and waits for what it returns. */
    public HostRun run(String host, String function, JsonNode... arguments) throws Exception {
        return run(Target.glob(host), host, function, arguments);
    }

    /** Runs a function on what a target means, and waits for what one of the hosts returns. */
    public HostRun run(Target target, String host, String function, JsonNode... arguments)
            throws Exception {
        var request = JobRequest.of(target, new Call(function, List.of(arguments)));
        var looks = new Semaphore(1);
        try (var listening = events.onChange(e -> e.tag().contains("/job/"), looks::release)) {
            var jid = jobs.start(ADA, request).jid();
            while (looks.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                HostRun row = jobs.row(ADA, jid, new HostId(host)).orElseThrow();
                if (row.result() != null) {
                    return row;
                }
            }
            assertThat(listening).isNotNull();
            throw new AssertionError(
                    function + " did not return: " + jobs.ledger(ADA, jid, null, 0, 1));
        }
    }

    private static Path folder(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closer.close();
    }
}
