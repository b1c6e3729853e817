package org.saltern.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.saltern.access.Permission;
import org.saltern.base.Problem;
import org.saltern.health.Health;
import org.saltern.hosts.HostStatus;
import org.saltern.hosts.Hosts;

/** Draws templates. Each gets a {@link View} as {@code v} and a model as {@code m}. Thread-safe. */
final class Html {
    private final TemplateEngine templates =
            TemplateEngine.createPrecompiled(
                    null,
                    ContentType.Html,
                    Html.class.getClassLoader(),
                    "org.saltern.web.templates");
    private static final String SAID = "saltern-said-now";

    private final Assets assets;
    private final Cookies cookies;
    private final Hosts hosts;
    private final Health health;
    private final InstantSource clock;

    Html(Assets assets, Cookies cookies, Hosts hosts, Health health, InstantSource clock) {
        this.health = health;
        this.assets = assets;
        this.cookies = cookies;
        this.hosts = hosts;
        this.clock = clock;
    }

    /** Answers a request with a template. */
    void send(Context ctx, String template, Object model) {
        Visit visit = Visit.of(ctx);
        Optional<Said> said =
                Web.isHtmx(ctx) ? Optional.empty() : Said.take(ctx, cookies, visit.words());
        Said now = ctx.attribute(SAID);
        said = now == null ? said : Optional.of(now);
        ctx.header("Vary", "HX-Request, Cookie, Accept-Language");
        ctx.html(draw(view(visit, said), template, model));
    }

    /** Tells what a change did on the page that is drawn now. */
    void say(Context ctx, String key, Object subject) {
        ctx.attribute(SAID, new Said(key, subject.toString()));
    }

    /** Tells what a change did on the page that follows, and goes there. */
    void done(Context ctx, String key, Object subject, String url) {
        Said.remember(ctx, cookies, new Said(key, subject.toString()));
        Web.see(ctx, url);
    }

    /** A partial for a live stream. */
    String partial(Visit visit, String template, Object model) {
        return draw(view(visit, Optional.empty()), template, model);
    }

    /** The banner, for a live stream: drawn without the database. */
    String warnings(Visit visit) {
        var view = new View(visit, assets, clock.instant(), 0, Optional.empty(), health.problems());
        return draw(view, "layout/warnings.jte", null);
    }

    private View view(Visit visit, Optional<Said> said) {
        return new View(visit, assets, clock.instant(), waiting(visit), said, health.problems());
    }

    private int waiting(Visit visit) {
        boolean sees = visit.isSignedIn() && visit.actor().may(Permission.SEE);
        try {
            return sees ? hosts.counts(visit.actor()).get(HostStatus.WAITING) : 0;
        } catch (Problem.Unavailable e) {
            return 0; // the page that says so must not fail itself
        }
    }

    private String draw(View view, String template, Object model) {
        var out = new StringOutput(16 * 1024);
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("v", view);
        if (model != null) {
            parameters.put("m", model);
        }
        templates.render(template, parameters, out);
        return out.toString();
    }
}
