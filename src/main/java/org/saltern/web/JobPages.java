package org.saltern.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.saltern.access.Actor;
import org.saltern.access.Permission;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.jobs.Ending;
import org.saltern.jobs.HostRun;
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
    public record One(
            Form form, Job job, JobBody.Row row, List<String> conflicts, boolean mayRun) {}

    private static final Duration REST = Duration.ofSeconds(1);
    private static final Form NOTHING = Form.of(Map.of());

    private final Jobs jobs;
    private final JobReading reading;
    private final Feeds feeds;
    private final Html html;
    private final InstantSource clock;

    JobPages(Jobs jobs, JobReading reading, Feeds feeds, Html html, InstantSource clock) {
        this.jobs = jobs;
        this.reading = reading;
        this.feeds = feeds;
        this.html = html;
        this.clock = clock;
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/jobs", Need.SEE, this::list);
        routes.feed("/feed/jobs", Need.SEE, this::listFeed);
        routes.get("/jobs/{jid}", Need.SEE, this::job);
        routes.post("/jobs/{jid}/kill", Need.RUN, this::end);
        routes.post("/jobs/{jid}/again", Need.RUN, this::again);
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
                state.matches("running|finished|failed|parked") ? state : "",
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
        JobModel model =
                reading.model(
                        Web.actor(ctx), Web.jid(ctx), JobFilter.of(ctx), Web.page(ctx), NOTHING);
        html.send(ctx, Web.isHtmx(ctx) ? "job/body.jte" : "job/page.jte", model);
    }

    /** Ends the job, or sends a signal: on all hosts, on those that are ticked, or on the one whose page it is. */
    private void end(Context ctx) {
        Jid jid = Web.jid(ctx);
        Form form = Form.sent(ctx);
        try {
            Set<HostId> only =
                    form.values("host").isEmpty() ? null : Set.copyOf(form.hosts("host"));
            Ending how = ending(form.value("how", "kill"));
            jobs.end(Web.actor(ctx), jid, how, only);
            html.done(ctx, "said.killed", jid, back(ctx, jid));
        } catch (Problem.BadInput | Problem.Conflict refused) {
            refuse(ctx, form, refused);
        }
    }

    private static Ending ending(String how) {
        return switch (how) {
            case "kill" -> Ending.KILL;
            case "term" -> Ending.TERMINATE;
            default -> Ending.signal(how.matches("[0-9]{1,3}") ? Integer.parseInt(how) : -1);
        };
    }

    /** The run form filled as this job was, for the hosts that are ticked. */
    private void again(Context ctx) {
        Form form = Form.sent(ctx);
        List<HostId> ticked = form.hosts("host");
        if (ticked.isEmpty()) {
            refuse(
                    ctx,
                    form,
                    new Problem.BadInput("No host is ticked", "hosts", "Tick at least one."));
            return;
        }
        Web.see(ctx, JobModel.againOn(job(ctx, Web.jid(ctx)), ticked));
    }

    /** The page of the job as it is now, with the reason why nothing was done. */
    private void refuse(Context ctx, Form form, Problem refused) {
        form.refuse(refused);
        Jid jid = Web.jid(ctx);
        Visit.of(ctx).at(Web.path("/jobs/{}", jid)).note(ctx);
        ctx.status(ErrorPages.status(refused));
        html.send(ctx, "job/page.jte", reading.model(Web.actor(ctx), jid, JobFilter.ALL, 1, form));
    }

    private static String back(Context ctx, Jid jid) {
        String job = Web.path("/jobs/{}", jid);
        String back = Form.sent(ctx).value("back");
        return back.startsWith(job) ? SessionPages.ours(back) : job;
    }

    private Job job(Context ctx, Jid jid) {
        return jobs.find(Web.actor(ctx), jid).orElseThrow(() -> missing(jid));
    }

    private HostRun run(Context ctx, Job job) {
        HostId host = Web.host(ctx);
        return jobs.row(Web.actor(ctx), job.jid(), host)
                .orElseThrow(() -> missing(job.jid(), host));
    }

    private void one(Context ctx) {
        Actor actor = Web.actor(ctx);
        Job job = job(ctx, Web.jid(ctx));
        HostRun run = run(ctx, job);
        List<String> conflicts =
                run.conflicts() == 0
                        ? List.of()
                        : jobs.conflicts(actor, job.jid(), run.host()).stream()
                                .map(result -> Outline.text(result, Answer.IN_LIST))
                                .toList();
        String progress = reading.progress(actor, job.jid()).getOrDefault(run.host(), "");
        var row = new JobBody.Row(run, Answer.of(run, Answer.ALONE), progress, true);
        html.send(
                ctx,
                "job/one.jte",
                new One(NOTHING, job, row, conflicts, actor.may(Permission.RUN)));
    }

    /** The whole result of one host as a file: text as it came, anything else as JSON. */
    private void text(Context ctx) {
        Job job = job(ctx, Web.jid(ctx));
        HostRun run = run(ctx, job);
        JsonNode result = run.result();
        boolean isText = result != null && result.isTextual();
        JobExports.attach(ctx, job.jid() + "-" + run.host() + (isText ? ".txt" : ".json"));
        ctx.contentType(isText ? "text/plain; charset=utf-8" : "application/json");
        String whole = isText ? result.textValue() : result == null ? "null" : Json.text(result);
        ctx.result(whole.getBytes(StandardCharsets.UTF_8));
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
