package org.saltern.web;

import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.saltern.access.Actor;
import org.saltern.base.HostId;
import org.saltern.base.Problem;
import org.saltern.events.Tags;
import org.saltern.hosts.Host;
import org.saltern.hosts.HostStatus;
import org.saltern.hosts.Hosts;
import org.saltern.hosts.KeyClaim;
import org.saltern.hosts.Keys;

/** Keys: who waits, who is in, who was refused. A decision carries the fingerprint that was looked at. */
public final class KeyPages implements Pages {
    /** Which of the lists is shown. */
    public enum Show {
        WAITING,
        ACCEPTED,
        REJECTED,
        REFUSED
    }

    /**
     * @param keys of the shown status; empty when claims are shown
     * @param claims further keys shown for known hosts
     * @param refused how many claims there are
     */
    public record Model(
            Show show,
            String search,
            Map<HostStatus, Integer> counts,
            int refused,
            List<Host> keys,
            List<KeyClaim> claims,
            Pager pager) {}

    /** @param claim the further key that would take the place of the host's own, null when it is about deleting */
    public record Question(Host host, KeyClaim claim) {}

    private static final Duration REST = Duration.ofMillis(500);

    private final Keys keys;
    private final Hosts hosts;
    private final Feeds feeds;
    private final Html html;

    KeyPages(Keys keys, Hosts hosts, Feeds feeds, Html html) {
        this.keys = keys;
        this.hosts = hosts;
        this.feeds = feeds;
        this.html = html;
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/keys", Need.SEE, this::list);
        routes.feed("/feed/keys", Need.SEE, this::feed);
        routes.post("/keys/accept", Need.KEYS, this::acceptTicked);
        routes.post("/keys/{host}/accept", Need.KEYS, this::accept);
        routes.post("/keys/{host}/reject", Need.KEYS, this::reject);
        routes.get("/keys/{host}/delete", Need.KEYS, this::askDelete);
        routes.post("/keys/{host}/delete", Need.KEYS, this::delete);
        routes.get("/keys/{host}/replace", Need.KEYS, this::askReplace);
        routes.post("/keys/{host}/replace", Need.KEYS, this::replace);
        routes.post("/keys/{host}/dismiss", Need.KEYS, this::dismiss);
        routes.post("/keys/{host}/legacy", Need.KEYS, this::admitLegacy);
        routes.post("/keys/{host}/legacy/end", Need.KEYS, this::endLegacy);
    }

    private void list(Context ctx) {
        Model model =
                model(
                        Web.actor(ctx),
                        show(Web.query(ctx, "show")),
                        Web.query(ctx, "q"),
                        Web.page(ctx));
        html.send(ctx, Web.isHtmx(ctx) ? "keys/list.jte" : "keys/page.jte", model);
    }

    private void feed(SseClient client) {
        Context ctx = client.ctx();
        Visit visit = Visit.of(ctx);
        Show show = show(Web.query(ctx, "show"));
        String search = Web.query(ctx, "q");
        int page = Web.page(ctx);
        feeds.open(
                client,
                e ->
                        e.tag().equals(Tags.AUTH)
                                || e.tag().equals(Tags.KEY)
                                || e.tag().equals(Tags.HOST),
                REST,
                position ->
                        new Draw.Frame(
                                0,
                                html.partial(
                                        visit,
                                        "keys/live.jte",
                                        model(visit.actor(), show, search, page))));
    }

    private static Show show(String text) {
        for (Show show : Show.values()) {
            if (show.name().equalsIgnoreCase(text)) {
                return show;
            }
        }
        return Show.WAITING;
    }

    private Model model(Actor actor, Show show, String search, int page) {
        List<KeyClaim> claims = keys.claims(actor);
        Map<HostStatus, Integer> counts = hosts.counts(actor);
        String word = show.name().toLowerCase(Locale.ROOT);
        if (show == Show.REFUSED) {
            List<KeyClaim> found = claims.stream().filter(c -> has(c.hostname(), search)).toList();
            Pager pager = Pager.of(page, found.size(), "/keys", "show", word, "q", search);
            return new Model(
                    show, search, counts, claims.size(), List.of(), part(found, page), pager);
        }
        List<Host> found =
                keys.list(actor, HostStatus.valueOf(show.name())).stream()
                        .filter(k -> has(k.hostname(), search))
                        .toList();
        Pager pager = Pager.of(page, found.size(), "/keys", "show", word, "q", search);
        return new Model(show, search, counts, claims.size(), part(found, page), List.of(), pager);
    }

    private static boolean has(HostId host, String search) {
        return host.value().toLowerCase(Locale.ROOT).contains(search.toLowerCase(Locale.ROOT));
    }

    private static <T> List<T> part(List<T> all, int page) {
        int from = Math.min(all.size(), Pager.offset(page));
        return all.subList(from, Math.min(all.size(), from + Pager.SIZE));
    }

    private void accept(Context ctx) {
        Host host = keys.accept(Web.actor(ctx), Web.host(ctx), Form.sent(ctx).value("fingerprint"));
        html.done(ctx, "said.accepted", host.hostname(), back(ctx));
    }

    /** Each ticked row is {@code fingerprint id}: what was looked at is what is accepted. */
    private void acceptTicked(Context ctx) {
        List<String> ticked = Form.sent(ctx).values("key");
        if (ticked.isEmpty()) {
            html.done(ctx, "said.nothingTicked", "", back(ctx));
            return;
        }
        List<HostId> done = new ArrayList<>();
        for (String row : ticked) {
            int cut = row.indexOf(' ');
            if (cut < 0) {
                throw new Problem.BadInput(
                        "A ticked row names no key", "key", "Load the page again.");
            }
            var host = new HostId(row.substring(cut + 1));
            done.add(keys.accept(Web.actor(ctx), host, row.substring(0, cut)).hostname());
        }
        html.done(
                ctx,
                done.size() == 1 ? "said.accepted" : "said.acceptedMany",
                subject(done),
                back(ctx));
    }

    private static Object subject(List<HostId> done) {
        return done.size() == 1 ? done.getFirst() : done.size();
    }

    private void reject(Context ctx) {
        Host host = keys.reject(Web.actor(ctx), Web.host(ctx), Form.sent(ctx).value("fingerprint"));
        html.done(ctx, "said.rejected", host.hostname(), back(ctx));
    }

    private void askDelete(Context ctx) {
        html.send(ctx, "keys/delete.jte", new Question(known(ctx), null));
    }

    private void delete(Context ctx) {
        HostId host = Web.host(ctx);
        keys.delete(Web.actor(ctx), host, Form.sent(ctx).value("fingerprint"));
        html.done(ctx, "said.deleted", host, "/keys");
    }

    private void askReplace(Context ctx) {
        String fingerprint = Web.query(ctx, "fingerprint");
        html.send(ctx, "keys/replace.jte", new Question(known(ctx), claim(ctx, fingerprint)));
    }

    private KeyClaim claim(Context ctx, String fingerprint) {
        HostId host = Web.host(ctx);
        return keys.claims(Web.actor(ctx)).stream()
                .filter(c -> c.hostname().equals(host) && c.fingerprint().equals(fingerprint))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Problem.NotFound(
                                        Problem.text(
                                                "This other key of {0} is not there any more",
                                                host),
                                        "keys",
                                        Problem.text("Look at the list of refused keys again.")));
    }

    private void replace(Context ctx) {
        Host host =
                keys.replace(Web.actor(ctx), Web.host(ctx), Form.sent(ctx).value("fingerprint"));
        html.done(ctx, "said.replaced", host.hostname(), "/keys?show=refused");
    }

    private void dismiss(Context ctx) {
        HostId host = Web.host(ctx);
        keys.dismiss(Web.actor(ctx), host, Form.sent(ctx).value("fingerprint"));
        html.done(ctx, "said.dismissed", host, "/keys?show=refused");
    }

    private void admitLegacy(Context ctx) {
        Form form = Form.sent(ctx);
        String days = form.value("days");
        if (!days.matches("[1-9][0-9]{0,2}")) {
            throw new Problem.BadInput(
                    "Not a number of days", "days", "Give a number from 1 to 366.");
        }
        HostId host = Web.host(ctx);
        keys.admitLegacy(
                Web.actor(ctx), host, form.value("reason"), Duration.ofDays(Long.parseLong(days)));
        html.done(ctx, "said.legacyAdmitted", host, Web.path("/hosts/{}", host));
    }

    private void endLegacy(Context ctx) {
        HostId host = Web.host(ctx);
        keys.endLegacy(Web.actor(ctx), host);
        html.done(ctx, "said.legacyEnded", host, Web.path("/hosts/{}", host));
    }

    private Host known(Context ctx) {
        HostId host = Web.host(ctx);
        return hosts.find(Web.actor(ctx), host)
                .orElseThrow(
                        () ->
                                new Problem.NotFound(
                                        Problem.text("No host is called {0}", host),
                                        "hosts",
                                        Problem.text("Look at the list of hosts.")));
    }

    private static String back(Context ctx) {
        String back = Form.sent(ctx).value("back");
        return back.startsWith("/keys") || back.startsWith("/hosts")
                ? SessionPages.ours(back)
                : "/keys";
    }
}
