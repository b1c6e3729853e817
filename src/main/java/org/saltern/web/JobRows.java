package org.saltern.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.saltern.access.Actor;
import org.saltern.access.Permission;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.jobs.HostRun;
import org.saltern.jobs.HostState;
import org.saltern.jobs.Job;
import org.saltern.jobs.Jobs;

/** The hosts of one job: read for its page, and followed while the page is open. */
public final class JobRows implements Pages {
    /** What the stream of a job sends: the header, and the rows of this page that changed. */
    public record Live(JobModel model, List<JobModel.Row> changed) {}

    private static final Duration REST = Duration.ofMillis(250);
    private static final int BATCH = 200;
    private static final int FEW = 5;
    private static final int MOST_MOVED = 1_000;
    private static final int LONGEST_PROGRESS = 64 * 1024;

    private final Jobs jobs;
    private final Feeds feeds;
    private final Html html;

    JobRows(Jobs jobs, Feeds feeds, Html html) {
        this.jobs = jobs;
        this.feeds = feeds;
        this.html = html;
    }

    @Override
    public void routes(Routes routes) {
        routes.feed("/feed/jobs/{jid}", Need.SEE, this::feed);
    }

    Job job(Actor actor, Jid jid) {
        return jobs.find(actor, jid).orElseThrow(() -> JobPages.missing(jid));
    }

    HostRun run(Actor actor, Job job, HostId host) {
        return jobs.row(actor, job.jid(), host)
                .orElseThrow(() -> JobPages.missing(job.jid(), host));
    }

    JobModel.Row alone(Actor actor, HostRun run) {
        String progress = progress(actor, run.jid()).getOrDefault(run.host(), "");
        return new JobModel.Row(run, Answer.of(run, Answer.ALONE), progress, true);
    }

    /** @param state the only state to show, null for all */
    JobModel model(Actor actor, Jid jid, HostState state, int page) {
        List<HostState> order = state == null ? JobModel.LIST : List.of(state);
        Jobs.Snapshot now =
                jobs.snapshot(actor, jid, order, Pager.offset(page), Pager.SIZE)
                        .orElseThrow(() -> JobPages.missing(jid));
        Job job = now.job();
        int total = state == null ? job.total() : job.count(state);
        Pager pager =
                Pager.of(
                        page,
                        total,
                        Web.path("/jobs/{}", jid),
                        "state",
                        state == null ? "" : word(state));
        Map<HostId, String> progress = job.isFinished() ? Map.of() : progress(actor, jid);
        List<JobModel.Row> rows = now.runs().stream().map(run -> row(job, run, progress)).toList();
        return new JobModel(job, state, rows, pager, now.position(), actor.may(Permission.RUN));
    }

    private static String word(HostState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static JobModel.Row row(Job job, HostRun run, Map<HostId, String> progress) {
        boolean isOpen =
                job.total() <= FEW || run.state() == HostState.FAILED && job.total() <= Pager.SIZE;
        return new JobModel.Row(
                run, Answer.of(run, Answer.IN_LIST), progress.getOrDefault(run.host(), ""), isOpen);
    }

    /** The end of what each running host sent ahead. */
    private Map<HostId, String> progress(Actor actor, Jid jid) {
        Map<HostId, StringBuilder> texts = new HashMap<>();
        for (Jobs.Progress piece : jobs.progress(actor, jid)) {
            texts.computeIfAbsent(piece.host(), h -> new StringBuilder())
                    .append(text(piece.data()));
        }
        Map<HostId, String> ends = new HashMap<>();
        texts.forEach(
                (host, text) ->
                        ends.put(
                                host,
                                PlainText.of(
                                        text.substring(
                                                Math.max(0, text.length() - LONGEST_PROGRESS)))));
        return ends;
    }

    /** Saltern's minions send {@code {return: text, stream: stdout}}: the text alone is the output. */
    static String text(JsonNode piece) {
        JsonNode text = piece.path("stream").isTextual() ? piece.path("return") : piece;
        return text.isTextual() ? text.textValue() : Outline.text(piece, LONGEST_PROGRESS) + "\n";
    }

    private void feed(SseClient client) {
        Visit visit = Visit.of(client.ctx());
        Actor actor = visit.actor();
        Jid jid = Web.jid(client.ctx());
        HostState state = JobPages.state(client.ctx());
        int page = Web.page(client.ctx());
        JobModel first = model(actor, jid, state, page);
        Set<HostId> visible = new HashSet<>();
        first.rows().forEach(row -> visible.add(row.run().host()));
        // a host that moved since the page was drawn stands on it, though on another page by now
        jobs.changedSince(actor, jid, Feeds.position(client), MOST_MOVED)
                .forEach(run -> visible.add(run.host()));
        String tags = "job/" + jid + "/";
        feeds.open(
                client,
                e -> e.tag().startsWith("salt/" + tags) || e.tag().startsWith("saltern/" + tags),
                REST,
                position -> frame(visit, first, visible, position));
    }

    private Draw.Frame frame(Visit visit, JobModel first, Set<HostId> visible, long position) {
        Actor actor = visit.actor();
        Job job = job(actor, first.job().jid());
        Map<HostId, HostRun> changed = new LinkedHashMap<>();
        long last = position;
        List<HostRun> batch;
        do {
            batch = jobs.changedSince(actor, job.jid(), last, BATCH);
            for (HostRun run : batch) {
                last = run.seq();
                if (visible.contains(run.host())) {
                    changed.put(run.host(), run);
                }
            }
        } while (batch.size() == BATCH);
        Map<HostId, String> progress = job.isFinished() ? Map.of() : progress(actor, job.jid());
        for (HostId host : progress.keySet()) {
            if (visible.contains(host) && !changed.containsKey(host)) {
                jobs.row(actor, job.jid(), host).ifPresent(run -> changed.put(host, run));
            }
        }
        List<JobModel.Row> rows =
                changed.values().stream().map(run -> row(job, run, progress)).toList();
        var model =
                new JobModel(
                        job, first.state(), rows, first.pager(), last, actor.may(Permission.RUN));
        return new Draw.Frame(last, html.partial(visit, "job/live.jte", new Live(model, rows)));
    }
}
