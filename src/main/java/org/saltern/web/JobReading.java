package org.saltern.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.saltern.access.Actor;
import org.saltern.access.Permission;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.jobs.AnswerGroup;
import org.saltern.jobs.HostRun;
import org.saltern.jobs.HostState;
import org.saltern.jobs.Job;
import org.saltern.jobs.Jobs;
import org.saltern.jobs.LedgerView;
import org.saltern.jobs.LedgerView.Line;
import org.saltern.jobs.OutputSearch;

/** Reads a job as its page shows it. */
final class JobReading {
    /** Jobs on more hosts than this are shown by answers unless the address says otherwise. */
    private static final int FEW = 5;

    private static final int GROUPS = 20;
    private static final int NAMED = 8;
    private static final int LONGEST_PROGRESS = 64 * 1024;

    /** About how much output all hosts of a page show together. */
    private static final int PAGE_TEXT = 96 * 1024;

    private static final int LEAST_TEXT = 1536;

    private static final List<List<HostState>> RANKS =
            List.of(
                    List.of(HostState.FAILED),
                    List.of(HostState.LOST),
                    List.of(HostState.EXPIRED),
                    List.of(HostState.KILLED),
                    List.of(HostState.OK, HostState.CHANGED),
                    List.of(HostState.RUNNING),
                    List.of(HostState.PUBLISHED),
                    List.of(HostState.PARKED));

    /** What went wrong first, then those that answered, the odd ones out first, then those still open. */
    private static final Comparator<AnswerGroup> URGENT =
            Comparator.<AnswerGroup>comparingInt(g -> rank(g.state()))
                    .thenComparingInt(g -> g.hosts().size())
                    .thenComparing(g -> g.hosts().getFirst());

    private final Jobs jobs;

    JobReading(Jobs jobs) {
        this.jobs = jobs;
    }

    private static int rank(HostState state) {
        int rank = 0;
        while (!RANKS.get(rank).contains(state)) {
            rank++;
        }
        return rank;
    }

    OutputSearch search(Actor actor, Jid jid, JobFilter filter) {
        return jobs.reader().search(actor, jid, filter.search());
    }

    LedgerView view(Actor actor, Jid jid) {
        return jobs.reader().view(actor, jid).orElseThrow(() -> JobPages.missing(jid));
    }

    Duration usual(Actor actor, Job job) {
        return jobs.reader().usual(actor, job).orElse(null);
    }

    /** The hosts that the filter means, those to look at first first. */
    List<HostId> hosts(Actor actor, Jid jid, JobFilter filter) {
        return filter.select(view(actor, jid), search(actor, jid, filter)).stream()
                .map(Line::host)
                .toList();
    }

    JobModel model(Actor actor, Jid jid, JobFilter filter, int page, Form form) {
        LedgerView view = view(actor, jid);
        return model(
                actor,
                view,
                filter,
                page,
                search(actor, jid, filter),
                usual(actor, view.job()),
                form);
    }

    /** @param search for the filter's text; it remembers what it has looked through */
    JobModel model(
            Actor actor,
            LedgerView view,
            JobFilter filter,
            int page,
            OutputSearch search,
            Duration usual,
            Form form) {
        Job job = view.job();
        List<Line> lines = filter.select(view, search);
        JobFilter.Tab tab = tab(job, filter);
        List<AnswerGroup> groups = List.of();
        int total = lines.size();
        int size = Pager.SIZE;
        if (tab == JobFilter.Tab.ANSWERS) {
            groups = LedgerView.groups(lines).stream().sorted(URGENT).toList();
            total = groups.size();
            size = GROUPS;
        } else if (tab == JobFilter.Tab.STATES) {
            total = 0;
        }
        var pager = new Pager(Web.path("/jobs/{}", job.jid()), filter.pairs(), page, size, total);
        JobBody body =
                switch (tab) {
                    case ANSWERS -> answers(actor, view, filter, part(groups, pager));
                    case HOSTS -> hosts(actor, job, filter, part(lines, pager));
                    case STATES -> matrix(actor, job, filter, lines);
                    case RAW -> raw(actor, job, part(lines, pager));
                };
        return new JobModel(
                job,
                filter,
                body,
                pager,
                lines.size(),
                search.isWhole(),
                view.position(),
                actor.may(Permission.RUN),
                usual,
                form);
    }

    private static JobFilter.Tab tab(Job job, JobFilter filter) {
        if (filter.tab() == null) {
            return job.total() > FEW ? JobFilter.Tab.ANSWERS : JobFilter.Tab.HOSTS;
        }
        boolean hasNone = filter.tab() == JobFilter.Tab.STATES && !JobModel.ranStates(job);
        return hasNone ? JobFilter.Tab.ANSWERS : filter.tab();
    }

    private static <T> List<T> part(List<T> all, Pager pager) {
        int from = Math.min(all.size(), (pager.page() - 1) * pager.size());
        return all.subList(from, Math.min(all.size(), from + pager.size()));
    }

    private JobBody.Answers answers(
            Actor actor, LedgerView view, JobFilter filter, List<AnswerGroup> groups) {
        Jid jid = view.job().jid();
        String usual = usualAnswer(view.lines());
        Set<String> wanted = new HashSet<>();
        groups.stream().map(AnswerGroup::answer).filter(a -> a != null).forEach(wanted::add);
        if (usual != null) {
            wanted.add(usual);
        }
        Map<String, JsonNode> results = jobs.reader().results(actor, jid, wanted);
        Map<HostId, HostRun> firsts =
                runs(
                        actor,
                        jid,
                        groups.stream()
                                .filter(group -> group.answer() != null)
                                .map(group -> group.hosts().getFirst())
                                .toList());
        int limit = limit(groups.size());
        return new JobBody.Answers(
                groups.stream()
                        .map(
                                group -> {
                                    HostRun first = firsts.get(group.hosts().getFirst());
                                    Answer answer =
                                            Answer.of(first == null ? null : first.result(), limit);
                                    return group(
                                            view.job(),
                                            filter,
                                            group,
                                            answer,
                                            group.answer() != null && group.answer().equals(usual),
                                            difference(results, usual, group.answer()));
                                })
                        .toList());
    }

    /** The answer that most hosts gave, when at least two did and another one was given too; else null. */
    private static String usualAnswer(List<Line> lines) {
        Map<String, Integer> counts = new HashMap<>();
        lines.stream()
                .map(Line::answer)
                .filter(a -> a != null)
                .forEach(a -> counts.merge(a, 1, Integer::sum));
        return counts.entrySet().stream()
                .filter(e -> e.getValue() > 1)
                .max(
                        Map.Entry.<String, Integer>comparingByValue()
                                .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    private static Difference difference(
            Map<String, JsonNode> results, String usual, String answer) {
        if (usual == null || answer == null || usual.equals(answer)) {
            return null;
        }
        JsonNode before = results.get(usual);
        JsonNode now = results.get(answer);
        return before == null || now == null ? null : Difference.between(before, now);
    }

    private static JobBody.Group group(
            Job job,
            JobFilter filter,
            AnswerGroup group,
            Answer answer,
            boolean isUsual,
            Difference difference) {
        String name =
                group.answer() == null
                        ? Integer.toHexString(group.reason().hashCode())
                        : group.answer();
        JobFilter these =
                filter.in(JobFilter.Tab.HOSTS)
                        .only(group.state())
                        .answered(
                                group.answer() == null
                                        ? filter.answers()
                                        : List.of(group.answer()));
        return new JobBody.Group(
                "group-" + group.state().name().toLowerCase(Locale.ROOT) + group.retcode() + name,
                group.state(),
                group.retcode(),
                group.reason(),
                group.hosts().size(),
                group.hosts().subList(0, Math.min(NAMED, group.hosts().size())),
                answer,
                isUsual,
                difference,
                these.url(job.jid()));
    }

    private JobBody.Hosts hosts(Actor actor, Job job, JobFilter filter, List<Line> lines) {
        Map<HostId, String> progress = job.isFinished() ? Map.of() : progress(actor, job.jid());
        List<HostRun> runs =
                jobs.reader().runs(actor, job.jid(), lines.stream().map(Line::host).toList());
        int limit = limit(runs.size());
        boolean isSought = !filter.search().isEmpty() && runs.size() <= FEW;
        return new JobBody.Hosts(
                runs.stream()
                        .map(run -> row(job, run, progress, limit))
                        .map(row -> isSought ? row.opened() : row)
                        .toList());
    }

    /** How much of each output is shown when there are so many on a page. */
    static int limit(int count) {
        return Math.clamp(PAGE_TEXT / Math.max(1, count), LEAST_TEXT, Answer.IN_LIST);
    }

    static JobBody.Row row(Job job, HostRun run, Map<HostId, String> progress, int limit) {
        boolean isOpen =
                job.total() <= FEW
                        || (run.state() == HostState.FAILED && job.total() <= Pager.SIZE);
        return new JobBody.Row(
                run, Answer.of(run, limit), progress.getOrDefault(run.host(), ""), isOpen);
    }

    private JobBody.Matrix matrix(Actor actor, Job job, JobFilter filter, List<Line> lines) {
        List<String> answers =
                LedgerView.groups(lines).stream()
                        .map(AnswerGroup::answer)
                        .filter(answer -> answer != null)
                        .distinct()
                        .limit(MatrixMaker.MOST_ANSWERS)
                        .toList();
        return new MatrixMaker(filter, Web.path("/jobs/{}", job.jid()))
                .of(lines, jobs.reader().results(actor, job.jid(), answers));
    }

    private JobBody.Raw raw(Actor actor, Job job, List<Line> lines) {
        List<HostRun> runs =
                jobs.reader().runs(actor, job.jid(), lines.stream().map(Line::host).toList());
        int limit = limit(runs.size());
        return new JobBody.Raw(
                runs.stream()
                        .map(
                                run -> {
                                    String text =
                                            run.result() == null
                                                    ? ""
                                                    : PlainText.of(run.result().toPrettyString());
                                    boolean isCut = text.length() > limit;
                                    return new JobBody.RawRow(
                                            run, isCut ? text.substring(0, limit) : text, isCut);
                                })
                        .toList());
    }

    private Map<HostId, HostRun> runs(Actor actor, Jid jid, Collection<HostId> hosts) {
        return jobs.reader().runs(actor, jid, List.copyOf(hosts)).stream()
                .collect(Collectors.toMap(HostRun::host, run -> run));
    }

    /** The end of what each running host sent ahead. */
    Map<HostId, String> progress(Actor actor, Jid jid) {
        Map<HostId, StringBuilder> texts = new HashMap<>();
        for (Jobs.Progress piece : jobs.progress(actor, jid)) {
            texts.computeIfAbsent(piece.host(), h -> new StringBuilder())
                    .append(text(piece.data()));
        }
        Map<HostId, String> ends = new HashMap<>();
        texts.forEach(
                (host, text) ->
                        ends.put(
                                host,
                                PlainText.of(
                                        text.substring(
                                                Math.max(0, text.length() - LONGEST_PROGRESS)))));
        return ends;
    }

    /** Saltern's minions send {@code {return: text, stream: stdout}}: the text alone is the output. */
    static String text(JsonNode piece) {
        JsonNode text = piece.path("stream").isTextual() ? piece.path("return") : piece;
        return text.isTextual() ? text.textValue() : Outline.text(piece, LONGEST_PROGRESS) + "\n";
    }
}
