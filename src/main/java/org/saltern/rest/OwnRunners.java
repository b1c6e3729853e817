package org.saltern.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.saltern.access.Actor;
import org.saltern.base.Jid;
import org.saltern.base.Json;
import org.saltern.jobs.HostRun;
import org.saltern.jobs.HostState;
import org.saltern.jobs.Job;
import org.saltern.jobs.Jobs;

/** Runner functions that upstream has not: following a job without gaps, and killing it. The command line uses them. */
final class OwnRunners {
    private static final int MOST_ROWS = 500;
    private static final int LONGEST_WAIT = 60;

    private final Jobs jobs;
    private final Ledger ledger;

    OwnRunners(Jobs jobs, Ledger ledger) {
        this.jobs = jobs;
        this.ledger = ledger;
    }

    List<Offered> functions() {
        return List.of(
                new Offered(
                        "saltern.job_changes",
                        "Rows of a job's ledger newer than seq, oldest first, at most 500; waits up"
                                + " to 'wait' seconds for some. jid, seq=0, wait=0. Gives seq to ask"
                                + " with next, finished, waiting (only parked hosts are left), parked"
                                + " (how many), and hosts: id, state, reason and, once returned,"
                                + " return, retcode, success.",
                        this::changes),
                new Offered(
                        "saltern.kill_job",
                        "Asks the hosts that still run a job to kill it. jid",
                        this::kill));
    }

    private JsonNode changes(Actor actor, Params params) {
        Jid jid = new Jid(params.required("jid", 0));
        long seq = params.value("seq", 1).asLong();
        int wait = Math.clamp(params.value("wait", 2).asInt(), 0, LONGEST_WAIT);
        ledger.awaitChange(actor, jid, seq, Duration.ofSeconds(wait));
        Job job = ledger.find(actor, jid);
        List<HostRun> rows = jobs.changedSince(actor, jid, seq, MOST_ROWS);
        ObjectNode out = Json.object();
        out.put("seq", rows.isEmpty() ? seq : rows.getLast().seq());
        out.put("finished", job.isFinished() && rows.size() < MOST_ROWS);
        out.put("waiting", job.awaitsParkedOnly() && rows.size() < MOST_ROWS);
        out.put("parked", job.count(HostState.PARKED));
        ArrayNode hosts = out.putArray("hosts");
        rows.forEach(run -> hosts.add(row(run)));
        return out;
    }

    private JsonNode kill(Actor actor, Params params) {
        jobs.kill(actor, new Jid(params.required("jid", 0)));
        return Json.object().booleanNode(true);
    }

    private static ObjectNode row(HostRun run) {
        ObjectNode out =
                Json.object()
                        .put("id", run.host().value())
                        .put("state", run.state().name().toLowerCase(Locale.ROOT))
                        .put("reason", run.reason().toString());
        return JobShapes.hasReturned(run) ? out.setAll(JobShapes.result(run)) : out;
    }
}
