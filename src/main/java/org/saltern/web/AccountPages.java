package org.saltern.web;

import io.javalin.http.Context;
import org.saltern.access.Access;
import org.saltern.access.Actor;
import org.saltern.base.Problem;

/** What visitors set for themselves: language, colours, password. */
public final class AccountPages implements Pages {
    public record Model(Form form) {}

    private final Access access;
    private final Cookies cookies;
    private final Html html;

    AccountPages(Access access, Cookies cookies, Html html) {
        this.access = access;
        this.cookies = cookies;
        this.html = html;
    }

    @Override
    public void routes(Routes routes) {
        routes.post("/preferences", Need.OPEN, this::prefer);
        routes.get("/account", Need.SIGNED_IN, this::account);
        routes.post("/account", Need.SIGNED_IN, this::changePassword);
    }

    private void prefer(Context ctx) {
        Form form = Form.sent(ctx);
        String language = form.value("language");
        String theme = form.value("theme");
        if ((!language.isEmpty() && !Words.LANGUAGES.contains(language))
                || (!theme.isEmpty() && !theme.matches("light|dark|system"))) {
            throw new Problem.BadInput(
                    "No such language or colours", "preferences", "Choose one of the list.");
        }
        if (!language.isEmpty()) {
            cookies.remember(ctx, Cookies.LANGUAGE, language);
            if (Visit.of(ctx).isSignedIn()) {
                access.setLanguage(Web.actor(ctx), language);
            }
        }
        if (!theme.isEmpty()) {
            cookies.remember(ctx, Cookies.THEME, theme);
        }
        Web.see(ctx, SessionPages.ours(form.value("back")));
    }

    private void account(Context ctx) {
        html.send(ctx, "users/account.jte", new Model(Form.asked(ctx)));
    }

    private void changePassword(Context ctx) {
        Form form = Form.sent(ctx).naming("password", "password");
        Actor actor = Web.actor(ctx);
        int status = 422;
        try {
            if (!form.value("password").equals(form.value("again"))) {
                form.refuse("again", Problem.text("The two passwords are not the same."));
            } else {
                access.changePassword(
                        actor, form.value("current"), form.value("password"), ctx.ip());
                cookies.clearSession(ctx);
                html.done(ctx, "said.passwordChanged", actor.name(), "/sign-in");
                return;
            }
        } catch (Problem.Forbidden wrong) {
            form.refuse("current", Problem.text("This is not your present password."));
        } catch (Problem.Unavailable tooMany) {
            form.refuse(tooMany);
            status = 429;
            ctx.header("Retry-After", Long.toString(SessionPages.wait(tooMany).toSeconds()));
        } catch (Problem.BadInput refused) {
            form.refuse(refused);
        }
        ctx.status(status);
        html.send(ctx, "users/account.jte", new Model(form));
    }
}
