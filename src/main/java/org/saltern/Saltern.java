package org.saltern;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.saltern.access.Access;
import org.saltern.access.Actor;
import org.saltern.access.Audit;
import org.saltern.backup.Backup;
import org.saltern.base.Closer;
import org.saltern.base.Json;
import org.saltern.crypto.NativeRsa;
import org.saltern.events.Events;
import org.saltern.files.FileServer;
import org.saltern.files.Files;
import org.saltern.files.Pillars;
import org.saltern.health.Health;
import org.saltern.health.Metrics;
import org.saltern.hosts.Group;
import org.saltern.hosts.Groups;
import org.saltern.hosts.Hosts;
import org.saltern.hosts.Keys;
import org.saltern.hosts.Mine;
import org.saltern.hosts.RangeServer;
import org.saltern.hosts.Targets;
import org.saltern.jobs.Fleet;
import org.saltern.jobs.Jobs;
import org.saltern.master.MasterDoor;
import org.saltern.master.MasterKeys;
import org.saltern.master.MasterRooms;
import org.saltern.master.PublishDispatch;
import org.saltern.rest.LocalToken;
import org.saltern.rest.RestRooms;
import org.saltern.rest.RestRoutes;
import org.saltern.rest.RestSettings;
import org.saltern.store.Database;
import org.saltern.store.Space;
import org.saltern.targets.Ranges;
import org.saltern.web.MasterFacts;
import org.saltern.web.Outside;
import org.saltern.web.Rooms;
import org.saltern.web.WebDoor;
import org.saltern.wire.Envelope;
import org.saltern.wire.PublishPort;
import org.saltern.wire.RequestPort;
import org.saltern.wire.Zmq;
import org.saltern.wire.zmtp.ConnectionLimits;
import org.saltern.wire.zmtp.Descriptors;
import org.saltern.wire.zmtp.Watchdog;

/** The only place that builds objects out of other objects; read it from top to bottom. Runs from construction until closed. */
public final class Saltern implements AutoCloseable {
    /** The Salt release whose protocol and shapes this master follows; clients compare minions' versions with it. */
    private static final String SALT = "3006.24";

    /** A request that the master answers without effect. */
    private static final Envelope PING = new Envelope.Clear(2, Json.object().put("cmd", "ping"));

    private final Closer closer = new Closer();
    private final Settings settings;
    private final Access access;
    private final Keys keys;
    private final Groups groups;
    private final Events events;
    private final PublishPort publishPort;
    private final RequestPort requestPort;
    private final MasterKeys masterKeys;
    private final Watchdog watchdog;
    private final WebDoor web;
    private volatile Runnable hopeless = () -> {};

    /** @throws org.saltern.base.Problem.Unavailable a port or the database cannot be had; nothing stays open then */
    public Saltern(Settings settings, InstantSource clock) {
        this.settings = settings;
        NativeRsa.load();
        try {
            closer.add(DataFolder.lock(settings.data()));
            var space = new Space(settings.data(), settings.upkeep().space());
            var database = closer.add(Database.open(settings.database(), space));
            events = closer.add(new Events());
            var audit = new Audit(database, clock);
            access = new Access(database, audit, events, settings.access(), clock);

            var hosts = closer.add(new Hosts(database, events, audit, clock));
            keys = new Keys(database, hosts, events, audit, settings.keys(), clock);
            Ranges ranges = ranges(settings, clock);
            groups = new Groups(database, hosts, events, audit, clock, ranges);
            var targets = new Targets(hosts, ranges);
            var mine = new Mine(database, hosts, targets);

            var fileServer = new FileServer(settings.files(), clock);
            var files = new Files(fileServer, database, audit, events, clock);

            masterKeys = new MasterKeys(settings.master(), events, clock);
            var ports = settings.ports();
            var limits =
                    Descriptors.fit(
                            ConnectionLimits.DEFAULT
                                    .withConnections(ports.connections())
                                    .withPerAddress(ports.perAddress()));
            publishPort = closer.add(Zmq.publishPort(ports.address(), ports.publish(), limits));
            requestPort = closer.add(Zmq.requestPort(ports.address(), ports.request(), limits));
            var dispatch = new PublishDispatch(masterKeys, publishPort, targets, settings.master());
            var jobs =
                    closer.add(
                            new Jobs(
                                    database,
                                    Fleet.of(targets, hosts),
                                    dispatch,
                                    events,
                                    audit,
                                    clock,
                                    settings.jobs()));
            var minionRooms =
                    new MasterRooms(
                            keys, hosts, groups, mine, jobs, fileServer, new Pillars(), events);
            var minions =
                    closer.add(
                            new MasterDoor(
                                    settings.master(),
                                    masterKeys,
                                    requestPort,
                                    publishPort,
                                    minionRooms,
                                    clock));
            watchdog =
                    closer.add(
                            new Watchdog(
                                    requestPort,
                                    publishPort,
                                    PING.encode(),
                                    Watchdog.Times.DEFAULT,
                                    clock,
                                    () -> hopeless.run()));

            var token = closer.add(LocalToken.random(System.getProperty("user.name")));
            var restRooms =
                    new RestRooms(access, audit, events, keys, hosts, groups, targets, jobs, clock);
            var backup =
                    new Backup(
                            database,
                            settings.backup(),
                            Cli.Version.number(),
                            masterKeys.fingerprint(),
                            clock);
            var rest =
                    closer.add(new RestRoutes(restRooms, token, restSettings()).offering(backup));
            var health = new Health();
            Checks.addTo(health, database, jobs, publishPort, requestPort, watchdog, clock);
            var metrics = closer.add(new Metrics());
            Gauges.addTo(metrics, health, database, jobs, hosts, publishPort, minions);
            Gauges.addPort(metrics, "publish", publishPort::figures);
            Gauges.addPort(metrics, "request", requestPort::figures);
            var outside = new Outside(health, metrics, settings.upkeep().metricsToken());
            var webRooms =
                    new Rooms(
                            access, audit, keys, hosts, groups, targets, jobs, files, events,
                            outside);
            web =
                    closer.add(
                            new WebDoor(
                                    settings.http(),
                                    facts(),
                                    webRooms,
                                    clock,
                                    List.of(rest::register)));
            token.write(settings.data().resolve("cli-token"), url());

            defineNodegroups();
            jobs.repair();
        } catch (RuntimeException e) {
            closer.close();
            throw e;
        }
    }

    private Ranges ranges(Settings settings, InstantSource clock) {
        return settings.rangeServer().isEmpty()
                ? Ranges.NONE
                : closer.add(new RangeServer(settings.rangeServer(), clock));
    }

    private MasterFacts facts() {
        return new MasterFacts(
                Cli.Version.number(),
                masterKeys.fingerprint(),
                settings.ports().address(),
                port(publishPort.address()),
                port(requestPort.address()));
    }

    private RestSettings restSettings() {
        ObjectNode options = Json.object();
        options.put("interface", settings.ports().address());
        options.put("publish_port", port(publishPort.address()));
        options.put("ret_port", port(requestPort.address()));
        return new RestSettings(
                hostName() + "_master",
                SALT,
                masterKeys.fingerprint(),
                options,
                Set.of(),
                settings.http().httpsInFront());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "saltern"; // a machine without a resolvable name still has a master
        }
    }

    /** Groups that the settings file names and nobody made yet; a group changed in the console stays as it is there. */
    private void defineNodegroups() {
        for (Map.Entry<String, String> group : settings.nodegroups().entrySet()) {
            if (groups.find(Actor.system(), group.getKey()).isEmpty()) {
                groups.save(
                        Actor.system(),
                        new Group(group.getKey(), "", group.getValue(), List.of()),
                        true);
            }
        }
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** Where a browser on this machine reaches the console. */
    public URI url() {
        String address = settings.http().address();
        String host = Set.of("0.0.0.0", "::", "").contains(address) ? "localhost" : address;
        return URI.create(
                "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + web.port());
    }

    /** The one-time address that makes the first administrator; empty once somebody can sign in. Makes a new code each time. */
    public Optional<URI> firstRun() {
        return access.isFirstRun()
                ? Optional.of(url().resolve("/first-run?code=" + access.newFirstRunCode()))
                : Optional.empty();
    }

    /** Port that minions subscribe at. */
    public int publishPort() {
        return port(publishPort.address());
    }

    /** Port that minions send requests to. */
    public int requestPort() {
        return port(requestPort.address());
    }

    /** Fingerprint of the master's public key, as a minion's {@code master_finger} wants it. */
    public String fingerprint() {
        return masterKeys.fingerprint();
    }

    /** What the last looks at the two ports for minions found, one each. */
    public List<Watchdog.Finding> portFindings() {
        return watchdog.findings();
    }

    /** Runs when a port for minions does not answer although it was opened anew: only a new process helps then. */
    public void whenPortsFail(Runnable then) {
        hopeless = then;
    }

    public Access access() {
        return access;
    }

    public Keys keys() {
        return keys;
    }

    public Groups groups() {
        return groups;
    }

    public Events events() {
        return events;
    }

    @Override
    public void close() {
        closer.close();
    }
}
