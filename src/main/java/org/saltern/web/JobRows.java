package org.saltern.web;

import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.saltern.access.Actor;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.jobs.HostRun;
import org.saltern.jobs.Job;
import org.saltern.jobs.Jobs;
import org.saltern.jobs.LedgerView;
import org.saltern.jobs.OutputSearch;

/** Follows one job while its page is open: rows of hosts one by one, anything else drawn again. */
public final class JobRows implements Pages {
    /** What the stream of a job sends: the header, and the rows of this page that changed, or all that is shown. */
    public record Live(JobModel model, List<JobBody.Row> changed) {}

    private static final Duration REST = Duration.ofMillis(250);
    private static final Duration LONG_REST = Duration.ofSeconds(1);
    private static final int BATCH = 200;
    private static final int MOST_MOVED = 1_000;

    private final Jobs jobs;
    private final JobReading reading;
    private final Feeds feeds;
    private final Html html;

    JobRows(Jobs jobs, JobReading reading, Feeds feeds, Html html) {
        this.jobs = jobs;
        this.reading = reading;
        this.feeds = feeds;
        this.html = html;
    }

    @Override
    public void routes(Routes routes) {
        routes.feed("/feed/jobs/{jid}", Need.SEE, this::feed);
    }

    private void feed(SseClient client) {
        Visit visit = Visit.of(client.ctx());
        Actor actor = visit.actor();
        Jid jid = Web.jid(client.ctx());
        JobFilter filter = JobFilter.of(client.ctx());
        int page = Web.page(client.ctx());
        JobModel first = reading.model(actor, jid, filter, page, Form.of(Map.of()));
        Draw draw =
                first.body() instanceof JobBody.Hosts hosts
                        ? rows(visit, first, visible(actor, client, hosts))
                        : whole(visit, first, page);
        boolean isLight =
                first.tab() == JobFilter.Tab.ANSWERS || first.tab() == JobFilter.Tab.HOSTS;
        String tags = "job/" + jid + "/";
        feeds.open(
                client,
                e -> e.tag().startsWith("salt/" + tags) || e.tag().startsWith("saltern/" + tags),
                isLight ? REST : LONG_REST,
                draw);
    }

    private Set<HostId> visible(Actor actor, SseClient client, JobBody.Hosts hosts) {
        Set<HostId> visible = new HashSet<>();
        hosts.rows().forEach(row -> visible.add(row.run().host()));
        // a host that moved since the page was drawn stands on it, though on another page by now
        jobs.changedSince(actor, Web.jid(client.ctx()), Feeds.position(client), MOST_MOVED)
                .forEach(run -> visible.add(run.host()));
        return visible;
    }

    /** All that is shown, when anything changed. */
    private Draw whole(Visit visit, JobModel first, int page) {
        Jid jid = first.job().jid();
        OutputSearch search = reading.search(visit.actor(), jid, first.filter());
        return position -> {
            LedgerView view = reading.view(visit.actor(), jid);
            JobModel model =
                    reading.model(
                            visit.actor(),
                            view,
                            first.filter(),
                            page,
                            search,
                            first.usual(),
                            first.form());
            return new Draw.Frame(
                    view.position(),
                    html.partial(visit, "job/live.jte", new Live(model, List.of())));
        };
    }

    /** Of the hosts on the page those that changed. */
    private Draw rows(Visit visit, JobModel first, Set<HostId> visible) {
        return position -> frame(visit, first, visible, position);
    }

    private Draw.Frame frame(Visit visit, JobModel first, Set<HostId> visible, long position) {
        Actor actor = visit.actor();
        Job job = reading.view(actor, first.job().jid()).job();
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
        Map<HostId, String> progress =
                job.isFinished() ? Map.of() : reading.progress(actor, job.jid());
        for (HostId host : progress.keySet()) {
            if (visible.contains(host) && !changed.containsKey(host)) {
                jobs.row(actor, job.jid(), host).ifPresent(run -> changed.put(host, run));
            }
        }
        int limit = JobReading.limit(visible.size());
        List<JobBody.Row> rows =
                changed.values().stream()
                        .map(run -> JobReading.row(job, run, progress, limit))
                        .toList();
        var model =
                new JobModel(
                        job,
                        first.filter(),
                        first.body(),
                        first.pager(),
                        first.matching(),
                        first.isSearchWhole(),
                        last,
                        first.mayRun(),
                        first.usual(),
                        first.form());
        return new Draw.Frame(last, html.partial(visit, "job/live.jte", new Live(model, rows)));
    }
}
