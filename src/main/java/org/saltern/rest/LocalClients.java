package org.saltern.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.saltern.access.Actor;
import org.saltern.access.Permission;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.hosts.Hosts;
import org.saltern.hosts.Target;
import org.saltern.hosts.TargetType;
import org.saltern.hosts.Targets;
import org.saltern.jobs.HostRun;
import org.saltern.jobs.Job;
import org.saltern.jobs.Jobs;

/** The clients that run a function on hosts: {@code local}, {@code local_async}, {@code local_batch}, {@code local_subset}. */
final class LocalClients {
    /** Longer than any state run; a caller that wants less waits less. */
    static final Duration PATIENCE = Duration.ofHours(1);

    private static final String SILENT =
            """
            Minion did not return. [No response]
            The minions may not have all finished running and any remaining minions will return upon completion. \
            To look up the return data for this job later, run the following command:

            salt-run jobs.lookup_jid %s\
            """;

    private final Jobs jobs;
    private final Hosts hosts;
    private final Targets targets;
    private final Ledger ledger;

    LocalClients(Jobs jobs, Hosts hosts, Targets targets, Ledger ledger) {
        this.jobs = jobs;
        this.hosts = hosts;
        this.targets = targets;
        this.ledger = ledger;
    }

    /** Runs and waits: host → value; empty when no host matches. */
    JsonNode run(Actor actor, Chunk chunk) {
        Target target = chunk.target();
        return matched(actor, target).isEmpty()
                ? Json.object()
                : runAndWait(actor, chunk, target, chunk.fullReturn());
    }

    /** Starts: jid and hosts; empty when no host matches. */
    ObjectNode start(Actor actor, Chunk chunk) {
        Target target = chunk.target();
        ObjectNode out = Json.object();
        if (matched(actor, target).isEmpty()) {
            return out;
        }
        Job job = published(actor, chunk, target);
        ArrayNode minions = out.put("jid", job.jid().value()).putArray("minions");
        ledger.all(actor, job.jid()).forEach(run -> minions.add(run.host().value()));
        return out;
    }

    /** Runs on a random few of the matched hosts, connected ones first. */
    JsonNode runSubset(Actor actor, Chunk chunk) {
        List<HostId> few = certain(actor, chunk.target());
        Collections.shuffle(few);
        Set<HostId> connected = hosts.connected();
        few.sort((a, b) -> Boolean.compare(connected.contains(b), connected.contains(a)));
        int size = Batch.count(chunk.text("subset", chunk.text("sub", "3")), few.size());
        return few.isEmpty()
                ? Json.object()
                : runAndWait(actor, chunk, list(few.subList(0, size)), chunk.fullReturn());
    }

    /** Runs on a part of the hosts after the other; one element per host, in the order they finished. */
    List<JsonNode> runBatches(Actor actor, Chunk chunk) {
        List<HostId> all = certain(actor, chunk.target());
        int size = Batch.count(chunk.text("batch", "10%"), all.size());
        List<JsonNode> out = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            List<HostId> part = all.subList(from, Math.min(all.size(), from + size));
            Job job = start(actor, chunk, list(part));
            ledger.all(actor, job.jid()).stream()
                    .sorted(Comparator.comparing(HostRun::changed))
                    .forEach(run -> out.add(one(run, job)));
        }
        return out;
    }

    private JsonNode runAndWait(Actor actor, Chunk chunk, Target target, boolean full) {
        Job job = start(actor, chunk, target);
        ObjectNode out = Json.object();
        ledger.all(actor, job.jid())
                .forEach(run -> out.set(run.host().value(), value(run, job, full)));
        return out;
    }

    private Job start(Actor actor, Chunk chunk, Target target) {
        return ledger.awaitEnd(actor, published(actor, chunk, target).jid(), PATIENCE);
    }

    private Job published(Actor actor, Chunk chunk, Target target) {
        Job job = jobs.start(actor, chunk.job(target, jobs.timeout()));
        if (job.problem() != null) {
            throw new Problem.Unavailable(
                    "The job " + job.jid() + " could not be sent: " + job.problem(),
                    "publish port",
                    "Look at the server's log, then run it again.");
        }
        return job;
    }

    private static ObjectNode one(HostRun run, Job job) {
        return Json.object().set(run.host().value(), value(run, job, false));
    }

    /** The return, or upstream's words for silence: a bare false, a text when the hosts were listed by name. */
    private static JsonNode value(HostRun run, Job job, boolean full) {
        if (!JobShapes.hasReturned(run)) {
            return job.target().type() == TargetType.LIST
                    ? TextNode.valueOf(SILENT.formatted(job.jid()))
                    : BooleanNode.FALSE;
        }
        if (!full) {
            return run.result();
        }
        ObjectNode out = Json.object();
        out.set("ret", run.result());
        out.put("retcode", run.retcode()).put("jid", job.jid().value());
        if (run.output() != null) {
            out.put("out", run.output());
        }
        return out;
    }

    /** Hosts to be addressed by name: not those that may only turn out to match. */
    private List<HostId> certain(Actor actor, Target target) {
        actor.require(Permission.RUN);
        Targets.Resolved resolved = targets.resolve(target);
        List<HostId> certain = new ArrayList<>(resolved.matched());
        certain.removeAll(Set.copyOf(resolved.uncertain()));
        return certain;
    }

    private List<HostId> matched(Actor actor, Target target) {
        actor.require(Permission.RUN);
        return targets.resolve(target).matched();
    }

    private static Target list(List<HostId> hosts) {
        return Target.of(
                String.join(",", hosts.stream().map(HostId::value).toList()), TargetType.LIST);
    }
}
