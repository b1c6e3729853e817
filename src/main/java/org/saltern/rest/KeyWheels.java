package org.saltern.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.saltern.access.Actor;
import org.saltern.access.Permission;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.hosts.Host;
import org.saltern.hosts.HostStatus;
import org.saltern.hosts.KeyClaim;
import org.saltern.hosts.Keys;
import org.saltern.targets.Glob;

/** Upstream's {@code key} wheel. {@code match} is an id, a pattern, several separated by ',', or a list. */
final class KeyWheels {
    private static final String DENIED = "minions_denied";
    private static final Map<HostStatus, String> GROUPS =
            Map.of(
                    HostStatus.ACCEPTED, "minions",
                    HostStatus.WAITING, "minions_pre",
                    HostStatus.REJECTED, "minions_rejected");
    private static final List<HostStatus> ORDER =
            List.of(HostStatus.ACCEPTED, HostStatus.WAITING, HostStatus.REJECTED);

    private final Keys keys;
    private final String masterFingerprint;

    KeyWheels(Keys keys, String masterFingerprint) {
        this.keys = keys;
        this.masterFingerprint = masterFingerprint;
    }

    List<Offered> functions() {
        return List.of(
                new Offered("key.list_all", "The ids of all keys, by state.", (a, p) -> listAll(a)),
                new Offered(
                        "key.list",
                        "The ids of keys in one state. match: accepted, pre, rejected, denied or"
                                + " all",
                        this::list),
                new Offered(
                        "key.name_match", "The ids that match, by state. match", this::nameMatch),
                new Offered("key.finger", "Fingerprints by state and id. match", this::finger),
                new Offered(
                        "key.finger_master",
                        "The fingerprint of the master's key.",
                        this::fingerMaster),
                new Offered("key.print", "Public keys by state and id. match", this::print),
                new Offered(
                        "key.accept",
                        "Accepts waiting keys. match; include_rejected; fingerprint: the one key"
                                + " that was looked at",
                        this::accept),
                new Offered(
                        "key.reject",
                        "Rejects waiting keys. match; include_accepted; fingerprint",
                        this::reject),
                new Offered(
                        "key.delete",
                        "Forgets keys in any state. match; fingerprint",
                        this::delete));
    }

    /** The answer of {@code GET /keys}: all five groups, also empty ones. */
    ObjectNode listAll(Actor actor) {
        ObjectNode out = Json.object();
        ORDER.forEach(status -> out.set(GROUPS.get(status), ids(keys.list(actor, status))));
        ArrayNode denied = out.putArray(DENIED);
        claims(actor).keySet().forEach(denied::add);
        out.putArray("local").add("master.pem").add("master.pub");
        return out;
    }

    /** The answer of {@code GET /keys/{id}}. */
    ObjectNode fingerprints(Actor actor, Pattern pattern) {
        ObjectNode out = groups(actor, pattern, Host::fingerprint, KeyClaim::fingerprint);
        if (pattern.matches("master.pub")) {
            out.putObject("local").put("master.pub", masterFingerprint);
        }
        return out;
    }

    /** Which ids are meant. */
    record Pattern(List<Glob> globs) {
        static Pattern of(List<String> texts) {
            return new Pattern(texts.stream().map(Glob::of).toList());
        }

        boolean matches(String id) {
            return globs.stream().anyMatch(glob -> glob.matches(id));
        }
    }

    private JsonNode list(Actor actor, Params params) {
        String match = params.text("match", 0, "all");
        ObjectNode all = listAll(actor);
        List<String> names =
                switch (match) {
                    case "accepted", "acc", "minions" -> List.of("minions");
                    case "pre", "un", "unacc", "unaccepted", "minions_pre" ->
                            List.of("minions_pre");
                    case "rejected", "rej", "minions_rejected" -> List.of("minions_rejected");
                    case "denied", "den", "minions_denied" -> List.of(DENIED);
                    default ->
                            List.of("minions", "minions_pre", "minions_rejected", DENIED, "local");
                };
        return all.retain(names);
    }

    private JsonNode nameMatch(Actor actor, Params params) {
        Pattern pattern = pattern(params);
        ObjectNode out = Json.object();
        listAll(actor)
                .without("local")
                .properties()
                .forEach(
                        group -> {
                            ArrayNode ids = Json.array();
                            group.getValue().forEach(id -> addIf(ids, id, pattern));
                            if (!ids.isEmpty()) {
                                out.set(group.getKey(), ids);
                            }
                        });
        return out;
    }

    private JsonNode finger(Actor actor, Params params) {
        return fingerprints(actor, pattern(params));
    }

    private JsonNode fingerMaster(Actor actor, Params params) {
        actor.require(Permission.SEE);
        ObjectNode out = Json.object();
        out.putObject("local").put("master.pub", masterFingerprint);
        return out;
    }

    private JsonNode print(Actor actor, Params params) {
        return groups(actor, pattern(params), Host::publicKey, KeyClaim::publicKey);
    }

    private JsonNode accept(Actor actor, Params params) {
        actor.require(Permission.KEYS);
        List<Host> meant =
                meant(actor, params, HostStatus.WAITING, "include_rejected", HostStatus.REJECTED);
        return done(
                "minions",
                meant.stream()
                        .map(h -> keys.accept(actor, h.hostname(), seen(h, params)))
                        .toList());
    }

    private JsonNode reject(Actor actor, Params params) {
        actor.require(Permission.KEYS);
        List<Host> meant =
                meant(actor, params, HostStatus.WAITING, "include_accepted", HostStatus.ACCEPTED);
        return done(
                "minions_rejected",
                meant.stream()
                        .map(h -> keys.reject(actor, h.hostname(), seen(h, params)))
                        .toList());
    }

    private JsonNode delete(Actor actor, Params params) {
        actor.require(Permission.KEYS);
        Pattern pattern = pattern(params);
        keys.list(actor, null).stream()
                .filter(h -> pattern.matches(h.hostname().value()))
                .forEach(h -> keys.delete(actor, h.hostname(), seen(h, params)));
        return Json.object();
    }

    /** The fingerprint the caller looked at; without one, the one that is there now, as upstream does. */
    private static String seen(Host host, Params params) {
        return params.text("fingerprint", -1, host.fingerprint());
    }

    private List<Host> meant(
            Actor actor, Params params, HostStatus status, String flag, HostStatus alsoStatus) {
        Pattern pattern = pattern(params);
        return keys.list(actor, null).stream()
                .filter(
                        h ->
                                h.status() == status
                                        || h.status() == alsoStatus && params.flag(flag, -1))
                .filter(h -> pattern.matches(h.hostname().value()))
                .toList();
    }

    private static Pattern pattern(Params params) {
        List<String> texts = params.texts("match", 0);
        if (texts.isEmpty()) {
            throw new Problem.BadInput(
                    "The argument 'match' is missing",
                    "match",
                    "Name an id or a pattern such as web*.");
        }
        return Pattern.of(texts);
    }

    private ObjectNode groups(
            Actor actor,
            Pattern pattern,
            Function<Host, String> ofHost,
            Function<KeyClaim, String> ofClaim) {
        ObjectNode out = Json.object();
        for (HostStatus status : ORDER) {
            keys.list(actor, status).stream()
                    .filter(h -> pattern.matches(h.hostname().value()))
                    .forEach(
                            h ->
                                    out.withObject("/" + GROUPS.get(status))
                                            .put(h.hostname().value(), ofHost.apply(h)));
        }
        claims(actor).entrySet().stream()
                .filter(claim -> pattern.matches(claim.getKey()))
                .forEach(
                        c ->
                                out.withObject("/" + DENIED)
                                        .put(c.getKey(), ofClaim.apply(c.getValue())));
        return out;
    }

    /** The newest refused key of each hostname. */
    private Map<String, KeyClaim> claims(Actor actor) {
        Map<String, KeyClaim> out = new LinkedHashMap<>();
        keys.claims(actor).forEach(claim -> out.putIfAbsent(claim.hostname().value(), claim));
        return out;
    }

    private static JsonNode done(String group, List<Host> hosts) {
        ObjectNode out = Json.object();
        return hosts.isEmpty() ? out : out.set(group, ids(hosts));
    }

    private static ArrayNode ids(List<Host> hosts) {
        ArrayNode out = Json.array();
        hosts.stream().map(Host::hostname).map(HostId::value).forEach(out::add);
        return out;
    }

    private static void addIf(ArrayNode ids, JsonNode id, Pattern pattern) {
        if (pattern.matches(id.asText())) {
            ids.add(id);
        }
    }
}
