package org.saltern.hosts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.saltern.base.HostId;

/**
 * What the hot paths ask, in memory: every key, the grains of accepted hosts, the groups. It follows the tables: whoever changes
 * them tells it right after the commit, and holds its monitor from before the transaction until then, so that table and memory
 * change in the same order. Reading takes no lock.
 */
final class Memory {
    private final Map<HostId, KnownKey> keys = new ConcurrentHashMap<>();
    private final Map<HostId, ObjectNode> grains = new ConcurrentHashMap<>();
    private final Map<String, Integer> waitingByAddress = new HashMap<>();
    private final GrainPool pool = new GrainPool();
    private volatile Map<String, Group> groups = Map.of();
    private int waiting;

    Optional<KnownKey> key(HostId host) {
        return Optional.ofNullable(keys.get(host));
    }

    boolean isAccepted(HostId host) {
        KnownKey key = keys.get(host);
        return key != null && key.status() == HostStatus.ACCEPTED;
    }

    /** Ids of the accepted hosts, in no order. */
    List<HostId> accepted() {
        return keys.entrySet().stream()
                .filter(e -> e.getValue().status() == HostStatus.ACCEPTED)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Ids that are known in any status. */
    Set<HostId> known() {
        return keys.keySet();
    }

    /** Whether another id differs in upper and lower case only. */
    boolean hasLike(HostId host) {
        return keys.keySet().stream()
                .anyMatch(id -> !id.equals(host) && id.value().equalsIgnoreCase(host.value()));
    }

    synchronized int waiting() {
        return waiting;
    }

    synchronized int waiting(String address) {
        return waitingByAddress.getOrDefault(address, 0);
    }

    /** A host's key as it is now. What was cached of an accepted host goes when it is that no longer, or has another key. */
    synchronized void put(HostId host, KnownKey now) {
        KnownKey before = keys.put(host, now);
        count(before, -1);
        count(now, 1);
        if (now.status() != HostStatus.ACCEPTED
                || before != null && !before.publicKey().equals(now.publicKey())) {
            grains.remove(host);
        }
    }

    /** A host is deleted: nothing of it stays. */
    synchronized void forget(HostId host) {
        count(keys.remove(host), -1);
        grains.remove(host);
        groups(groups.values().stream().map(group -> group.without(host)).toList());
    }

    private void count(KnownKey key, int by) {
        if (key != null && key.status() == HostStatus.WAITING) {
            waiting += by;
            waitingByAddress.merge(key.address(), by, (a, b) -> a + b == 0 ? null : a + b);
        }
    }

    /** The grains last sent, null when none; not to be changed. */
    ObjectNode grains(HostId host) {
        return grains.get(host);
    }

    /** Ignored for a host that is not accepted. */
    synchronized void putGrains(HostId host, ObjectNode tree) {
        if (isAccepted(host)) {
            grains.put(host, pool.shared(tree));
        }
    }

    /** All groups by name. */
    Map<String, Group> groups() {
        return groups;
    }

    synchronized void groups(Collection<Group> all) {
        groups =
                all.stream()
                        .collect(Collectors.toMap(Group::name, g -> g, (a, b) -> b, TreeMap::new));
    }
}
