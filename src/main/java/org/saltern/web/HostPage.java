package org.saltern.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.saltern.access.Actor;
import org.saltern.access.Audit;
import org.saltern.access.AuditEntry;
import org.saltern.base.HostId;
import org.saltern.base.Problem;
import org.saltern.hosts.Groups;
import org.saltern.hosts.Host;
import org.saltern.hosts.Hosts;
import org.saltern.hosts.Keys;
import org.saltern.jobs.Job;
import org.saltern.jobs.Jobs;

/** The page of one host: facts, key, jobs, history; and the exception for an old minion. */
public final class HostPage implements Pages {
    /** @param form of the exception for an old minion, as it was refused; else empty */
    public record Model(
            Form form,
            Host host,
            List<Fact> facts,
            String grains,
            List<String> groups,
            List<Job> jobs,
            List<AuditEntry> audit) {}

    /** A grain worth seeing at once; {@code key} names its text in the bundles. */
    public record Fact(String key, String value) {}

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

    private static final Form NOTHING = Form.of(Map.of());

    private final Keys keys;
    private final Hosts hosts;
    private final Groups groups;
    private final Jobs jobs;
    private final Audit audit;
    private final Html html;

    HostPage(Keys keys, Hosts hosts, Groups groups, Jobs jobs, Audit audit, Html html) {
        this.keys = keys;
        this.hosts = hosts;
        this.groups = groups;
        this.jobs = jobs;
        this.audit = audit;
        this.html = html;
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/hosts/{host}", Need.SEE, ctx -> host(ctx, NOTHING));
        routes.post("/hosts/{host}/legacy", Need.KEYS, this::admitLegacy);
        routes.post("/hosts/{host}/legacy/end", Need.KEYS, this::endLegacy);
    }

    private void admitLegacy(Context ctx) {
        Form form =
                Form.sent(ctx)
                        .naming("duration", "days")
                        .naming("days", "days")
                        .naming("reason", "reason");
        HostId host = Web.host(ctx);
        try {
            keys.admitLegacy(Web.actor(ctx), host, form.value("reason"), days(form));
            html.done(ctx, "said.legacyAdmitted", host, Web.path("/hosts/{}", host));
        } catch (Problem.BadInput | Problem.Conflict refused) {
            form.refuse(refused);
            ctx.status(ErrorPages.status(refused));
            host(ctx, form);
        }
    }

    private static Duration days(Form form) {
        String days = form.value("days").strip();
        if (!days.matches("[1-9][0-9]{0,2}")) {
            throw new Problem.BadInput(
                    "Not a number of days", "days", "Give a number from 1 to 366.");
        }
        return Duration.ofDays(Long.parseLong(days));
    }

    private void endLegacy(Context ctx) {
        HostId host = Web.host(ctx);
        keys.endLegacy(Web.actor(ctx), host);
        html.done(ctx, "said.legacyEnded", host, Web.path("/hosts/{}", host));
    }

    private void host(Context ctx, Form form) {
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
                new Model(
                        form,
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
                    (HostPages.grain(grains, "os", "os")
                                    + " "
                                    + HostPages.grain(grains, "osrelease", "osrelease"))
                            .strip();
            case "mem_total" ->
                    grains.path(name).isNumber() ? grains.path(name).asText() + " MiB" : "";
            case "ipv4", "pythonversion" ->
                    list(grains.path(name), name.equals("ipv4") ? ", " : ".");
            default -> HostPages.grain(grains, name, name);
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
