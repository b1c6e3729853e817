package org.saltern.wire.zmtp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The connections of one line, with those still in their handshake in the order they came (S-3). Not thread-safe: of the line's
 * thread.
 */
final class Crowd {
    private final ConnectionLimits limits;
    private final Set<Connection> all = new LinkedHashSet<>();
    private final Map<String, Integer> allAt = new HashMap<>();
    private final Set<Connection> present = new HashSet<>();
    private final Set<Connection> handshaking = new LinkedHashSet<>();
    private final Map<String, Set<Connection>> handshakingAt = new HashMap<>();
    private final Set<String> crowdedAddresses = new LinkedHashSet<>();
    private final Map<String, Integer> peers = new HashMap<>();

    Crowd(ConnectionLimits limits) {
        this.limits = limits;
    }

    void arrived(Connection connection) {
        all.add(connection);
        allAt.merge(connection.address(), 1, Integer::sum);
        handshaking.add(connection);
        Set<Connection> same =
                handshakingAt.computeIfAbsent(connection.address(), a -> new LinkedHashSet<>());
        same.add(connection);
        if (same.size() >= limits.handshakingPerAddress()) {
            crowdedAddresses.add(connection.address());
        }
    }

    /**
     * The connection that has to go so that another may come from this address: the oldest in its handshake, of that address when
     * that has too many. Null when there is room.
     */
    Connection inTheWay(String address) {
        Set<Connection> same = handshakingAt.getOrDefault(address, Set.of());
        if (same.size() >= limits.handshakingPerAddress()) {
            return same.iterator().next();
        }
        boolean crowded = handshaking.size() >= limits.handshaking() || isFull();
        return crowded && !handshaking.isEmpty() ? handshaking.iterator().next() : null;
    }

    /** Whether the next one could push out a connection that came after this time. */
    boolean wouldPushOutSince(long nanos) {
        for (String address : crowdedAddresses) {
            if (handshakingAt.get(address).iterator().next().accepted() - nanos > 0) {
                return true;
            }
        }
        return handshaking.size() >= limits.handshaking()
                && oldestHandshaking().accepted() - nanos > 0;
    }

    /** Whether this address has as many connections as one address may. */
    boolean isFull(String address) {
        return allAt.getOrDefault(address, 0) >= limits.perAddress();
    }

    boolean isFull() {
        return all.size() >= limits.connections();
    }

    void handshaken(Connection connection) {
        endHandshake(connection);
    }

    /** Counts a connection among the peers, once. */
    boolean present(Connection connection) {
        boolean first = present.add(connection);
        if (first) {
            peers.merge(connection.address(), 1, Integer::sum);
        }
        return first;
    }

    /**
     * Forgets a connection.
     *
     * @return whether it was counted among the peers
     */
    boolean left(Connection connection) {
        if (all.remove(connection)) {
            allAt.computeIfPresent(connection.address(), (a, n) -> n == 1 ? null : n - 1);
        }
        endHandshake(connection);
        boolean counted = present.remove(connection);
        if (counted) {
            peers.computeIfPresent(connection.address(), (a, n) -> n == 1 ? null : n - 1);
        }
        return counted;
    }

    private void endHandshake(Connection connection) {
        if (handshaking.remove(connection)) {
            Set<Connection> same = handshakingAt.get(connection.address());
            same.remove(connection);
            if (same.size() < limits.handshakingPerAddress()) {
                crowdedAddresses.remove(connection.address());
            }
            if (same.isEmpty()) {
                handshakingAt.remove(connection.address());
            }
        }
    }

    /** The one longest in its handshake; null when none is. */
    Connection oldestHandshaking() {
        return handshaking.isEmpty() ? null : handshaking.iterator().next();
    }

    /** A copy, to be walked through while connections leave. */
    List<Connection> all() {
        return new ArrayList<>(all);
    }

    int size() {
        return all.size();
    }

    int handshakingSize() {
        return handshaking.size();
    }

    /** How many peers there are, by address. */
    Map<String, Integer> peers() {
        return Map.copyOf(peers);
    }
}
