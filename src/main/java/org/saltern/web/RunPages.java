package org.saltern.web;

import io.javalin.http.Context;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.saltern.access.Actor;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.base.Problem;
import org.saltern.hosts.Group;
import org.saltern.hosts.Groups;
import org.saltern.hosts.HostQuery;
import org.saltern.hosts.HostStatus;
import org.saltern.hosts.Hosts;
import org.saltern.hosts.Target;
import org.saltern.hosts.TargetType;
import org.saltern.hosts.Targets;
import org.saltern.jobs.Call;
import org.saltern.jobs.HostState;
import org.saltern.jobs.Job;
import org.saltern.jobs.JobRequest;
import org.saltern.jobs.Jobs;
import org.saltern.jobs.LedgerView;

/** Running a function: who it reaches is shown, with numbers, before it goes out. */
public final class RunPages implements Pages {
    /**
     * @param sizes how many hosts are in each group now
     * @param by {@code group}, {@code hosts}, {@code expression}, or {@code job} for hosts of a job that is run again
     * @param hosts to tick: those asked for, or the first accepted ones
     * @param functions names to choose from
     * @param matches whom the target reaches now, null when none is given yet
     * @param isDangerous whether the number of hosts has to be typed
     * @param hasPreview whether what it would do can be asked for first
     * @param saltLine the same on Salt's command line, empty while something is missing
     * @param notice the text of why it has to be looked at again, empty for none
     */
    public record Model(
            Form form,
            String by,
            List<Group> groups,
            Map<String, Integer> sizes,
            List<HostId> hosts,
            List<String> functions,
            Matches matches,
            boolean isDangerous,
            boolean hasPreview,
            String saltLine,
            String notice) {
        public TargetType[] types() {
            return Arrays.stream(TargetType.values())
                    .filter(t -> t != TargetType.NODEGROUP)
                    .toArray(TargetType[]::new);
        }

        /** Which hosts of a job it can be run on again. */
        public List<String> again() {
            return List.of("all", "failed", "silent");
        }

        /** How long hosts that are not connected may be waited for; any other span that was asked for is among them. */
        public Set<String> parks() {
            Set<String> spans = new LinkedHashSet<>(PARKS);
            if (!form.value("park").isBlank()) {
                spans.add(form.value("park"));
            }
            return spans;
        }

        /** Such a span in words. */
        public String park(View v, String span) {
            int number = PARKS.contains(span) ? Integer.parseInt(span.replaceAll("[hd]", "")) : 0;
            return number == 0
                    ? v.name(span)
                    : v.t(span.endsWith("d") ? "run.park.days" : "run.park.hours", number);
        }
    }

    private static final int TICKABLE = 200;
    private static final List<String> PARKS = List.of("1h", "8h", "1d", "3d", "7d");
    private static final List<String> FIELDS = List.of("function", "arguments", "timeout", "park");

    private final Hosts hosts;
    private final Groups groups;
    private final Targets targets;
    private final Jobs jobs;
    private final Html html;
    private final List<String> functions = functions();

    RunPages(Hosts hosts, Groups groups, Targets targets, Jobs jobs, Html html) {
        this.hosts = hosts;
        this.groups = groups;
        this.targets = targets;
        this.jobs = jobs;
        this.html = html;
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/run", Need.RUN, this::ask);
        routes.post("/run/preview", Need.RUN, this::preview);
        routes.post("/run", Need.RUN, this::run);
    }

    private void ask(Context ctx) {
        Form form = Form.asked(ctx);
        Matches matches = isEmpty(form) ? null : matches(read(Web.actor(ctx), form));
        html.send(ctx, "run/page.jte", model(ctx, form, matches, ""));
    }

    private static boolean isEmpty(Form form) {
        return form.value("group").isEmpty()
                && form.value("expression").isEmpty()
                && form.value("job").isEmpty()
                && form.values("host").isEmpty();
    }

    private void preview(Context ctx) {
        Form form = Form.sent(ctx);
        Model model = model(ctx, form, matches(read(Web.actor(ctx), form)), "");
        html.send(ctx, Web.isHtmx(ctx) ? "run/preview.jte" : "run/page.jte", model);
    }

    private void run(Context ctx) {
        Form form = Form.sent(ctx);
        FIELDS.forEach(field -> form.naming(field, field));
        RunForm read = read(Web.actor(ctx), form);
        Matches matches = matches(read);
        if (matches.problem() != null) {
            boolean isType = matches.problem().where().equals("tgt_type");
            form.refuse(isType ? "type" : read.targetField(), matches.problem());
        }
        Optional<Call> call = valid(form, read::call);
        Optional<Duration> timeout = valid(form, read::timeout);
        Optional<Duration> park = valid(form, read::park);
        if (form.isRefused()) {
            ask(ctx, 422, model(ctx, form, matches, ""));
        } else if (!form.value("seen").equals(matches.digest())) {
            String notice = form.value("seen").isEmpty() ? "run.unseen" : "run.changed";
            ask(ctx, 409, model(ctx, form, matches, notice));
        } else if (read.isDangerous(matches) && !isTyped(form, matches)) {
            form.refuse(
                    "count",
                    Problem.text("Type the number of hosts, {0}, to confirm.", matches.count()));
            ask(ctx, 422, model(ctx, form, matches, ""));
        } else {
            start(
                    ctx,
                    form,
                    matches,
                    new JobRequest(
                            read.target(),
                            List.of(call.orElseThrow()),
                            timeout.orElseThrow(),
                            "",
                            null,
                            null,
                            park.orElseThrow()));
        }
    }

    /** The value that was typed; when it will not do the form says so, and all is checked before it is shown again. */
    private static <T> Optional<T> valid(Form form, Supplier<T> typed) {
        try {
            return Optional.of(typed.get());
        } catch (Problem.BadInput refused) {
            form.refuse(refused);
            return Optional.empty();
        }
    }

    private void start(Context ctx, Form form, Matches matches, JobRequest request) {
        try {
            Job job = jobs.start(Web.actor(ctx), request);
            Web.see(ctx, Web.path("/jobs/{}", job.jid()));
        } catch (Problem refused) {
            form.refuse(refused);
            ask(ctx, ErrorPages.status(refused), model(ctx, form, matches, ""));
        }
    }

    private static boolean isTyped(Form form, Matches matches) {
        return form.value("count").strip().equals(Integer.toString(matches.count()));
    }

    private void ask(Context ctx, int status, Model model) {
        ctx.status(status);
        html.send(ctx, "run/page.jte", model);
    }

    private RunForm read(Actor actor, Form form) {
        return new RunForm(form, (jid, which) -> hostsOf(actor, jid, which));
    }

    private List<HostId> hostsOf(Actor actor, Jid jid, String which) {
        Set<HostState> states = JobModel.AGAIN.getOrDefault(which, Set.of());
        return jobs.reader().view(actor, jid).map(LedgerView::lines).orElse(List.of()).stream()
                .filter(line -> states.contains(line.state()))
                .map(LedgerView.Line::host)
                .toList();
    }

    private Matches matches(RunForm read) {
        try {
            Target target = read.target();
            Targets.Resolved resolved = targets.resolve(target);
            List<HostId> sure =
                    resolved.matched().stream()
                            .filter(host -> !resolved.uncertain().contains(host))
                            .toList();
            if (sure.isEmpty()) {
                return Matches.none(nobody(target));
            }
            return new Matches(
                    sure, connected(sure), resolved.missing(), resolved.uncertain().size(), null);
        } catch (Problem.BadInput | Problem.NotFound | Problem.Unavailable unclear) {
            return Matches.none(unclear);
        }
    }

    private static Problem nobody(Target target) {
        Problem.Text fix =
                Targets.asksForPillar(target)
                        ? Problem.text(
                                "No host has pillar yet: whatever asks for pillar matches nobody.")
                        : Problem.text("Look at the spelling and at the meaning you chose.");
        return new Problem.BadInput(Problem.text("No host matches"), "target", fix);
    }

    private Set<HostId> connected(List<HostId> matched) {
        Set<HostId> all = hosts.connected();
        return matched.stream().filter(all::contains).collect(Collectors.toUnmodifiableSet());
    }

    private Model model(Context ctx, Form form, Matches matches, String notice) {
        Actor actor = Web.actor(ctx);
        List<Group> all = groups.list(actor);
        RunForm read = read(actor, form);
        boolean isKnown = matches != null && matches.problem() == null;
        boolean danger = isKnown && read.isDangerous(matches);
        return new Model(
                form,
                by(form, all),
                all,
                sizes(actor),
                tickable(actor, form),
                functions,
                matches,
                danger,
                read.hasPreview(),
                isKnown ? saltLine(read) : "",
                notice);
    }

    private static String saltLine(RunForm read) {
        try {
            return SaltLine.of(read.target(), read.call(), read.timeout());
        } catch (Problem.BadInput unfinished) {
            return ""; // what is missing is said beside its field when the form is sent
        }
    }

    private Map<String, Integer> sizes(Actor actor) {
        return groups.hosts(actor).entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> e.getValue().size()));
    }

    private static String by(Form form, List<Group> groups) {
        String by = form.value("by");
        if (by.matches("group|hosts|expression")
                || (by.equals("job") && !form.value("job").isEmpty())) {
            return by;
        }
        if (!form.values("host").isEmpty()) {
            return "hosts";
        }
        return form.value("expression").isEmpty() && !groups.isEmpty() ? "group" : "expression";
    }

    /** The hosts asked for first, then others to tick as long as they are few. */
    private List<HostId> tickable(Actor actor, Form form) {
        Set<HostId> ids = new LinkedHashSet<>(form.hosts("host"));
        var query = new HostQuery("", HostStatus.ACCEPTED, null, null, "hostname", 0, TICKABLE);
        hosts.find(actor, query).hosts().forEach(h -> ids.add(h.hostname()));
        return List.copyOf(ids);
    }

    /** Names of everyday functions of upstream minions; any other may be typed. */
    private static List<String> functions() {
        try (var in = RunPages.class.getResourceAsStream("/org/saltern/web/functions.txt");
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.isBlank()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The list of functions cannot be read", e);
        }
    }
}
