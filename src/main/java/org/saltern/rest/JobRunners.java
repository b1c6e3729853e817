package org.saltern.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.saltern.access.Actor;
import org.saltern.base.Jid;
import org.saltern.base.Json;
import org.saltern.jobs.Call;
import org.saltern.jobs.HostRun;
import org.saltern.jobs.HostState;
import org.saltern.jobs.Job;
import org.saltern.jobs.JobQuery;
import org.saltern.jobs.Jobs;
import org.saltern.targets.Glob;

/** Upstream's {@code jobs} runner, answered from the ledger: nothing is published. */
final class JobRunners {
    private static final int PAGE = 500;
    private static final int MOST = 10_000;

    private final Jobs jobs;
    private final Ledger ledger;

    JobRunners(Jobs jobs, Ledger ledger) {
        this.jobs = jobs;
        this.ledger = ledger;
    }

    List<Offered> functions() {
        return List.of(
                new Offered(
                        "jobs.active", "Jobs that some host has not answered yet.", this::active),
                new Offered(
                        "jobs.list_jobs",
                        "The newest jobs. search_function, search_target: patterns, one or a list;"
                                + " limit=10000: how many.",
                        this::listJobs),
                new Offered("jobs.list_job", "One job with all results. jid", this::listJob),
                new Offered(
                        "jobs.lookup_jid",
                        "What each host returned. jid; missing=True names the silent ones too.",
                        this::lookupJid),
                new Offered(
                        "jobs.print_job",
                        "One job with all results, by its jid. jid",
                        this::printJob),
                new Offered(
                        "jobs.exit_success", "Whether each host succeeded. jid", this::exitSuccess),
                new Offered(
                        "jobs.last_run",
                        "The newest job. function, target: patterns it has to match.",
                        this::lastRun));
    }

    /** The list of {@code GET /jobs}: the newest 10,000, oldest first. */
    ObjectNode list(Actor actor) {
        return list(actor, job -> true, MOST);
    }

    private ObjectNode list(Actor actor, Predicate<Job> wanted, int most) {
        ObjectNode out = Json.object();
        newest(actor, null, wanted, most)
                .reversed()
                .forEach(job -> out.set(job.jid().value(), JobShapes.summary(job)));
        return out;
    }

    /** One job as {@code jobs.list_job} shows it, also when there is none. */
    ObjectNode one(Actor actor, String jid) {
        return find(actor, jid)
                .map(
                        job -> {
                            ObjectNode out = Json.object().put("jid", jid);
                            out.setAll(JobShapes.details(job, ledger.all(actor, job.jid())));
                            return out;
                        })
                .orElseGet(() -> JobShapes.unknown(jid));
    }

    private JsonNode active(Actor actor, Params params) {
        ObjectNode out = Json.object();
        for (Job job : newest(actor, true, job -> true, MOST)) {
            ObjectNode entry = JobShapes.summary(job);
            ArrayNode running = entry.putArray("Running");
            ArrayNode returned = entry.putArray("Returned");
            for (HostRun run : ledger.all(actor, job.jid())) {
                if (JobShapes.hasReturned(run)) {
                    returned.add(run.host().value());
                } else if (run.state() == HostState.RUNNING || run.state() == HostState.PUBLISHED) {
                    running.addObject().putNull(run.host().value());
                }
            }
            out.set(job.jid().value(), entry);
        }
        return out;
    }

    private JsonNode listJobs(Actor actor, Params params) {
        int most = Math.clamp(params.value("limit", -1).asInt(MOST), 1, MOST);
        return list(
                actor,
                matching(params.texts("search_function", -1), params.texts("search_target", -1)),
                most);
    }

    private JsonNode listJob(Actor actor, Params params) {
        return one(actor, params.required("jid", 0));
    }

    private JsonNode lookupJid(Actor actor, Params params) {
        ObjectNode out = Json.object();
        boolean missing = params.flag("missing", 3);
        for (HostRun run : rows(actor, params)) {
            if (JobShapes.hasReturned(run)) {
                out.set(run.host().value(), run.result());
            } else if (missing) {
                out.put(run.host().value(), "Minion did not return");
            }
        }
        return out;
    }

    private JsonNode printJob(Actor actor, Params params) {
        String jid = params.required("jid", 0);
        return Json.object().set(jid, one(actor, jid).without("jid"));
    }

    private JsonNode exitSuccess(Actor actor, Params params) {
        ObjectNode out = Json.object();
        rows(actor, params).forEach(run -> out.put(run.host().value(), JobShapes.isSuccess(run)));
        return out;
    }

    private JsonNode lastRun(Actor actor, Params params) {
        Predicate<Job> wanted = matching(params.texts("function", -1), params.texts("target", -1));
        ObjectNode out = Json.object();
        newest(actor, null, wanted, 1)
                .forEach(job -> out.set(job.jid().value(), details(actor, job)));
        return out;
    }

    private ObjectNode details(Actor actor, Job job) {
        return JobShapes.details(job, ledger.all(actor, job.jid()));
    }

    private List<HostRun> rows(Actor actor, Params params) {
        return find(actor, params.required("jid", 0))
                .map(job -> ledger.all(actor, job.jid()))
                .orElse(List.of());
    }

    private Optional<Job> find(Actor actor, String jid) {
        return Jid.isValid(jid) ? jobs.find(actor, new Jid(jid)) : Optional.empty();
    }

    /** Of the newest 10,000 those that are wanted, at most so many, newest first. */
    private List<Job> newest(Actor actor, Boolean running, Predicate<Job> wanted, int most) {
        List<Job> found = new ArrayList<>();
        List<Job> page;
        int seen = 0;
        do {
            int size = Math.min(PAGE, MOST - seen);
            page = jobs.find(actor, new JobQuery("", null, running, null, null, seen, size)).jobs();
            seen += page.size();
            page.stream().filter(wanted).limit(most - found.size()).forEach(found::add);
        } while (page.size() == PAGE && seen < MOST && found.size() < most);
        return found;
    }

    private static Predicate<Job> matching(List<String> functions, List<String> targets) {
        return job ->
                matches(functions, job.calls().stream().map(Call::function).toList())
                        && matches(targets, targets(job));
    }

    private static List<String> targets(Job job) {
        List<String> out = new ArrayList<>();
        JsonNode target = JobShapes.target(job.target());
        if (target.isArray()) {
            target.forEach(id -> out.add(id.asText()));
        } else {
            out.add(target.asText());
        }
        return out;
    }

    private static boolean matches(List<String> patterns, List<String> texts) {
        return patterns.isEmpty()
                || patterns.stream()
                        .map(Glob::of)
                        .anyMatch(pattern -> texts.stream().anyMatch(pattern::matches));
    }
}
