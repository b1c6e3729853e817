package org.saltern.web;

import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.saltern.access.Actor;
import org.saltern.events.Tags;
import org.saltern.hosts.HostQuery;
import org.saltern.hosts.HostStatus;
import org.saltern.hosts.Hosts;
import org.saltern.hosts.Keys;
import org.saltern.jobs.Job;
import org.saltern.jobs.Jobs;

/** Home: what needs me. */
public final class HomePages implements Pages {
    /**
     * @param waiting keys to decide on
     * @param refused further keys shown for known hosts
     * @param failed jobs of the last day with a host that failed or was lost
     * @param silent accepted hosts that are not connected
     * @param parked jobs that wait for hosts to connect
     * @param legacy hosts that speak an older protocol than the minimum, or may do so
     */
    public record Model(
            int waiting,
            int refused,
            int failed,
            int running,
            int silent,
            int parked,
            int legacy,
            int accepted,
            List<Job> recent) {}

    private static final Duration REST = Duration.ofSeconds(1);

    private final Keys keys;
    private final Hosts hosts;
    private final Jobs jobs;
    private final Feeds feeds;
    private final Html html;
    private final InstantSource clock;

    HomePages(Keys keys, Hosts hosts, Jobs jobs, Feeds feeds, Html html, InstantSource clock) {
        this.keys = keys;
        this.hosts = hosts;
        this.jobs = jobs;
        this.feeds = feeds;
        this.html = html;
        this.clock = clock;
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/", Need.SEE, this::home);
        routes.feed("/feed/home", Need.SEE, this::feed);
        routes.feed("/feed", Need.SEE, this::badgeFeed);
    }

    private void home(Context ctx) {
        html.send(ctx, "home/page.jte", model(Web.actor(ctx)));
    }

    private void feed(SseClient client) {
        Visit visit = Visit.of(client.ctx());
        feeds.open(
                client,
                e -> true,
                REST,
                position ->
                        new Draw.Frame(
                                0, html.partial(visit, "home/live.jte", model(visit.actor()))));
    }

    /** The number of waiting keys in the navigation, on pages that have nothing else that lives. */
    private void badgeFeed(SseClient client) {
        Visit visit = Visit.of(client.ctx());
        feeds.open(
                client,
                e -> e.tag().equals(Tags.AUTH) || e.tag().equals(Tags.KEY),
                REST,
                position -> new Draw.Frame(0, html.partial(visit, "layout/badge.jte", null)));
    }

    private Model model(Actor actor) {
        Map<HostStatus, Integer> counts = hosts.counts(actor);
        return new Model(
                counts.get(HostStatus.WAITING),
                keys.claims(actor).size(),
                jobs.find(actor, Queries.failedSince(clock.instant().minus(Duration.ofDays(1))))
                        .total(),
                jobs.find(actor, Queries.running()).total(),
                hosts.find(
                                actor,
                                new HostQuery(
                                        "", HostStatus.ACCEPTED, false, null, "hostname", 0, 1))
                        .total(),
                jobs.find(actor, Queries.parked()).total(),
                hosts.find(actor, new HostQuery("", null, null, null, true, "hostname", 0, 1))
                        .total(),
                counts.get(HostStatus.ACCEPTED),
                jobs.find(actor, Queries.newest()).jobs());
    }
}
