package org.saltern.web;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.saltern.access.Actor;
import org.saltern.base.HostId;
import org.saltern.base.Problem;
import org.saltern.hosts.Group;
import org.saltern.hosts.Groups;
import org.saltern.hosts.HostQuery;
import org.saltern.hosts.HostStatus;
import org.saltern.hosts.Hosts;
import org.saltern.hosts.Target;
import org.saltern.hosts.TargetType;
import org.saltern.hosts.Targets;

/** Groups: members by tick, a rule, or both. */
public final class GroupPages implements Pages {
    /** @param hosts who is in each group now */
    public record Model(
            List<Group> groups, Map<String, List<HostId>> hosts, Set<HostId> connected) {
        public int size(Group group) {
            return hosts.getOrDefault(group.name(), List.of()).size();
        }

        public long connectedIn(Group group) {
            return hosts.getOrDefault(group.name(), List.of()).stream()
                    .filter(connected::contains)
                    .count();
        }
    }

    /**
     * @param name of the group that is changed, empty for a new one
     * @param stored that group as it is now; null for a new one, or when it is gone
     * @param hosts to tick, members first
     * @param matches who would be in the group as it is typed
     */
    public record Edit(Form form, String name, Group stored, List<HostId> hosts, Matches matches) {
        public boolean isNew() {
            return name.isEmpty();
        }

        /** What the form is a change of: as looked at; once the change of somebody else was told, as it is now. */
        public String version() {
            return isTold() ? stored.version() : form.value("version");
        }

        /** The ticked members that are stored, in a row. */
        public String storedMembers() {
            return stored.members().stream().map(HostId::value).collect(Collectors.joining(", "));
        }

        /** Whether somebody else changed the group meanwhile, and the form came back to say so. */
        public boolean isTold() {
            return stored != null
                    && form.isRefused()
                    && !stored.version().equals(form.value("version"));
        }
    }

    public record Question(Form form, Group group, int size) {}

    private static final int TICKABLE = 500;

    private final Groups groups;
    private final Hosts hosts;
    private final Targets targets;
    private final Html html;

    GroupPages(Groups groups, Hosts hosts, Targets targets, Html html) {
        this.groups = groups;
        this.hosts = hosts;
        this.targets = targets;
        this.html = html;
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/groups", Need.SEE, this::list);
        routes.get("/groups/new", Need.GROUPS, this::askNew);
        routes.post("/groups/new", Need.GROUPS, this::create);
        routes.post("/groups/preview", Need.GROUPS, this::preview);
        routes.get("/groups/edit/{name}", Need.GROUPS, this::ask);
        routes.post("/groups/edit/{name}", Need.GROUPS, this::save);
        routes.get("/groups/delete/{name}", Need.GROUPS, ctx -> askDelete(ctx, Form.of(Map.of())));
        routes.post("/groups/delete/{name}", Need.GROUPS, this::delete);
    }

    private void list(Context ctx) {
        Actor actor = Web.actor(ctx);
        html.send(
                ctx,
                "groups/page.jte",
                new Model(groups.list(actor), groups.hosts(actor), hosts.connected()));
    }

    private void askNew(Context ctx) {
        edit(ctx, Form.asked(ctx), "");
    }

    private void ask(Context ctx) {
        Group group = known(ctx);
        List<String> members = group.members().stream().map(HostId::value).toList();
        edit(
                ctx,
                Form.of(
                        Map.of(
                                "name", group.name(),
                                "description", group.description(),
                                "rule", group.rule(),
                                "version", group.version(),
                                "member", members)),
                group.name());
    }

    private void create(Context ctx) {
        save(ctx, Form.sent(ctx).value("name").strip(), true);
    }

    private void save(Context ctx) {
        save(ctx, known(ctx).name(), false);
    }

    private void save(Context ctx, String name, boolean isNew) {
        Form form = Form.sent(ctx).naming("members", "member").naming("minion id", "member");
        Actor actor = Web.actor(ctx);
        try {
            var group =
                    new Group(
                            name,
                            form.value("description").strip(),
                            form.value("rule").strip(),
                            form.values("member").stream().map(HostId::new).toList());
            if (isNew) {
                groups.save(actor, group, true);
            } else {
                groups.change(actor, group, form.value("version"));
            }
            html.done(ctx, "said.groupSaved", name, "/groups");
        } catch (Problem refused) {
            if (refused.where().startsWith("rule")) {
                form.refuse("rule", refused);
            } else {
                form.refuse(refused);
            }
            ctx.status(ErrorPages.status(refused));
            edit(ctx, form, isNew ? "" : name);
        }
    }

    private void preview(Context ctx) {
        Form form = Form.sent(ctx);
        if (Web.isHtmx(ctx)) {
            html.send(ctx, "groups/preview.jte", matches(form));
        } else {
            edit(ctx, form, form.value("changed"));
        }
    }

    private void edit(Context ctx, Form form, String name) {
        Set<HostId> tickable = new LinkedHashSet<>(form.hosts("member"));
        var query = new HostQuery("", HostStatus.ACCEPTED, null, null, "hostname", 0, TICKABLE);
        hosts.find(Web.actor(ctx), query).hosts().forEach(h -> tickable.add(h.hostname()));
        html.send(
                ctx,
                "groups/edit.jte",
                new Edit(
                        form,
                        name,
                        groups.find(Web.actor(ctx), name).orElse(null),
                        List.copyOf(tickable),
                        matches(form)));
    }

    /** Who would be in the group: its ticked members and whom its rule matches. */
    private Matches matches(Form form) {
        Set<HostId> all = new TreeSet<>();
        int uncertain = 0;
        try {
            form.values("member").forEach(id -> all.add(new HostId(id)));
            String rule = form.value("rule").strip();
            if (!rule.isEmpty()) {
                Targets.Resolved resolved = targets.resolve(Target.of(rule, TargetType.COMPOUND));
                resolved.matched().stream()
                        .filter(host -> !resolved.uncertain().contains(host))
                        .forEach(all::add);
                uncertain = resolved.uncertain().size();
            }
        } catch (Problem.BadInput | Problem.NotFound | Problem.Unavailable unclear) {
            return Matches.none(unclear);
        }
        Set<HostId> connected = hosts.connected();
        return new Matches(
                new ArrayList<>(all),
                all.stream().filter(connected::contains).collect(Collectors.toUnmodifiableSet()),
                List.of(),
                uncertain,
                null);
    }

    private void askDelete(Context ctx, Form form) {
        Group group = known(ctx);
        int size = groups.hosts(Web.actor(ctx)).getOrDefault(group.name(), List.of()).size();
        html.send(ctx, "groups/delete.jte", new Question(form, group, size));
    }

    private void delete(Context ctx) {
        String name = ctx.pathParam("name");
        try {
            groups.delete(Web.actor(ctx), name);
            html.done(ctx, "said.groupDeleted", name, "/groups");
        } catch (Problem.Conflict used) {
            Form form = Form.sent(ctx);
            form.refuse(used);
            ctx.status(ErrorPages.status(used));
            askDelete(ctx, form);
        }
    }

    private Group known(Context ctx) {
        String name = ctx.pathParam("name");
        return groups.find(Web.actor(ctx), name)
                .orElseThrow(
                        () ->
                                new Problem.NotFound(
                                        Problem.text("No group is called {0}", Problem.shown(name)),
                                        "groups",
                                        Problem.text("Look at the list of groups.")));
    }
}
