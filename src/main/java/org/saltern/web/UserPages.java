package org.saltern.web;

import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.saltern.access.Access;
import org.saltern.access.Actor;
import org.saltern.access.Audit;
import org.saltern.access.AuditEntry;
import org.saltern.access.AuditFinding;
import org.saltern.access.Role;
import org.saltern.access.User;
import org.saltern.base.Problem;

/** Users and the audit log, for administrators. */
public final class UserPages implements Pages {
    public record Model(List<User> users, Form form) {
        public Role[] roles() {
            return Role.values();
        }
    }

    public record Edit(User user, Form form) {
        public Role[] roles() {
            return Role.values();
        }

        /** The role as chosen in a refused form, else the user's own. */
        public boolean isRole(Role role) {
            return role.name().equals(form.value("role", user.role().name()));
        }

        /** As ticked in a refused form, else as stored. */
        public boolean isDisabled() {
            return form.value("role").isEmpty() ? user.disabled() : form.has("disabled", "yes");
        }
    }

    /**
     * @param more whether there may be older lines than those shown
     * @param finding what the check of the log found; null when it was not asked for
     */
    public record Log(List<AuditEntry> entries, int limit, boolean more, AuditFinding finding) {
        /** The line at which the log does not hold; null when there is none. */
        public AuditEntry broken() {
            return finding == null
                    ? null
                    : finding.fault()
                            .map(f -> f instanceof AuditFinding.Fault.Line l ? l.line() : null)
                            .orElse(null);
        }
    }

    private static final int FIRST = 100;
    private static final int MOST = 10_000;

    private final Access access;
    private final Audit audit;
    private final Html html;

    UserPages(Access access, Audit audit, Html html) {
        this.access = access;
        this.audit = audit;
        this.html = html;
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/users", Need.ADMINISTER, this::list);
        routes.post("/users", Need.ADMINISTER, this::create);
        routes.get("/users/{name}", Need.ADMINISTER, this::user);
        routes.post("/users/{name}", Need.ADMINISTER, this::change);
        routes.post("/users/{name}/password", Need.ADMINISTER, this::setPassword);
        routes.get("/audit", Need.ADMINISTER, this::audit);
        routes.post("/audit/check", Need.ADMINISTER, this::check);
    }

    private void list(Context ctx) {
        html.send(ctx, "users/page.jte", new Model(access.users(Web.actor(ctx)), Form.asked(ctx)));
    }

    private void create(Context ctx) {
        Form form = sent(ctx).naming("name", "user");
        Actor actor = Web.actor(ctx);
        String name = form.value("user").strip();
        try {
            access.create(actor, name, form.value("password"), role(form));
            html.done(ctx, "said.userCreated", name, "/users");
        } catch (Problem.BadInput | Problem.Conflict refused) {
            form.refuse(refused);
            ctx.status(ErrorPages.status(refused));
            html.send(ctx, "users/page.jte", new Model(access.users(actor), form));
        }
    }

    private static Form sent(Context ctx) {
        return Form.sent(ctx).naming("role", "role").naming("password", "password");
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

    private void user(Context ctx) {
        html.send(ctx, "users/user.jte", new Edit(known(ctx), Form.of(Map.of())));
    }

    private void change(Context ctx) {
        User user = known(ctx);
        Form form = sent(ctx);
        try {
            access.change(Web.actor(ctx), user.name(), role(form), form.has("disabled", "yes"));
            html.done(ctx, "said.userChanged", user.name(), "/users");
        } catch (Problem.BadInput | Problem.Conflict refused) {
            again(ctx, user, form, refused);
        }
    }

    private void setPassword(Context ctx) {
        User user = known(ctx);
        Form form = sent(ctx);
        try {
            access.setPassword(Web.actor(ctx), user.name(), form.value("password"));
            html.done(ctx, "said.passwordSet", user.name(), "/users");
        } catch (Problem.BadInput refused) {
            again(ctx, user, form, refused);
        }
    }

    private void again(Context ctx, User user, Form form, Problem refused) {
        form.refuse(refused);
        ctx.status(ErrorPages.status(refused));
        html.send(ctx, "users/user.jte", new Edit(user, form));
    }

    private User known(Context ctx) {
        String name = ctx.pathParam("name");
        return access.users(Web.actor(ctx)).stream()
                .filter(user -> user.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Problem.NotFound(
                                        Problem.text("No user is called {0}", Problem.shown(name)),
                                        "users",
                                        Problem.text("Look at the list of users.")));
    }

    private void audit(Context ctx) {
        draw(ctx, null);
    }

    private void check(Context ctx) {
        draw(ctx, audit.check(Web.actor(ctx), ""));
    }

    private void draw(Context ctx, AuditFinding finding) {
        String asked = Web.query(ctx, "limit");
        int limit =
                asked.matches("[1-9][0-9]{0,4}") ? Math.min(MOST, Integer.parseInt(asked)) : FIRST;
        List<AuditEntry> entries = audit.newest(Web.actor(ctx), limit);
        html.send(
                ctx,
                "audit/page.jte",
                new Log(entries, limit, entries.size() == limit && limit < MOST, finding));
    }
}
