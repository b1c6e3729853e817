package org.saltern.hosts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.saltern.access.Actor;
import org.saltern.base.HostId;

/** What is known of each host: status, grains, presence. Thread-safe. */
public final class Hosts {
    /** One page of hosts and how many match in all. */
    public record Page(List<Host> hosts, int total) {}

    /** Needs SEE. */
    public Page find(Actor actor, HostQuery query) {
        throw new UnsupportedOperationException();
    }

    /** Needs SEE. */
    public Optional<Host> find(Actor actor, HostId host) {
        throw new UnsupportedOperationException();
    }

    /** How many hosts are in each status; every status has an entry. Needs SEE. */
    public Map<HostStatus, Integer> counts(Actor actor) {
        throw new UnsupportedOperationException();
    }

    /** The grains last sent, empty object when none yet. Needs SEE. */
    public ObjectNode grains(Actor actor, HostId host) {
        throw new UnsupportedOperationException();
    }

    /** Stores the grains that a verified minion sent with its pillar request (1 MiB and depth 32 at most). */
    public void recordGrains(HostId host, ObjectNode grains) {
        throw new UnsupportedOperationException();
    }

    /** A verified message came from this host now, from this address, in this protocol version. Cheap: written in batches. */
    public void seen(HostId host, String address, int protocol) {
        throw new UnsupportedOperationException();
    }

    /** Ids of the hosts that are connected now. */
    public Set<HostId> connected() {
        throw new UnsupportedOperationException();
    }

    /** Subscriber connections open now, by address; from the publish port. Presence is worked out from this and sign-ins. */
    public void subscribers(Map<String, Integer> byAddress) {
        throw new UnsupportedOperationException();
    }
}
