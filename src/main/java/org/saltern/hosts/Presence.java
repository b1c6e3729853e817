package org.saltern.hosts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.saltern.base.HostId;

/**
 * Works out who is connected. A subscriber connection does not say whose it is, only its network address; a verified message
 * says both. So, per address, with {@code k} subscriber connections and {@code n} accepted hosts whose last verified message
 * came from there:
 *
 * <ul>
 *   <li>{@code k = 0}: none of them is connected;
 *   <li>{@code k ≥ n}: all are;
 *   <li>in between: the {@code k} that were heard of last.
 * </ul>
 *
 * A bare sign-in does not count as being heard of: it proves nothing, as public keys are public. The minion's first request
 * follows it at once. Several hosts behind one address (loopback, NAT) may for a while be told apart wrongly, until the
 * living ones send something; a host that is alone at its address never is. Thread-safe.
 */
final class Presence {
    private static final Comparator<Map.Entry<HostId, Heard>> LATEST_FIRST =
            Comparator.comparing((Map.Entry<HostId, Heard> e) -> e.getValue().at())
                    .reversed()
                    .thenComparing(Map.Entry::getKey);

    private final Map<HostId, Heard> heard = new ConcurrentHashMap<>();
    private volatile Map<String, Integer> subscribers = Map.of();

    void heard(HostId host, Heard last) {
        heard.merge(host, last, (a, b) -> a.at().isAfter(b.at()) ? a : b);
    }

    void forget(HostId host) {
        heard.remove(host);
    }

    void subscribers(Map<String, Integer> byAddress) {
        var plain = new HashMap<String, Integer>();
        byAddress.forEach((address, count) -> plain.merge(plain(address), count, Integer::sum));
        subscribers = Map.copyOf(plain);
    }

    /** Whether anybody at this address is subscribed. */
    boolean hasSubscriber(String address) {
        return subscribers.containsKey(plain(address));
    }

    /** The last that was heard of a host; null for nothing. */
    Heard last(HostId host) {
        return heard.get(host);
    }

    /** @param accepted the hosts that count; a message may come in while its sender is being rejected */
    Set<HostId> connected(Predicate<HostId> accepted) {
        Map<String, Integer> connections = subscribers;
        var byAddress = new HashMap<String, List<Map.Entry<HostId, Heard>>>();
        for (Map.Entry<HostId, Heard> entry : heard.entrySet()) {
            String address = plain(entry.getValue().address());
            if (connections.containsKey(address) && accepted.test(entry.getKey())) {
                byAddress
                        .computeIfAbsent(address, a -> new ArrayList<>())
                        .add(Map.entry(entry.getKey(), entry.getValue()));
            }
        }
        var connected = new HashSet<HostId>();
        byAddress.forEach(
                (address, there) ->
                        there.stream()
                                .sorted(LATEST_FIRST)
                                .limit(connections.get(address))
                                .forEach(entry -> connected.add(entry.getKey())));
        return Set.copyOf(connected);
    }

    /** An IPv4 address mapped into IPv6 is that IPv4 address. */
    private static String plain(String address) {
        return address.startsWith("::ffff:") && address.indexOf('.') > 0
                ? address.substring("::ffff:".length())
                : address;
    }
}
