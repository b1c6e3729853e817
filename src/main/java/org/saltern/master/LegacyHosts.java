package org.saltern.master;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.saltern.base.HostId;

/**
 * Where the protocol 2 hosts signed in from. Their requests are sealed with a key that every minion has, and some carry neither
 * id nor token; they are taken only from an address where an admitted host signed in with its own key (S-31). A host that moved
 * gets {@code bad load} once and signs in again by itself. Thread-safe.
 */
final class LegacyHosts {
    private static final int MOST_PER_ADDRESS = 1_000;

    private final Map<String, Set<HostId>> byAddress = new ConcurrentHashMap<>();

    /** The owner of an accepted and admitted host's key signed in from here. */
    void signedIn(HostId host, String address) {
        Set<HostId> there = byAddress.computeIfAbsent(address, a -> ConcurrentHashMap.newKeySet());
        if (there.size() < MOST_PER_ADDRESS) {
            there.add(host);
        }
    }

    boolean isAt(HostId host, String address) {
        return byAddress.getOrDefault(address, Set.of()).contains(host);
    }

    /** Some host of this address that still is admitted; for requests that say nothing about their sender. */
    Optional<HostId> anyAt(String address, Predicate<HostId> admitted) {
        return byAddress.getOrDefault(address, Set.of()).stream().filter(admitted).findFirst();
    }

    void forget(HostId host) {
        byAddress.values().forEach(hosts -> hosts.remove(host));
    }
}
