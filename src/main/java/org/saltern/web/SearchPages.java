package org.saltern.web;

import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.saltern.access.Actor;
import org.saltern.access.Permission;
import org.saltern.base.Problem;
import org.saltern.files.Files;
import org.saltern.hosts.Groups;
import org.saltern.hosts.Host;
import org.saltern.hosts.HostQuery;
import org.saltern.hosts.Hosts;
import org.saltern.jobs.Job;
import org.saltern.jobs.JobQuery;
import org.saltern.jobs.Jobs;

/** One search over all there is: pages, hosts, groups, jobs and files. The palette that Ctrl-K opens shows the same answers. */
public final class SearchPages implements Pages {
    /** @param icon the sign of its kind */
    public record Hit(String icon, String text, String about, String url) {}

    public record Model(String search, List<Hit> hits) {}

    /** A page of the console: its sign, the key of its name, its address, and what one needs to see it. */
    private record Place(String icon, String key, String url, Permission need) {}

    private static final int EACH = 6;
    private static final int LONGEST = 200;

    private static final List<Place> PLACES =
            List.of(
                    new Place("home", "home.title", "/", Permission.SEE),
                    new Place("run", "home.run", "/run", Permission.RUN),
                    new Place("key", "keys.title", "/keys", Permission.SEE),
                    new Place("plus", "keys.add", "/about#add-host", Permission.SEE),
                    new Place("host", "hosts.title", "/hosts", Permission.SEE),
                    new Place("unplug", "home.silent", "/hosts?connected=no", Permission.SEE),
                    new Place("group", "groups.title", "/groups", Permission.SEE),
                    new Place("jobs", "jobs.title", "/jobs", Permission.SEE),
                    new Place(
                            "alert", "home.failed", "/jobs?state=failed&since=day", Permission.SEE),
                    new Place("file", "files.title", "/files", Permission.SEE),
                    new Place("users", "users.title", "/users", Permission.ADMINISTER),
                    new Place("audit", "audit.title", "/audit", Permission.ADMINISTER),
                    new Place("shield", "health.title", "/health", Permission.SEE),
                    new Place("info", "about.title", "/about", Permission.SEE));

    private final Hosts hosts;
    private final Groups groups;
    private final Jobs jobs;
    private final Files files;
    private final Html html;

    SearchPages(Hosts hosts, Groups groups, Jobs jobs, Files files, Html html) {
        this.hosts = hosts;
        this.groups = groups;
        this.jobs = jobs;
        this.files = files;
        this.html = html;
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/search", Need.SEE, this::search);
    }

    private void search(Context ctx) {
        String typed = Web.query(ctx, "q");
        String text = typed.length() > LONGEST ? typed.substring(0, LONGEST) : typed;
        Words words = Visit.of(ctx).words();
        Actor actor = Web.actor(ctx);
        Stream<Hit> found = places(words, actor, text);
        if (!text.isEmpty()) {
            found =
                    Stream.of(
                                    found,
                                    hosts(actor, text),
                                    groups(actor, text),
                                    jobs(actor, text),
                                    files(actor, text))
                            .flatMap(hits -> hits);
        }
        html.send(
                ctx,
                Web.isHtmx(ctx) ? "search/hits.jte" : "search/page.jte",
                new Model(text, found.toList()));
    }

    private static boolean has(String whole, String part) {
        return whole.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    private static Stream<Hit> places(Words words, Actor actor, String text) {
        return PLACES.stream()
                .filter(place -> actor.may(place.need()))
                .map(place -> new Hit(place.icon(), words.get(place.key()), "", place.url()))
                .filter(hit -> has(hit.text(), text));
    }

    private Stream<Hit> hosts(Actor actor, String text) {
        var query = new HostQuery(text, null, null, null, "hostname", 0, EACH);
        return hosts.find(actor, query).hosts().stream().map(SearchPages::hit);
    }

    private static Hit hit(Host host) {
        String name = Problem.shown(host.hostname().value());
        return new Hit(
                host.connected() ? "plug" : "host",
                name,
                Problem.shown(host.address()),
                Web.path("/hosts/{}", host.hostname()));
    }

    private Stream<Hit> groups(Actor actor, String text) {
        return groups.list(actor).stream()
                .filter(group -> has(group.name(), text) || has(group.description(), text))
                .limit(EACH)
                .map(
                        group ->
                                new Hit(
                                        "group",
                                        group.name(),
                                        Problem.shown(group.description()),
                                        Web.path("/groups/edit/{}", group.name())));
    }

    private Stream<Hit> jobs(Actor actor, String text) {
        var query = new JobQuery(text, null, null, null, null, 0, EACH);
        return jobs.find(actor, query).jobs().stream().map(SearchPages::hit);
    }

    private static Hit hit(Job job) {
        return new Hit(
                "jobs",
                JobModel.command(job),
                JobModel.target(job) + " · " + job.jid(),
                Web.path("/jobs/{}", job.jid()));
    }

    private Stream<Hit> files(Actor actor, String text) {
        return files.environments(actor).stream()
                .flatMap(env -> files.list(actor, env).stream().map(f -> new Found(env, f.path())))
                .filter(file -> has(file.path(), text))
                .limit(EACH)
                .map(
                        file ->
                                new Hit(
                                        "file",
                                        Problem.shown(file.path()),
                                        file.env(),
                                        Web.url(
                                                "/files/edit",
                                                "env",
                                                file.env(),
                                                "path",
                                                file.path())));
    }

    private record Found(String env, String path) {}
}
