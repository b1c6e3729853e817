package org.saltern.web;

import io.javalin.http.Context;
import java.time.Duration;
import org.saltern.access.Access;
import org.saltern.access.Session;
import org.saltern.base.Problem;

/** Signing in and out, and the first run. */
public final class SessionPages implements Pages {
    /**
     * @param to the page to go to afterwards, a path of ours
     * @param code the one-time code of the first run, empty when signing in
     */
    public record Model(Form form, String to, String code) {}

    private final Access access;
    private final Cookies cookies;
    private final Feeds feeds;
    private final Html html;

    SessionPages(Access access, Cookies cookies, Feeds feeds, Html html) {
        this.access = access;
        this.cookies = cookies;
        this.feeds = feeds;
        this.html = html;
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/sign-in", Need.OPEN, this::signIn);
        routes.post("/sign-in", Need.OPEN, this::signedIn);
        routes.post("/sign-out", Need.SIGNED_IN, this::signOut);
        routes.get("/first-run", Need.OPEN, this::firstRun);
        routes.post("/first-run", Need.OPEN, this::claimed);
    }

    private void signIn(Context ctx) {
        if (access.isFirstRun()) {
            Web.see(ctx, "/first-run");
        } else if (Visit.of(ctx).isSignedIn()) {
            Web.see(ctx, "/");
        } else {
            Form form = Form.asked(ctx);
            html.send(ctx, "session/signin.jte", new Model(form, ours(form.value("to")), ""));
        }
    }

    private void signedIn(Context ctx) {
        Form form = Form.sent(ctx);
        String to = ours(form.value("to"));
        requireBoth(form);
        if (form.isRefused()) {
            again(ctx, 422, form, to);
            return;
        }
        try {
            welcome(ctx, access.signIn(form.value("user"), form.value("password"), ctx.ip()));
            Web.see(ctx, to);
        } catch (Problem.Forbidden refused) {
            form.refuse(refused);
            again(ctx, 403, form, to);
        } catch (Problem.Unavailable tooMany) {
            form.refuse(tooMany);
            ctx.header("Retry-After", Long.toString(wait(tooMany).toSeconds()));
            again(ctx, 429, form, to);
        }
    }

    private static void requireBoth(Form form) {
        if (form.value("user").isEmpty()) {
            form.refuse("user", Problem.text("Give your user name."));
        }
        if (form.value("password").isEmpty()) {
            form.refuse("password", Problem.text("Give your password."));
        }
    }

    static Duration wait(Problem.Unavailable problem) {
        return problem.retryAfter() == null ? Duration.ofMinutes(1) : problem.retryAfter();
    }

    private void again(Context ctx, int status, Form form, String to) {
        ctx.status(status);
        html.send(ctx, "session/signin.jte", new Model(form, to, ""));
    }

    private void welcome(Context ctx, Session session) {
        String before = cookies.session(ctx);
        if (!before.isEmpty()) {
            access.signOut(before);
        }
        cookies.setSession(ctx, session.token());
    }

    private void signOut(Context ctx) {
        Visit visit = Visit.of(ctx);
        access.signOut(visit.token());
        feeds.end(visit.formToken());
        cookies.clearSession(ctx);
        html.done(ctx, "said.signedOut", "", "/sign-in");
    }

    private void firstRun(Context ctx) {
        if (!access.isFirstRun()) {
            Web.see(ctx, "/sign-in");
            return;
        }
        String code = Web.query(ctx, "code");
        String template = code.isEmpty() ? "session/nocode.jte" : "session/firstrun.jte";
        html.send(ctx, template, new Model(Form.asked(ctx), "", code));
    }

    private void claimed(Context ctx) {
        Form form = Form.sent(ctx).naming("name", "user").naming("password", "password");
        String name = form.value("user").strip();
        String password = form.value("password");
        if (!password.equals(form.value("again"))) {
            form.refuse("again", Problem.text("The two passwords are not the same."));
        } else {
            try {
                access.claimFirstRun(form.value("code"), name, password);
                welcome(ctx, access.signIn(name, password, ctx.ip()));
                html.done(ctx, "said.firstRun", name, "/about");
                return;
            } catch (Problem.BadInput | Problem.Forbidden refused) {
                form.refuse(refused);
            }
        }
        ctx.status(422);
        html.send(ctx, "session/firstrun.jte", new Model(form, "", form.value("code")));
    }

    /** A path on this console; anything that could lead elsewhere is the home page. */
    static String ours(String to) {
        boolean isPath =
                to.startsWith("/")
                        && !to.startsWith("//")
                        && to.indexOf('\\') < 0
                        && to.chars().allMatch(c -> c > ' ' && c < 0x7F);
        return isPath ? to : "/";
    }
}
