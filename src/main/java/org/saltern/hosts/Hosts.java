package org.saltern.hosts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.saltern.access.Actor;
import org.saltern.access.Audit;
import org.saltern.access.Permission;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.events.Events;
import org.saltern.store.Database;
import org.saltern.targets.Truth;

/**
 * What is known of each host: status, grains, presence. Thread-safe. It has a thread of its own, which writes what was heard of
 * hosts once a second and publishes who came and went; {@link #close} writes the rest and ends it. Keys, grains and groups are
 * answered from memory, which follows this process's own changes: one Saltern per database.
 */
public final class Hosts implements AutoCloseable {
    /** Grains as JSON have so many bytes at most. */
    public static final int MOST_GRAIN_BYTES = 1 << 20;

    /** Grains are nested so deep at most. */
    public static final int DEEPEST_GRAINS = 32;

    /** A page has so many hosts at most. */
    public static final int LARGEST_PAGE = 1_000;

    private final HostStore store;
    private final KeyStore keys;
    private final Events events;
    private final InstantSource clock;
    private final Memory memory = new Memory();
    private final Matching matching = new Matching(memory);
    private final Roll roll;

    /** Loads what is stored and starts the thread. */
    public Hosts(Database database, Events events, Audit audit, InstantSource clock) {
        this.store = new HostStore(database);
        this.keys = new KeyStore(database.jdbi());
        this.events = events;
        this.clock = clock;
        this.roll = new Roll(database, memory, events, audit, clock);
        load(database);
        roll.start();
    }

    private void load(Database database) {
        for (Host host : keys.all(null)) {
            memory.put(host.hostname(), KnownKey.of(host));
            if (host.status() == HostStatus.ACCEPTED) {
                roll.remember(
                        host.hostname(),
                        new Heard(host.lastSeen(), host.address(), host.protocol()));
            }
        }
        store.eachGrains(memory::putGrains);
        memory.groups(new GroupStore(database.jdbi()).all());
    }

    /** One page of hosts and how many match in all. */
    public record Page(List<Host> hosts, int total) {}

    /**
     * A page of at most {@link #LARGEST_PAGE} hosts. Needs SEE.
     *
     * @throws Problem.NotFound no group of that name
     * @throws Problem.BadInput no such order
     */
    public Page find(Actor actor, HostQuery query) {
        actor.require(Permission.SEE);
        Set<HostId> group = query.group() == null ? null : inGroup(query.group());
        Set<HostId> connected = connected();
        List<HostId> found =
                store.names(query.status(), query.search(), query.legacy(), query.sort()).stream()
                        .filter(host -> group == null || group.contains(host))
                        .filter(
                                host ->
                                        query.connected() == null
                                                || query.connected() == connected.contains(host))
                        .toList();
        List<HostId> page =
                found.stream()
                        .skip(Math.max(0, query.offset()))
                        .limit(Math.clamp(query.limit(), 1, LARGEST_PAGE))
                        .toList();
        return new Page(rows(page), found.size());
    }

    /** In the order asked for; a host deleted meanwhile is left out. */
    private List<Host> rows(List<HostId> page) {
        var rows = new HashMap<HostId, Host>();
        store.rows(page).forEach(row -> rows.put(row.hostname(), now(row)));
        return page.stream().filter(rows::containsKey).map(rows::get).toList();
    }

    private Set<HostId> inGroup(String group) {
        var found = new HashSet<HostId>();
        matching.accepted(matching.parse(Target.group(group)))
                .forEach(
                        (host, truth) -> {
                            if (truth == Truth.YES) {
                                found.add(host);
                            }
                        });
        return found;
    }

    /** Needs SEE. */
    public Optional<Host> find(Actor actor, HostId host) {
        actor.require(Permission.SEE);
        return keys.find(host).map(this::now);
    }

    /** The row with what was heard since it was written. */
    Host now(Host row) {
        Heard last = roll.last(row.hostname());
        boolean newer = last != null && last.at().isAfter(row.lastSeen());
        return new Host(
                row.hostname(),
                row.publicKey(),
                row.fingerprint(),
                row.status(),
                newer ? last.address() : row.address(),
                row.firstSeen(),
                newer ? last.at() : row.lastSeen(),
                row.decidedAt(),
                row.decidedBy(),
                newer ? last.protocol() : row.protocol(),
                row.legacyUntil(),
                connected().contains(row.hostname()));
    }

    /** How many hosts are in each status; every status has an entry. Needs SEE. */
    public Map<HostStatus, Integer> counts(Actor actor) {
        actor.require(Permission.SEE);
        return store.counts();
    }

    /** The grains last sent, empty object when none yet; the caller's to keep. Needs SEE. */
    public ObjectNode grains(Actor actor, HostId host) {
        actor.require(Permission.SEE);
        ObjectNode known = memory.grains(host);
        return known == null ? Json.object() : known.deepCopy();
    }

    /**
     * Stores the grains that a verified minion sent with its pillar request. Nothing happens when they are those it sent before,
     * or when the host is not accepted any more.
     *
     * @throws Problem.BadInput larger than {@link #MOST_GRAIN_BYTES} or nested deeper than {@link #DEEPEST_GRAINS}; nothing
     *     is stored
     */
    public void recordGrains(HostId host, ObjectNode grains) {
        if (JsonSize.depth(grains) > DEEPEST_GRAINS) {
            throw tooMuch(host, Problem.text("nested deeper than {0} levels", DEEPEST_GRAINS));
        }
        String document = Json.text(grains);
        if (JsonSize.bytes(document) > MOST_GRAIN_BYTES) {
            throw tooMuch(host, Problem.text("larger than 1 MiB"));
        }
        ObjectNode stored = (ObjectNode) Json.parse(document); // as it will be read after a restart
        synchronized (memory) {
            if (stored.equals(memory.grains(host))
                    || !store.grains(host, document, os(stored), clock.instant())) {
                return;
            }
            memory.putGrains(host, stored);
        }
        events.publish(KeyEvents.host(host, clock.instant()));
    }

    private static Problem tooMuch(HostId host, Problem.Text how) {
        return new Problem.BadInput(
                Problem.text("The grains of {0} are {1}", Problem.shown(host.value()), how),
                "grains",
                Problem.text("Look for custom grains on that host that collect too much."));
    }

    private static String os(JsonNode grains) {
        String plain = grains.path("os").asText("").replaceAll("[^\\p{L}\\p{N} ._()-]", "");
        return plain.codePoints()
                .limit(100)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /**
     * A verified message came from this host now, from this address, in this protocol version. Cheap: written in batches. A
     * legacy minion that speaks protocol 3 thereby ends its permission to speak 2.
     */
    public void seen(HostId host, String address, int protocol) {
        roll.seen(host, new Heard(clock.instant(), address, protocol));
    }

    /** Ids of the hosts that are connected at this moment. */
    public Set<HostId> connected() {
        return roll.connected();
    }

    /** When this host's key was accepted; empty while it is not. */
    public Optional<Instant> accepted(HostId host) {
        return memory.key(host)
                .filter(key -> key.status() == HostStatus.ACCEPTED)
                .map(KnownKey::decidedAt);
    }

    /**
     * When this host last signed in with its accepted key; empty when not since this process started. A sign-in alone proves
     * nothing, as public keys are public: it may say that a minion started anew, never that it is there.
     */
    public Optional<Instant> signedIn(HostId host) {
        return Optional.ofNullable(roll.signedIn(host));
    }

    /**
     * Subscriber connections open now, by address; from the publish port. With {@code k} connections and {@code n} hosts last
     * heard of from an address: none is connected when k is 0, all are when k is n or more, else the k heard of last. A change
     * of the set is published as {@link Tags#PRESENCE}.
     */
    public void subscribers(Map<String, Integer> byAddress) {
        roll.subscribers(byAddress);
    }

    /** Writes what was heard since the last batch, and stops. */
    @Override
    public void close() {
        roll.close();
    }

    Memory memory() {
        return memory;
    }

    Roll roll() {
        return roll;
    }
}
