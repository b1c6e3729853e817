package org.saltern.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.base.TimeSpan;
import org.saltern.hosts.TargetType;
import org.saltern.jobs.Call;
import org.saltern.jobs.HostState;
import org.saltern.jobs.Job;

/**
 * One job, as its page shows it.
 *
 * @param matching how many hosts the filter lets through
 * @param isSearchWhole false when there was more output than is looked through
 * @param position of the newest change that is surely drawn
 * @param usual how long it took the last times, null when it never ran before
 * @param form a request that was refused; empty when there was none
 */
public record JobModel(
        Job job,
        JobFilter filter,
        JobBody body,
        Pager pager,
        int matching,
        boolean isSearchWhole,
        long position,
        boolean mayRun,
        Duration usual,
        Form form) {
    /**
     * One part of the bar.
     *
     * @param x where it begins, in percent of the whole
     * @param width in percent of the whole
     */
    public record Part(HostState state, int count, String x, String width) {}

    /** The order of bar and list: what came back first, then what runs, waits, and what is missing. */
    public static final List<HostState> BAR =
            List.of(
                    HostState.OK,
                    HostState.CHANGED,
                    HostState.RUNNING,
                    HostState.PUBLISHED,
                    HostState.PARKED,
                    HostState.KILLED,
                    HostState.EXPIRED,
                    HostState.LOST,
                    HostState.FAILED);

    /** The order of the list: failures first. */
    public static final List<HostState> LIST =
            List.of(
                    HostState.FAILED,
                    HostState.LOST,
                    HostState.EXPIRED,
                    HostState.KILLED,
                    HostState.CHANGED,
                    HostState.OK,
                    HostState.RUNNING,
                    HostState.PUBLISHED,
                    HostState.PARKED);

    private static final List<HostState> ALWAYS =
            List.of(
                    HostState.OK,
                    HostState.CHANGED,
                    HostState.RUNNING,
                    HostState.PUBLISHED,
                    HostState.LOST,
                    HostState.FAILED);

    public static List<Part> bar(Job job) {
        List<Part> parts = new ArrayList<>();
        int before = 0;
        for (HostState state : BAR) {
            int count = job.counts().getOrDefault(state, 0);
            if (count > 0) {
                parts.add(
                        new Part(
                                state,
                                count,
                                percent(before, job.total()),
                                percent(count, job.total())));
                before += count;
            }
        }
        return parts;
    }

    private static String percent(int part, int whole) {
        return String.format(Locale.ROOT, "%.3f%%", 100.0 * part / Math.max(1, whole));
    }

    /** The states to show with their numbers: the usual ones, and any other that is not zero. */
    public static Map<HostState, Integer> counters(Job job) {
        Map<HostState, Integer> counters = new LinkedHashMap<>();
        for (HostState state : BAR) {
            int count = job.counts().getOrDefault(state, 0);
            if (count > 0 || ALWAYS.contains(state)) {
                counters.put(state, count);
            }
        }
        return counters;
    }

    /** Function and arguments in one line, as on Salt's command line. */
    public static String command(Job job) {
        List<String> calls = new ArrayList<>();
        for (Call call : job.calls()) {
            List<String> words = new ArrayList<>(List.of(PlainText.of(call.function())));
            arguments(call).forEach(word -> words.add(SaltLine.quoted(PlainText.of(word))));
            calls.add(String.join(" ", words));
        }
        String line = String.join(" · ", calls).replace('\n', ' ');
        return line.length() > 300 ? line.substring(0, 300) + "…" : line;
    }

    /** The arguments of a call as words that would be typed. */
    static List<String> arguments(Call call) {
        List<String> words = new ArrayList<>();
        for (JsonNode argument : call.arguments()) {
            if (argument.isObject() && argument.path("__kwarg__").asBoolean(false)) {
                ((ObjectNode) argument)
                        .properties()
                        .forEach(
                                field -> {
                                    if (!field.getKey().equals("__kwarg__")) {
                                        words.add(field.getKey() + "=" + word(field.getValue()));
                                    }
                                });
            } else {
                words.add(word(argument));
            }
        }
        return words;
    }

    private static String word(JsonNode value) {
        return value.isTextual() ? value.textValue() : Json.text(value);
    }

    /** The same on the command line of a Salt master; empty when it cannot be typed there. */
    public String saltLine() {
        return SaltLine.of(job);
    }

    /** The target as typed, cut when it is a long list. */
    public static String target(Job job) {
        String text = PlainText.of(job.target().expression());
        return text.length() > 120 ? text.substring(0, 120) + "…" : text;
    }

    /** The address of the run form filled as this job was. */
    public static String again(Job job) {
        List<Object> pairs = new ArrayList<>();
        if (job.target().type() == TargetType.NODEGROUP) {
            pairs.addAll(List.of("by", "group", "group", job.target().expression()));
        } else {
            pairs.addAll(
                    List.of(
                            "by", "expression",
                            "expression", job.target().expression(),
                            "type", job.target().type().wireName()));
        }
        pairs.addAll(what(job));
        return Web.url("/run", pairs.toArray());
    }

    /** Function, arguments and patience as the run form names them. */
    private static List<Object> what(Job job) {
        Call call = job.calls().getFirst();
        List<Object> pairs =
                new ArrayList<>(
                        List.of(
                                "function", call.function(),
                                "arguments", String.join("\n", arguments(call)),
                                "timeout", job.timeout().toSeconds()));
        if (job.parkUntil() != null) {
            var time = Duration.between(job.started(), job.parkUntil());
            pairs.addAll(List.of("park", TimeSpan.write(time)));
        }
        return pairs;
    }

    /** The address of the run form filled as this job was, for these hosts. */
    static String againOn(Job job, List<HostId> hosts) {
        List<Object> pairs = new ArrayList<>(List.of("by", "hosts"));
        hosts.forEach(host -> pairs.addAll(List.of("host", host)));
        pairs.addAll(what(job));
        return Web.url("/run", pairs.toArray());
    }

    /** The hosts of a job that can be run on again, by the word in the address. */
    public static final Map<String, Set<HostState>> AGAIN =
            Map.of(
                    "all", EnumSet.allOf(HostState.class),
                    "failed", EnumSet.of(HostState.FAILED),
                    "silent", EnumSet.of(HostState.LOST, HostState.EXPIRED));

    /** The address of the run form filled as this job was, for those of its hosts that a word of {@link #AGAIN} means. */
    public static String againOn(Job job, String which) {
        List<Object> pairs = new ArrayList<>(List.of("by", "job", "job", job.jid(), "of", which));
        pairs.addAll(what(job));
        return Web.url("/run", pairs.toArray());
    }

    /** How many hosts a word of {@link #AGAIN} means now. */
    public int count(String which) {
        return AGAIN.get(which).stream().mapToInt(job::count).sum();
    }

    /** How it is looked at. */
    public JobFilter.Tab tab() {
        return switch (body) {
            case JobBody.Answers b -> JobFilter.Tab.ANSWERS;
            case JobBody.Hosts b -> JobFilter.Tab.HOSTS;
            case JobBody.Matrix b -> JobFilter.Tab.STATES;
            case JobBody.Raw b -> JobFilter.Tab.RAW;
        };
    }

    /** The ways to look at it; states only where states ran. */
    public List<JobFilter.Tab> tabs() {
        return Arrays.stream(JobFilter.Tab.values())
                .filter(tab -> tab != JobFilter.Tab.STATES || ranStates(job))
                .toList();
    }

    static boolean ranStates(Job job) {
        return job.calls().stream().anyMatch(call -> call.function().startsWith("state."));
    }

    /** The address of the same hosts looked at in another way. */
    public String in(JobFilter.Tab other) {
        return filter.in(other).url(job.jid());
    }

    /** The address of this page showing one state only; null for all. */
    public String only(HostState other) {
        return filter.only(other).url(job.jid());
    }

    /** The address of this page with all hosts. */
    public String unfiltered() {
        return JobFilter.ALL.in(filter.tab()).url(job.jid());
    }

    /** The address of the hosts that are shown as a file: {@code csv}, {@code json} or {@code text}. */
    public String export(String format) {
        return filter.in(null).url(Web.path("/jobs/{}/{}", job.jid(), format));
    }

    /** Whether it takes longer than it usually does. */
    public boolean isSlow(Instant now) {
        return usual != null
                && !job.isFinished()
                && Duration.between(job.started(), now)
                                .compareTo(usual.multipliedBy(3).dividedBy(2).plusSeconds(1))
                        > 0;
    }

    /** The address of the stream that goes on where this page ends. */
    public String feed() {
        List<Object> pairs = new ArrayList<>(filter.pairs());
        pairs.addAll(List.of("page", pager.page() == 1 ? "" : pager.page(), "after", position));
        return Web.url("/feed" + Web.path("/jobs/{}", job.jid()), pairs.toArray());
    }

    /** The last word of the classes that colour a state. */
    public static String css(HostState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** The sign of a state. */
    public static String icon(HostState state) {
        return switch (state) {
            case PARKED -> "pause";
            case PUBLISHED -> "send";
            case RUNNING -> "run";
            case OK -> "check";
            case CHANGED -> "edit";
            case FAILED -> "x";
            case LOST -> "help";
            case KILLED -> "stop";
            case EXPIRED -> "clock";
        };
    }

    public int done() {
        return done(job);
    }

    /** How many hosts are not expected to answer any more. */
    public static int done(Job job) {
        return job.counts().entrySet().stream()
                .filter(e -> e.getKey().isFinal())
                .mapToInt(Map.Entry::getValue)
                .sum();
    }
}
