package org.saltern.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.saltern.access.Actor;
import org.saltern.access.Audit;
import org.saltern.access.AuditEntry;
import org.saltern.base.HostId;
import org.saltern.base.Problem;
import org.saltern.events.Tags;
import org.saltern.hosts.Group;
import org.saltern.hosts.Groups;
import org.saltern.hosts.Host;
import org.saltern.hosts.HostQuery;
import org.saltern.hosts.HostStatus;
import org.saltern.hosts.Hosts;
import org.saltern.jobs.Job;
import org.saltern.jobs.Jobs;

/** The list of hosts and the page of one host. */
public final class HostPages implements Pages {
    /** One row of the list; {@code os} and {@code salt} are empty while no grains are known. */
    public record Row(Host host, String os, String salt) {}

    /** What the address asks for; each empty for all. */
    public record Filters(
            String search, String status, String connected, String group, String sort) {
        String url(String otherSort) {
            return Web.url(
                    "/hosts",
                    "q",
                    search,
                    "status",
                    status,
                    "connected",
                    connected,
                    "group",
                    group,
                    "sort",
                    otherSort);
        }
    }

    public record Model(List<Row> rows, Filters filters, List<Group> groups, Pager pager) {
        /** The address that sorts by a column, or turns it round when it is sorted by already. */
        public String sortUrl(String column) {
            return filters.url(isSorted(column) ? "-" + column : column);
        }

        public boolean isSorted(String column) {
            return filters.sort().equals(column);
        }

        /** For assistive technology: {@code ascending}, {@code descending} or {@code none}. */
        public String order(String column) {
            return isSorted(column)
                    ? "ascending"
                    : filters.sort().equals("-" + column) ? "descending" : "none";
        }

        /** The address of the stream that keeps this list alive. */
        public String feed() {
            return "/feed" + pager.url(pager.page());
        }
    }

    public record HostModel(
            Host host,
            List<Fact> facts,
            String grains,
            List<String> groups,
            List<Job> jobs,
            List<AuditEntry> audit) {}

    /** A grain worth seeing at once; {@code key} names its text in the bundles. */
    public record Fact(String key, String value) {}

    private static final Duration REST = Duration.ofSeconds(1);
    private static final Set<String> SORTS =
            Set.of(
                    "hostname",
                    "-hostname",
                    "status",
                    "-status",
                    "lastSeen",
                    "-lastSeen",
                    "os",
                    "-os");
    static final List<String> FACTS =
            List.of(
                    "os",
                    "kernelrelease",
                    "cpuarch",
                    "num_cpus",
                    "mem_total",
                    "ipv4",
                    "saltversion",
                    "pythonversion");

    private final Hosts hosts;
    private final Groups groups;
    private final Jobs jobs;
    private final Audit audit;
    private final Feeds feeds;
    private final Html html;

    HostPages(Hosts hosts, Groups groups, Jobs jobs, Audit audit, Feeds feeds, Html html) {
        this.hosts = hosts;
        this.groups = groups;
        this.jobs = jobs;
        this.audit = audit;
        this.feeds = feeds;
        this.html = html;
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/hosts", Need.SEE, this::list);
        routes.feed("/feed/hosts", Need.SEE, this::feed);
        routes.get("/hosts/{host}", Need.SEE, this::host);
    }

    private void list(Context ctx) {
        Model model = model(Web.actor(ctx), filters(ctx), Web.page(ctx));
        html.send(ctx, Web.isHtmx(ctx) ? "hosts/list.jte" : "hosts/page.jte", model);
    }

    private void feed(SseClient client) {
        Visit visit = Visit.of(client.ctx());
        Filters filters = filters(client.ctx());
        int page = Web.page(client.ctx());
        feeds.open(
                client,
                e ->
                        e.tag().equals(Tags.PRESENCE)
                                || e.tag().equals(Tags.KEY)
                                || e.tag().equals(Tags.HOST)
                                || e.tag().equals(Tags.AUTH),
                REST,
                position ->
                        new Draw.Frame(
                                0,
                                html.partial(
                                        visit,
                                        "hosts/live.jte",
                                        model(visit.actor(), filters, page))));
    }

    private static Filters filters(Context ctx) {
        String sort = Web.query(ctx, "sort");
        String status = Web.query(ctx, "status");
        String connected = Web.query(ctx, "connected");
        return new Filters(
                Web.query(ctx, "q"),
                status.matches("accepted|waiting|rejected") ? status : "",
                connected.matches("yes|no") ? connected : "",
                Web.query(ctx, "group"),
                SORTS.contains(sort) ? sort : "hostname");
    }

    private Model model(Actor actor, Filters filters, int page) {
        HostStatus status =
                filters.status().isEmpty()
                        ? null
                        : HostStatus.valueOf(filters.status().toUpperCase(Locale.ROOT));
        Boolean connected =
                filters.connected().isEmpty() ? null : filters.connected().equals("yes");
        String group = filters.group().isEmpty() ? null : filters.group();
        Hosts.Page found =
                hosts.find(
                        actor,
                        new HostQuery(
                                filters.search(),
                                status,
                                connected,
                                group,
                                filters.sort(),
                                Pager.offset(page),
                                Pager.SIZE));
        List<Row> rows = found.hosts().stream().map(h -> row(actor, h)).toList();
        Pager pager =
                Pager.of(
                        page,
                        found.total(),
                        "/hosts",
                        "q",
                        filters.search(),
                        "status",
                        filters.status(),
                        "connected",
                        filters.connected(),
                        "group",
                        filters.group(),
                        "sort",
                        filters.sort().equals("hostname") ? "" : filters.sort());
        return new Model(rows, filters, groups.list(actor), pager);
    }

    private Row row(Actor actor, Host host) {
        ObjectNode grains = hosts.grains(actor, host.hostname());
        return new Row(
                host, grain(grains, "osfinger", "os"), grain(grains, "saltversion", "saltversion"));
    }

    private static String grain(ObjectNode grains, String name, String otherwise) {
        String text = PlainText.of(grains.path(name).asText(grains.path(otherwise).asText("")));
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }

    private void host(Context ctx) {
        Actor actor = Web.actor(ctx);
        HostId id = Web.host(ctx);
        Host host =
                hosts.find(actor, id)
                        .orElseThrow(
                                () ->
                                        new Problem.NotFound(
                                                Problem.text("No host is called {0}", id),
                                                "hosts",
                                                Problem.text("Look at the list of hosts.")));
        ObjectNode grains = hosts.grains(actor, id);
        List<String> in =
                groups.hosts(actor).entrySet().stream()
                        .filter(group -> group.getValue().contains(id))
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList();
        html.send(
                ctx,
                "hosts/host.jte",
                new HostModel(
                        host,
                        facts(grains),
                        grains.isEmpty() ? "" : Outline.text(grains, Answer.ALONE),
                        in,
                        jobs.find(actor, Queries.jobsOf(id)).jobs(),
                        audit.about(actor, id.value(), 20)));
    }

    private static List<Fact> facts(ObjectNode grains) {
        return FACTS.stream()
                .map(name -> new Fact("grain." + name, fact(grains, name)))
                .filter(fact -> !fact.value().isEmpty())
                .toList();
    }

    private static String fact(ObjectNode grains, String name) {
        return switch (name) {
            case "os" ->
                    (grain(grains, "os", "os") + " " + grain(grains, "osrelease", "osrelease"))
                            .strip();
            case "mem_total" ->
                    grains.path(name).isNumber() ? grains.path(name).asText() + " MiB" : "";
            case "ipv4", "pythonversion" ->
                    list(grains.path(name), name.equals("ipv4") ? ", " : ".");
            default -> grain(grains, name, name);
        };
    }

    private static String list(JsonNode values, String separator) {
        var parts = new ArrayList<String>();
        for (var value : values) {
            if (parts.size() < 4
                    && !value.asText().startsWith("127.")
                    && !value.asText().equals("final")) {
                parts.add(PlainText.of(value.asText()));
            }
        }
        return String.join(separator, parts);
    }
}
