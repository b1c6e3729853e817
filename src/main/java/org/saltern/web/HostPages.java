package org.saltern.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.saltern.access.Actor;
import org.saltern.events.Tags;
import org.saltern.hosts.Group;
import org.saltern.hosts.Groups;
import org.saltern.hosts.Host;
import org.saltern.hosts.HostQuery;
import org.saltern.hosts.HostStatus;
import org.saltern.hosts.Hosts;

/** The list of hosts. */
public final class HostPages implements Pages {
    /** One row of the list; {@code os} and {@code salt} are empty while no grains are known. */
    public record Row(Host host, String os, String salt) {}

    /** What the address asks for; each empty for all. */
    public record Filters(
            String search,
            String status,
            String connected,
            String group,
            String protocol,
            String sort) {
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
                    "protocol",
                    protocol,
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

        /** The address of all hosts, whatever protocol they speak. */
        public String anyProtocol() {
            return new Filters(
                            filters.search(),
                            filters.status(),
                            filters.connected(),
                            filters.group(),
                            "",
                            filters.sort())
                    .url(filters.sort());
        }

        /** The address of the stream that keeps this list alive. */
        public String feed() {
            return "/feed" + pager.url(pager.page());
        }
    }

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
    private final Hosts hosts;
    private final Groups groups;
    private final Feeds feeds;
    private final Html html;

    HostPages(Hosts hosts, Groups groups, Feeds feeds, Html html) {
        this.hosts = hosts;
        this.groups = groups;
        this.feeds = feeds;
        this.html = html;
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/hosts", Need.SEE, this::list);
        routes.feed("/feed/hosts", Need.SEE, this::feed);
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
                Web.query(ctx, "protocol").equals("legacy") ? "legacy" : "",
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
                                !filters.protocol().isEmpty(),
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
                        "protocol",
                        filters.protocol(),
                        "sort",
                        filters.sort().equals("hostname") ? "" : filters.sort());
        return new Model(rows, filters, groups.list(actor), pager);
    }

    private Row row(Actor actor, Host host) {
        ObjectNode grains = hosts.grains(actor, host.hostname());
        return new Row(
                host, grain(grains, "osfinger", "os"), grain(grains, "saltversion", "saltversion"));
    }

    static String grain(ObjectNode grains, String name, String otherwise) {
        String text = PlainText.of(grains.path(name).asText(grains.path(otherwise).asText("")));
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
