package org.saltern.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.saltern.access.Actor;
import org.saltern.access.Permission;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.hosts.Host;
import org.saltern.hosts.HostStatus;
import org.saltern.hosts.Hosts;
import org.saltern.hosts.Keys;
import org.saltern.hosts.Target;
import org.saltern.hosts.TargetType;
import org.saltern.hosts.Targets;

/** Upstream's {@code manage} and {@code cache} runners, answered from what is known of the hosts: nothing is published. */
final class HostRunners {
    private final Keys keys;
    private final Hosts hosts;
    private final Targets targets;
    private final String masterVersion;

    HostRunners(Keys keys, Hosts hosts, Targets targets, String masterVersion) {
        this.keys = keys;
        this.hosts = hosts;
        this.targets = targets;
        this.masterVersion = masterVersion;
    }

    List<Offered> functions() {
        return List.of(
                new Offered(
                        "manage.up", "Accepted hosts that are connected. tgt, tgt_type", this::up),
                new Offered(
                        "manage.down",
                        "Accepted hosts that are not connected. tgt, tgt_type",
                        this::down),
                new Offered(
                        "manage.status",
                        "Both of manage.up and manage.down. tgt, tgt_type",
                        this::status),
                new Offered("manage.present", "Hosts that are connected.", this::up),
                new Offered("manage.alived", "Hosts that are connected.", this::up),
                new Offered(
                        "manage.versions",
                        "Which hosts run another Salt release than the master speaks.",
                        this::versions),
                new Offered(
                        "cache.grains",
                        "The grains last sent by each host. tgt, tgt_type",
                        this::grains));
    }

    /** The ids of all accepted hosts that are connected. */
    ArrayNode connected(Actor actor) {
        return ids(accepted(actor, null), Host::connected);
    }

    /** Grains of the hosts: an object, or false for a host that never sent any. */
    ObjectNode grains(Actor actor, Set<HostId> wanted) {
        ObjectNode out = Json.object();
        for (Host host : accepted(actor, wanted)) {
            ObjectNode grains = hosts.grains(actor, host.hostname());
            if (grains.isEmpty()) {
                out.put(host.hostname().value(), false);
            } else {
                out.set(host.hostname().value(), grains);
            }
        }
        return out;
    }

    private JsonNode up(Actor actor, Params params) {
        return ids(accepted(actor, wanted(actor, params)), Host::connected);
    }

    private JsonNode down(Actor actor, Params params) {
        return ids(accepted(actor, wanted(actor, params)), host -> !host.connected());
    }

    private JsonNode status(Actor actor, Params params) {
        List<Host> all = accepted(actor, wanted(actor, params));
        ObjectNode out = Json.object();
        out.set("up", ids(all, Host::connected));
        out.set("down", ids(all, host -> !host.connected()));
        return out;
    }

    private JsonNode grains(Actor actor, Params params) {
        Set<HostId> wanted = wanted(actor, params);
        return grains(actor, wanted);
    }

    private JsonNode versions(Actor actor, Params params) {
        ObjectNode out = Json.object().put("Master", masterVersion);
        for (Host host : accepted(actor, null)) {
            String id = host.hostname().value();
            String version = hosts.grains(actor, host.hostname()).path("saltversion").asText("");
            if (!host.connected()) {
                out.withObject("/Minion offline").put(id, false);
            } else if (version.isEmpty()) {
                out.withObject("/Version unknown").put(id, "");
            } else {
                out.withObject("/" + group(version)).put(id, version);
            }
        }
        return out;
    }

    private String group(String version) {
        int order = Version.of(version).compareTo(Version.of(masterVersion));
        return order == 0
                ? "Up to date"
                : order < 0 ? "Minion requires update" : "Minion newer than master";
    }

    /** The hosts that {@code tgt} names, null for all. */
    private Set<HostId> wanted(Actor actor, Params params) {
        actor.require(Permission.SEE);
        String tgt = params.text("tgt", 0, "*");
        if (tgt.equals("*")) {
            return null;
        }
        TargetType type = TargetType.of(params.text("tgt_type", 1, "glob"));
        return Set.copyOf(targets.resolve(Target.of(tgt, type)).matched());
    }

    private List<Host> accepted(Actor actor, Set<HostId> wanted) {
        return keys.list(actor, HostStatus.ACCEPTED).stream()
                .filter(host -> wanted == null || wanted.contains(host.hostname()))
                .toList();
    }

    private static ArrayNode ids(List<Host> hosts, Predicate<Host> wanted) {
        return hosts.stream()
                .filter(wanted)
                .map(host -> Json.object().textNode(host.hostname().value()))
                .collect(Collectors.collectingAndThen(Collectors.toList(), Json.array()::addAll));
    }
}
