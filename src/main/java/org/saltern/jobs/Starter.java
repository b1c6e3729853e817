package org.saltern.jobs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.saltern.access.Actor;
import org.saltern.access.Audit;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.base.Jids;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.events.Event;
import org.saltern.events.Events;
import org.saltern.events.Tags;
import org.saltern.hosts.Target;
import org.saltern.hosts.TargetType;
import org.saltern.hosts.Targets;
import org.saltern.store.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a request to a job that is written and on its way. */
final class Starter {
    private static final Logger LOG = LoggerFactory.getLogger(Starter.class);
    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);
    private static final Duration LONGEST_PARK = Duration.ofDays(30);
    private static final Pattern RETURNERS = Pattern.compile("[A-Za-z0-9_.,-]{0,1000}");
    private static final int DEEPEST_METADATA = 32;
    private static final int LARGEST_METADATA = 64 << 10;

    private final Database db;
    private final Stores stores;
    private final Fleet fleet;
    private final Dispatch dispatch;
    private final Events events;
    private final Audit audit;
    private final Jids jids;
    private final InstantSource clock;

    Starter(
            Database db,
            Stores stores,
            Fleet fleet,
            Dispatch dispatch,
            Events events,
            Audit audit,
            Jids jids,
            InstantSource clock) {
        this.db = db;
        this.audit = audit;
        this.stores = stores;
        this.fleet = fleet;
        this.dispatch = dispatch;
        this.events = events;
        this.jids = jids;
        this.clock = clock;
    }

    /** Pins the hosts and writes the job, its ledger and a line of the audit, all or nothing. */
    NewJob write(Actor actor, JobRequest request) {
        check(request);
        Targets.Resolved resolved = fleet.resolve().apply(request.target());
        List<HostId> hosts = certain(request.target(), resolved);
        var absent = new HashSet<>(hosts);
        absent.removeAll(fleet.connected().get());
        NewJob job = job(actor, request, hosts, absent);
        NewJob written =
                db.jdbi()
                        .inTransaction(
                                h -> {
                                    NewJob stored = insert(h, job, request.jid() != null);
                                    audit.write(
                                            actor,
                                            "job.start",
                                            stored.asJob().jid().value(),
                                            summary(stored.asJob()));
                                    return stored;
                                });
        db.sync();
        announce(written, resolved.missing());
        return written;
    }

    /** Functions and target, for the audit; without the arguments, which may hold secrets. */
    private static String summary(Job job) {
        String functions =
                job.calls().stream().map(Call::function).collect(Collectors.joining(", "));
        return functions
                + " on "
                + job.target().type().wireName()
                + " "
                + job.target().expression()
                + ", hosts: "
                + job.total();
    }

    /**
     * The hosts that match for sure. Those whose grains are not known yet are left out: the job is published by name, and on a host
     * that is addressed by name it runs whatever its grains are.
     */
    private static List<HostId> certain(Target target, Targets.Resolved resolved) {
        var hosts = new ArrayList<>(resolved.matched());
        hosts.removeAll(Set.copyOf(resolved.uncertain()));
        if (!hosts.isEmpty()) {
            return hosts;
        }
        String shown = Problem.shown(target.expression());
        String type = target.type().wireName();
        if (resolved.uncertain().isEmpty()) {
            throw new Problem.BadInput(
                    Problem.text("No accepted host matches '{0}' ({1})", shown, type),
                    "tgt",
                    Problem.text(
                            "Correct the target, or accept the keys of the hosts that are meant."));
        }
        throw new Problem.BadInput(
                Problem.text(
                        "Whether any host matches '{0}' ({1}) is not known: {2} have not sent their"
                                + " grains yet",
                        shown, type, resolved.uncertain().size()),
                "tgt",
                Problem.text(
                        "Start the minions and wait until they are connected, or name the hosts by"
                                + " id."));
    }

    private NewJob insert(Handle h, NewJob job, boolean isJidGiven) {
        NewJob candidate = job;
        while (!stores.jobs().insert(h, candidate)) {
            if (isJidGiven) {
                throw taken(job.jid());
            }
            candidate = job.as(jids.next()); // the clock went back to before an older job
        }
        stores.ledger().insert(h, candidate);
        return candidate;
    }

    /** Sends the job out; what is to be noted about it then. */
    Change.Sent publish(Job job, List<HostId> hosts) {
        try {
            dispatch.send(job, hosts);
            return new Change.Sent(job.jid(), null);
        } catch (Problem.Unavailable e) {
            LOG.warn("Job {} could not be published: {}", job.jid(), e.what());
            return new Change.Sent(job.jid(), Problem.text("{0}. {1}", e.whatText(), e.fixText()));
        } catch (RuntimeException e) {
            LOG.error("Job {} could not be published", job.jid(), e);
            return new Change.Sent(
                    job.jid(),
                    Problem.text("It could not be published; the log says more under this job id"));
        }
    }

    private NewJob job(Actor actor, JobRequest request, List<HostId> hosts, Set<HostId> absent) {
        return new NewJob(
                request.jid() != null ? request.jid() : jids.next(),
                actor.name(),
                request.target(),
                request.calls(),
                request.timeout(),
                request.returners(),
                request.metadata(),
                clock.instant(),
                null,
                hosts,
                absent,
                request.park());
    }

    /** Upstream's two events: the bare jid with the expected hosts, then {@code salt/job/<jid>/new}. */
    private void announce(NewJob job, List<String> missing) {
        Instant at = clock.instant();
        ArrayNode minions = Json.array();
        job.hosts().forEach(host -> minions.add(host.value()));
        ArrayNode absent = Json.array();
        missing.forEach(absent::add);
        ObjectNode bare = Json.object();
        bare.set("minions", minions);
        events.publish(new Event(job.jid().value(), bare, at));
        ObjectNode data = Json.object().put("jid", job.jid().value());
        data.put("tgt_type", job.target().type().wireName());
        if (job.target().type() == TargetType.LIST) {
            data.set("tgt", list(job.target()));
        } else {
            data.put("tgt", job.target().expression());
        }
        data.put("user", job.user());
        data.set("fun", Calls.functions(job.calls()));
        data.set("arg", Calls.arguments(job.calls()));
        data.set("minions", minions);
        data.set("missing", absent);
        events.publish(new Event(Tags.jobNew(job.jid()), data, at));
    }

    private static ArrayNode list(Target target) {
        return Arrays.stream(target.expression().split(","))
                .map(String::strip)
                .collect(Collector.of(Json::array, ArrayNode::add, ArrayNode::addAll));
    }

    private static void check(JobRequest request) {
        Calls.check(request.calls());
        Duration timeout = request.timeout();
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0
                || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new Problem.BadInput(
                    "The timeout is not between 1 second and 1 day",
                    "timeout",
                    "Give the seconds after which a silent host is asked; 15 is usual.");
        }
        if (request.park().isNegative() || request.park().compareTo(LONGEST_PARK) > 0) {
            throw new Problem.BadInput(
                    "Hosts that are not connected cannot be waited for longer than 30 days",
                    "park",
                    "Give a shorter time, such as 24h.");
        }
        if (!RETURNERS.matcher(request.returners()).matches()) {
            throw new Problem.BadInput(
                    Problem.text(
                            "Not a list of returners: '{0}'", Problem.shown(request.returners())),
                    "ret",
                    Problem.text("Give names joined by ',', or nothing."));
        }
        ObjectNode metadata = request.metadata();
        if (metadata != null
                && (!Trees.isShallow(metadata, DEEPEST_METADATA)
                        || Trees.write(metadata).length() > LARGEST_METADATA)) {
            throw new Problem.BadInput(
                    "The metadata is larger than 64 KiB or nested deeper than 32 levels",
                    "metadata",
                    "Give a few names and values.");
        }
    }

    private static Problem taken(Jid jid) {
        return new Problem.Conflict(
                Problem.text("There is a job {0} already", jid),
                "jid",
                Problem.text("Leave the job id out, or choose another."));
    }
}
