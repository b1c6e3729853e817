package org.saltern.hosts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.saltern.access.Actor;
import org.saltern.access.Audit;
import org.saltern.access.Role;
import org.saltern.base.Closer;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.crypto.Fingerprint;
import org.saltern.events.Event;
import org.saltern.events.Events;
import org.saltern.store.Database;
import org.saltern.store.TestDatabases;

/** The whole room on a fresh database, with the people and minions that the tests speak of. */
final class HostRoom implements AutoCloseable {
    static final Actor ADA = new Actor("ada", Role.ADMINISTRATOR);
    static final Actor BEN = new Actor("ben", Role.ADMINISTRATOR);
    static final Actor OLE = new Actor("ole", Role.OPERATOR);
    static final Actor EVE = new Actor("eve", Role.VIEWER);
    static final HostId WEB1 = new HostId("web1");
    static final HostId WEB2 = new HostId("web2");
    static final HostId DB1 = new HostId("db1");
    static final String HOME = "192.0.2.1";

    private static final String MARK = "test/mark";

    private final Closer closer = new Closer();
    private final BlockingQueue<Event> published = new LinkedBlockingQueue<>();
    final TestClock clock = new TestClock();
    final Events events = new Events();
    final Database db;
    final Audit audit;
    Hosts hosts;
    Keys keys;
    Groups groups;
    Targets targets;
    Mine mine;

    HostRoom(TestDatabases kind) {
        this(kind, KeyPolicy.defaults());
    }

    HostRoom(TestDatabases kind, KeyPolicy policy) {
        db = closer.add(kind.open());
        audit = new Audit(db, clock);
        closer.add(events);
        closer.add(events.subscribe(event -> true, 100_000, published::add, () -> {}));
        open(policy);
    }

    private void open(KeyPolicy policy) {
        hosts = new Hosts(db, events, audit, clock);
        keys = new Keys(db, hosts, events, audit, policy, clock);
        groups = new Groups(db, hosts, events, audit, clock);
        targets = new Targets(hosts);
        mine = new Mine(db, hosts, targets);
    }

    /** Stops the room and opens it again on the same database. */
    void restart(KeyPolicy policy) {
        hosts.close();
        open(policy);
    }

    void restart() {
        restart(KeyPolicy.defaults());
    }

    /** Puts another policy over the same room. */
    void judgeBy(KeyPolicy policy) {
        keys = new Keys(db, hosts, events, audit, policy, clock);
    }

    /** A sign-in in protocol 3 from {@link #HOME} with a key that is unlike any other name's. */
    KeyVerdict shows(HostId host, String key) {
        return keys.judge(signIn(host, key, 3, HOME));
    }

    static SignIn signIn(HostId host, String key, int protocol, String address) {
        return new SignIn(host, pem(key), protocol, address, Json.object());
    }

    static String pem(String key) {
        return "-----BEGIN PUBLIC KEY-----\n" + key + "\n-----END PUBLIC KEY-----";
    }

    static String fingerprint(String key) {
        return Fingerprint.ofPem(pem(key));
    }

    /** Shows a key and accepts it. */
    void accepted(HostId... hostIds) {
        for (HostId host : hostIds) {
            shows(host, "key-of-" + host);
            keys.accept(ADA, host, fingerprint("key-of-" + host));
        }
    }

    void grains(HostId host, String json) {
        hosts.recordGrains(host, (ObjectNode) Json.parse(json));
    }

    Host host(HostId host) {
        return hosts.find(EVE, host).orElseThrow();
    }

    /** What was published so far with this tag, as JSON text. */
    List<String> published(String tag) {
        events.publish(new Event(MARK, Json.object(), clock.instant()));
        var found = new ArrayList<String>();
        for (Event event = next(); !event.tag().equals(MARK); event = next()) {
            if (event.tag().equals(tag)) {
                found.add(Json.text(event.data()));
            }
        }
        return found;
    }

    private Event next() {
        try {
            Event event = published.poll(10, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("An event did not arrive");
            }
            return event;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    List<String> audited(HostId host) {
        return audit.about(ADA, host.value(), 100).stream()
                .map(line -> line.actor() + " " + line.action())
                .toList();
    }

    @Override
    public void close() {
        hosts.close();
        closer.close();
    }
}
