package org.saltern.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.saltern.access.Actor;
import org.saltern.access.Permission;
import org.saltern.base.HostId;
import org.saltern.base.Jid;

/** Ledgers as pages and exports read them: whole, and fast however many hosts there are. Thread-safe. */
public final class LedgerReader {
    private final Stores stores;
    private final LedgerViews views;

    LedgerReader(Stores stores) {
        this.stores = stores;
        this.views = new LedgerViews(stores);
    }

    /** A job and where each host stands; empty when there is no such job. Needs SEE. */
    public Optional<LedgerView> view(Actor actor, Jid jid) {
        actor.require(Permission.SEE);
        return views.of(jid);
    }

    /** The rows of these hosts with what they returned, in this order; those that are no target are left out. Needs SEE. */
    public List<HostRun> runs(Actor actor, Jid jid, List<HostId> hosts) {
        actor.require(Permission.SEE);
        Map<HostId, HostRun> found =
                stores.runs().of(jid, hosts).stream()
                        .collect(Collectors.toMap(HostRun::host, Function.identity()));
        return hosts.stream().map(found::get).filter(run -> run != null).toList();
    }

    /**
     * What was returned under these names, with null in place of what varies from host to host though nothing differs (see
     * {@link AnswerGroup}). Needs SEE.
     */
    public Map<String, JsonNode> results(Actor actor, Jid jid, Collection<String> answers) {
        actor.require(Permission.SEE);
        Map<String, JsonNode> results = new HashMap<>();
        stores.runs()
                .contents(jid, answers)
                .forEach((answer, packed) -> results.put(answer, Content.read(packed, null)));
        return results;
    }

    /** Looks for a text in all that the hosts of a job returned. Needs SEE. */
    public OutputSearch search(Actor actor, Jid jid, String text) {
        actor.require(Permission.SEE);
        return new OutputSearch(stores.runs(), jid, text);
    }

    /**
     * How long this took the last times: the median of the finished ones of the same functions and arguments on at least half and
     * at most twice as many hosts, twenty at most; empty when there were none. Needs SEE.
     */
    public Optional<Duration> usual(Actor actor, Job job) {
        actor.require(Permission.SEE);
        List<Duration> past = stores.jobs().durations(job);
        return past.isEmpty()
                ? Optional.empty()
                : Optional.of(past.stream().sorted().toList().get(past.size() / 2));
    }
}
