package org.saltern.web;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.saltern.access.Access;
import org.saltern.access.Actor;
import org.saltern.access.ApiToken;
import org.saltern.access.ApiTokens;
import org.saltern.access.Permission;
import org.saltern.access.Role;
import org.saltern.base.Problem;

/** Tokens for programs: each user's own, and all of them for administrators. */
public final class TokenPages implements Pages {
    /**
     * @param all whether the tokens of all users are shown
     * @param roles what a token of this user may be limited to
     * @param fresh the token just made, shown this once; empty otherwise
     */
    public record Model(
            List<ApiToken> tokens, boolean all, List<Role> roles, Form form, String fresh) {
        public List<Integer> lives() {
            return LIVES;
        }
    }

    /** Hours a token may live, as the page offers them. */
    private static final List<Integer> LIVES = List.of(1, 12, 24 * 7, 24 * 30, 24 * 90, 24 * 366);

    private final ApiTokens tokens;
    private final Html html;

    TokenPages(Access access, Html html) {
        this.tokens = access.apiTokens();
        this.html = html;
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/tokens", Need.SIGNED_IN, this::list);
        routes.post("/tokens", Need.SIGNED_IN, this::make);
        routes.post("/tokens/{id}/revoke", Need.SIGNED_IN, this::revoke);
    }

    private void list(Context ctx) {
        draw(ctx, Form.asked(ctx), "");
    }

    private void make(Context ctx) {
        Form form = Form.sent(ctx).naming("label", "label").naming("role", "role");
        form.naming("life", "life");
        Actor actor = Web.actor(ctx);
        try {
            ApiTokens.Made made =
                    tokens.make(
                            actor,
                            actor.name(),
                            form.value("label").strip(),
                            role(form),
                            Duration.ofHours(hours(form)));
            draw(ctx, Form.asked(ctx), made.secret());
        } catch (Problem.BadInput | Problem.Conflict refused) {
            form.refuse(refused);
            ctx.status(ErrorPages.status(refused));
            draw(ctx, form, "");
        }
    }

    private void revoke(Context ctx) {
        String id = ctx.pathParam("id");
        if (!id.matches("[0-9]{1,18}")) {
            throw new Problem.NotFound(
                    "There is no such token", "tokens", "Look at the list of tokens.");
        }
        ApiToken ended = tokens.revoke(Web.actor(ctx), Long.parseLong(id));
        html.done(ctx, "said.tokenRevoked", ended.label(), "/tokens");
    }

    private void draw(Context ctx, Form form, String fresh) {
        Actor actor = Web.actor(ctx);
        boolean all = actor.may(Permission.ADMINISTER);
        List<ApiToken> shown = all ? tokens.all(actor) : tokens.of(actor, actor.name());
        List<Role> roles =
                Arrays.stream(Role.values())
                        .filter(role -> role.compareTo(actor.role()) <= 0)
                        .toList();
        html.send(ctx, "tokens/page.jte", new Model(shown, all, roles, form, fresh));
    }

    private static Role role(Form form) {
        return Arrays.stream(Role.values())
                .filter(role -> role.name().equals(form.value("role")))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Problem.BadInput(
                                        "No such role", "role", "Choose one of the list."));
    }

    private static int hours(Form form) {
        String text = form.value("life");
        return LIVES.stream()
                .filter(hours -> Integer.toString(hours).equals(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Problem.BadInput(
                                        "A token cannot live that long or that short",
                                        "life",
                                        "Choose from one minute to 366 days; 12 hours are usual."));
    }
}
