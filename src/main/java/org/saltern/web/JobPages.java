package org.saltern.web;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.saltern.access.Actor;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.jobs.HostRun;
import org.saltern.jobs.HostState;
import org.saltern.jobs.Job;
import org.saltern.jobs.JobQuery;
import org.saltern.jobs.Jobs;

/** The history of jobs, and one job with the results of its hosts. */
public final class JobPages implements Pages {
    /** What the address asks for; each empty for all. */
    public record Filters(String search, String host, String state, String since) {}

    public record Model(List<Job> jobs, Filters filters, Pager pager) {
        /** The address of the stream that keeps this list alive. */
        public String feed() {
            return "/feed" + pager.url(pager.page());
        }
    }

    /** One host's result, alone on its page. */
    public record One(Job job, JobModel.Row row, List<String> conflicts) {}

    private static final Duration REST = Duration.ofSeconds(1);
    private static final int BATCH = 500;

    private final Jobs jobs;
    private final JobRows rows;
    private final Feeds feeds;
    private final Html html;
    private final InstantSource clock;

    JobPages(Jobs jobs, JobRows rows, Feeds feeds, Html html, InstantSource clock) {
        this.jobs = jobs;
        this.rows = rows;
        this.feeds = feeds;
        this.html = html;
        this.clock = clock;
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/jobs", Need.SEE, this::list);
        routes.feed("/feed/jobs", Need.SEE, this::listFeed);
        routes.get("/jobs/{jid}", Need.SEE, this::job);
        routes.get("/jobs/{jid}/json", Need.SEE, this::json);
        routes.post("/jobs/{jid}/kill", Need.RUN, this::kill);
        routes.get("/jobs/{jid}/hosts/{host}", Need.SEE, this::one);
        routes.get("/jobs/{jid}/hosts/{host}/text", Need.SEE, this::text);
    }

    private void list(Context ctx) {
        Model model = model(Web.actor(ctx), filters(ctx), Web.page(ctx));
        html.send(ctx, Web.isHtmx(ctx) ? "jobs/list.jte" : "jobs/page.jte", model);
    }

    private void listFeed(SseClient client) {
        Visit visit = Visit.of(client.ctx());
        Filters filters = filters(client.ctx());
        int page = Web.page(client.ctx());
        feeds.open(
                client,
                e -> e.tag().startsWith("salt/job/") || e.tag().startsWith("saltern/job/"),
                REST,
                position ->
                        new Draw.Frame(
                                0,
                                html.partial(
                                        visit,
                                        "jobs/live.jte",
                                        model(visit.actor(), filters, page))));
    }

    private static Filters filters(Context ctx) {
        String state = Web.query(ctx, "state");
        String since = Web.query(ctx, "since");
        return new Filters(
                Web.query(ctx, "q"),
                Web.query(ctx, "host"),
                state.matches("running|finished|failed") ? state : "",
                since.matches("day|week") ? since : "");
    }

    private Model model(Actor actor, Filters filters, int page) {
        JobQuery query =
                Queries.jobs(filters, since(filters.since()), Pager.offset(page), Pager.SIZE);
        Jobs.Page found = jobs.find(actor, query);
        Pager pager =
                Pager.of(
                        page,
                        found.total(),
                        "/jobs",
                        "q",
                        filters.search(),
                        "host",
                        filters.host(),
                        "state",
                        filters.state(),
                        "since",
                        filters.since());
        return new Model(found.jobs(), filters, pager);
    }

    private Instant since(String word) {
        return switch (word) {
            case "day" -> clock.instant().minus(Duration.ofDays(1));
            case "week" -> clock.instant().minus(Duration.ofDays(7));
            default -> null;
        };
    }

    private void job(Context ctx) {
        JobModel model = rows.model(Web.actor(ctx), Web.jid(ctx), state(ctx), Web.page(ctx));
        html.send(ctx, "job/page.jte", model);
    }

    /** The only state asked for, null for all. */
    static HostState state(Context ctx) {
        String word = Web.query(ctx, "state").toUpperCase(Locale.ROOT);
        for (HostState state : HostState.values()) {
            if (state.name().equals(word)) {
                return state;
            }
        }
        return null;
    }

    private void kill(Context ctx) {
        Jid jid = Web.jid(ctx);
        jobs.kill(Web.actor(ctx), jid);
        html.done(ctx, "said.killed", jid, Web.path("/jobs/{}", jid));
    }

    private void one(Context ctx) {
        Actor actor = Web.actor(ctx);
        Job job = rows.job(actor, Web.jid(ctx));
        HostRun run = rows.run(actor, job, Web.host(ctx));
        List<String> conflicts =
                run.conflicts() == 0
                        ? List.of()
                        : jobs.conflicts(actor, job.jid(), run.host()).stream()
                                .map(result -> Outline.text(result, Answer.IN_LIST))
                                .toList();
        html.send(ctx, "job/one.jte", new One(job, rows.alone(actor, run), conflicts));
    }

    /** The whole result of one host as a file: text as it came, anything else as JSON. */
    private void text(Context ctx) {
        Actor actor = Web.actor(ctx);
        Job job = rows.job(actor, Web.jid(ctx));
        HostRun run = rows.run(actor, job, Web.host(ctx));
        JsonNode result = run.result();
        boolean isText = result != null && result.isTextual();
        attach(ctx, job.jid() + "-" + run.host() + (isText ? ".txt" : ".json"));
        ctx.contentType(isText ? "text/plain; charset=utf-8" : "application/json");
        String whole = isText ? result.textValue() : result == null ? "null" : Json.text(result);
        ctx.result(whole.getBytes(StandardCharsets.UTF_8));
    }

    /** The job and all its results; written as it is read, a batch of hosts at a time. */
    private void json(Context ctx) throws IOException {
        Actor actor = Web.actor(ctx);
        Job job = rows.job(actor, Web.jid(ctx));
        attach(ctx, job.jid() + ".json");
        ctx.contentType("application/json");
        try (JsonGenerator out = Json.MAPPER.createGenerator(ctx.outputStream())) {
            out.writeStartObject();
            out.writeStringField("jid", job.jid().value());
            out.writeStringField("user", job.user());
            out.writeStringField("target", job.target().expression());
            out.writeStringField("target_type", job.target().type().wireName());
            out.writeStringField("function", job.calls().getFirst().function());
            out.writeObjectField("arguments", job.calls().getFirst().arguments());
            out.writeStringField("started", job.started().toString());
            out.writeStringField(
                    "finished", job.finished() == null ? null : job.finished().toString());
            out.writeObjectFieldStart("hosts");
            int offset = 0;
            List<HostRun> batch;
            do {
                batch = jobs.ledger(actor, job.jid(), null, offset, BATCH);
                for (HostRun run : batch) {
                    write(out, run);
                }
                offset += batch.size();
            } while (batch.size() == BATCH);
            out.writeEndObject();
            out.writeEndObject();
        }
    }

    private static void write(JsonGenerator out, HostRun run) throws IOException {
        out.writeObjectFieldStart(run.host().value());
        out.writeStringField("state", run.state().name().toLowerCase(Locale.ROOT));
        out.writeStringField("changed", run.changed().toString());
        out.writeObjectField("retcode", run.retcode());
        out.writeBooleanField("late", run.late());
        out.writeObjectField("return", run.result());
        out.writeEndObject();
    }

    private static void attach(Context ctx, String name) {
        String plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
        ctx.header("Content-Disposition", "attachment; filename=\"" + plain + "\"");
    }

    /** A job that is there. */
    static Problem.NotFound missing(Jid jid) {
        return new Problem.NotFound(
                Problem.text("No job has the id {0}", jid),
                "jobs",
                Problem.text("Look at the list of jobs."));
    }

    static Problem.NotFound missing(Jid jid, HostId host) {
        return new Problem.NotFound(
                Problem.text("{0} was not a target of this job", host),
                jid.value(),
                Problem.text("Look at the job."));
    }
}
