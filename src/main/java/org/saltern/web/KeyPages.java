package org.saltern.web;

import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.saltern.access.Actor;
import org.saltern.base.HostId;
import org.saltern.base.Problem;
import org.saltern.events.Tags;
import org.saltern.hosts.ExpectedKey;
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
     * @param form the decision that was refused, with its ticks; empty when there was none
     * @param keys of the shown status; empty when claims are shown
     * @param matching fingerprints of shown keys that are expected of their hosts
     * @param expected all fingerprints that are noted, those nobody has shown yet among them
     * @param claims further keys shown for known hosts
     * @param refused how many claims there are
     */
    public record Model(
            Form form,
            Show show,
            String search,
            Map<HostStatus, Integer> counts,
            int refused,
            List<Host> keys,
            Set<String> matching,
            List<ExpectedKey> expected,
            List<KeyClaim> claims,
            Pager pager) {}

    /** @param claim the further key that would take the place of the host's own, null when it is about deleting */
    public record Question(Form form, Host host, KeyClaim claim) {}

    private static final Duration REST = Duration.ofMillis(500);
    private static final Pattern SHOWN = Pattern.compile("[?&]show=([a-z]+)");
    private static final Form NOTHING = Form.of(Map.of());

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
        routes.post("/keys/expected", Need.KEYS, this::expect);
        routes.post("/keys/expected/remove", Need.KEYS, this::unexpect);
        routes.post("/keys/{host}/accept", Need.KEYS, this::accept);
        routes.post("/keys/{host}/reject", Need.KEYS, this::reject);
        routes.get("/keys/{host}/delete", Need.KEYS, this::askDelete);
        routes.post("/keys/{host}/delete", Need.KEYS, this::delete);
        routes.get("/keys/{host}/replace", Need.KEYS, this::askReplace);
        routes.post("/keys/{host}/replace", Need.KEYS, this::replace);
        routes.post("/keys/{host}/dismiss", Need.KEYS, this::dismiss);
    }

    private void list(Context ctx) {
        Model model =
                model(
                        NOTHING,
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
                                || e.tag().equals(Tags.KEYS)
                                || e.tag().equals(Tags.HOST),
                REST,
                position ->
                        new Draw.Frame(
                                0,
                                html.partial(
                                        visit,
                                        "keys/live.jte",
                                        model(NOTHING, visit.actor(), show, search, page))));
    }

    private static Show show(String text) {
        for (Show show : Show.values()) {
            if (show.name().equalsIgnoreCase(text)) {
                return show;
            }
        }
        return Show.WAITING;
    }

    private Model model(Form form, Actor actor, Show show, String search, int page) {
        List<KeyClaim> claims = keys.claims(actor);
        Map<HostStatus, Integer> counts = hosts.counts(actor);
        String word = show.name().toLowerCase(Locale.ROOT);
        if (show == Show.REFUSED) {
            List<KeyClaim> found = claims.stream().filter(c -> has(c.hostname(), search)).toList();
            Pager pager = Pager.of(page, found.size(), "/keys", "show", word, "q", search);
            return new Model(
                    form,
                    show,
                    search,
                    counts,
                    claims.size(),
                    List.of(),
                    Set.of(),
                    List.of(),
                    part(found, page),
                    pager);
        }
        List<Host> found =
                keys.list(actor, HostStatus.valueOf(show.name())).stream()
                        .filter(k -> has(k.hostname(), search))
                        .toList();
        Pager pager = Pager.of(page, found.size(), "/keys", "show", word, "q", search);
        List<Host> shown = part(found, page);
        List<ExpectedKey> expected = keys.expected().list(actor);
        return new Model(
                form,
                show,
                search,
                counts,
                claims.size(),
                shown,
                matching(shown, expected),
                show == Show.WAITING ? expected : List.of(),
                List.of(),
                pager);
    }

    private static Set<String> matching(List<Host> shown, List<ExpectedKey> expected) {
        Map<String, ExpectedKey> notes =
                expected.stream().collect(Collectors.toMap(ExpectedKey::fingerprint, e -> e));
        return shown.stream()
                .filter(key -> notes.containsKey(key.fingerprint()))
                .filter(key -> notes.get(key.fingerprint()).isOf(key.hostname(), key.fingerprint()))
                .map(Host::fingerprint)
                .collect(Collectors.toSet());
    }

    /** Notes the fingerprints that were pasted; the keys that show one turn green. */
    private void expect(Context ctx) {
        Form form = Form.sent(ctx).naming("fingerprints", "fingerprints");
        try {
            int noted = keys.expected().note(Web.actor(ctx), form.value("fingerprints"));
            html.done(ctx, "said.expected", noted, "/keys");
        } catch (Problem.BadInput refused) {
            again(ctx, form, refused);
        }
    }

    private void unexpect(Context ctx) {
        keys.expected().forget(Web.actor(ctx), Form.sent(ctx).value("fingerprint"));
        Web.see(ctx, "/keys");
    }

    private static boolean has(HostId host, String search) {
        return host.value().toLowerCase(Locale.ROOT).contains(search.toLowerCase(Locale.ROOT));
    }

    private static <T> List<T> part(List<T> all, int page) {
        int from = Math.min(all.size(), Pager.offset(page));
        return all.subList(from, Math.min(all.size(), from + Pager.SIZE));
    }

    private void accept(Context ctx) {
        Form form = Form.sent(ctx);
        try {
            Host host = accept(ctx, form, Web.host(ctx), form.value("fingerprint"));
            html.done(ctx, "said.accepted", host.hostname(), back(ctx));
        } catch (Problem refused) {
            again(ctx, form, refused);
        }
    }

    /** Unverified only when that is what was pressed. */
    private Host accept(Context ctx, Form form, HostId host, String fingerprint) {
        return form.value("unverified").isEmpty()
                ? keys.acceptExpected(Web.actor(ctx), host, fingerprint)
                : keys.accept(Web.actor(ctx), host, fingerprint);
    }

    /** The list the decision was made on, as it is now, with the reason why nothing was done. */
    private void again(Context ctx, Form form, Problem refused) {
        form.refuse(refused);
        Show show = shownBefore(form);
        Visit.of(ctx).at("/keys?show=" + show.name().toLowerCase(Locale.ROOT)).note(ctx);
        ctx.status(ErrorPages.status(refused));
        html.send(ctx, "keys/page.jte", model(form, Web.actor(ctx), show, "", 1));
    }

    private static Show shownBefore(Form form) {
        var shown = SHOWN.matcher(form.value("back"));
        return shown.find() ? show(shown.group(1)) : Show.WAITING;
    }

    /** Each ticked row is {@code fingerprint id}: what was looked at is what is accepted. */
    private void acceptTicked(Context ctx) {
        Form form = Form.sent(ctx);
        List<HostId> done = new ArrayList<>();
        try {
            if (form.values("key").isEmpty()) {
                throw new Problem.BadInput(
                        "No key is ticked", "keys", "Tick the keys that you have compared.");
            }
            for (String row : form.values("key")) {
                done.add(acceptTicked(ctx, form, row));
            }
        } catch (Problem refused) {
            if (!done.isEmpty()) {
                html.say(ctx, "said.acceptedMany", done.size());
            }
            again(ctx, form, refused);
            return;
        }
        html.done(
                ctx,
                done.size() == 1 ? "said.accepted" : "said.acceptedMany",
                subject(done),
                back(ctx));
    }

    private HostId acceptTicked(Context ctx, Form form, String row) {
        int cut = row.indexOf(' ');
        if (cut < 0) {
            throw new Problem.BadInput("A ticked row names no key", "keys", "Load the page again.");
        }
        var host = new HostId(row.substring(cut + 1));
        return accept(ctx, form, host, row.substring(0, cut)).hostname();
    }

    private static Object subject(List<HostId> done) {
        return done.size() == 1 ? done.getFirst() : done.size();
    }

    private void reject(Context ctx) {
        Form form = Form.sent(ctx);
        try {
            Host host = keys.reject(Web.actor(ctx), Web.host(ctx), form.value("fingerprint"));
            html.done(ctx, "said.rejected", host.hostname(), back(ctx));
        } catch (Problem refused) {
            again(ctx, form, refused);
        }
    }

    private void askDelete(Context ctx) {
        html.send(ctx, "keys/delete.jte", new Question(NOTHING, known(ctx), null));
    }

    private void delete(Context ctx) {
        Form form = Form.sent(ctx);
        HostId host = Web.host(ctx);
        try {
            keys.delete(Web.actor(ctx), host, form.value("fingerprint"));
            html.done(ctx, "said.deleted", host, "/keys");
        } catch (Problem.Conflict | Problem.BadInput refused) {
            form.refuse(refused);
            ctx.status(ErrorPages.status(refused));
            html.send(ctx, "keys/delete.jte", new Question(form, known(ctx), null));
        }
    }

    private void askReplace(Context ctx) {
        String fingerprint = Web.query(ctx, "fingerprint");
        html.send(
                ctx,
                "keys/replace.jte",
                new Question(NOTHING, known(ctx), claim(ctx, fingerprint)));
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
        Form form = Form.sent(ctx);
        try {
            Host host = keys.replace(Web.actor(ctx), Web.host(ctx), form.value("fingerprint"));
            html.done(ctx, "said.replaced", host.hostname(), "/keys?show=refused");
        } catch (Problem refused) {
            again(ctx, form, refused);
        }
    }

    private void dismiss(Context ctx) {
        Form form = Form.sent(ctx);
        HostId host = Web.host(ctx);
        try {
            keys.dismiss(Web.actor(ctx), host, form.value("fingerprint"));
            html.done(ctx, "said.dismissed", host, "/keys?show=refused");
        } catch (Problem refused) {
            again(ctx, form, refused);
        }
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
