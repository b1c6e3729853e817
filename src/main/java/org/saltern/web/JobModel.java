package org.saltern.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.saltern.base.Json;
import org.saltern.base.TimeSpan;
import org.saltern.hosts.TargetType;
import org.saltern.jobs.Call;
import org.saltern.jobs.HostRun;
import org.saltern.jobs.HostState;
import org.saltern.jobs.Job;

/**
 * One job, as its page shows it.
 *
 * @param state the only state shown, null for all
 * @param rows the hosts on this page, those to look at first first
 * @param position of the newest change that is surely drawn
 */
public record JobModel(
        Job job, HostState state, List<Row> rows, Pager pager, long position, boolean mayRun) {
    /**
     * One host of the job.
     *
     * @param progress output sent ahead while it runs, empty for none
     */
    public record Row(HostRun run, Answer answer, String progress, boolean isOpen) {
        /** The id of its element on the page. */
        public String id() {
            return "host-"
                    + Integer.toHexString(run.host().hashCode())
                    + "-"
                    + run.host().value().length();
        }
    }

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
            arguments(call).forEach(word -> words.add(quoted(PlainText.of(word))));
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

    private static String quoted(String word) {
        boolean isPlain = word.matches("[\\p{L}\\p{N}_./:=@%+,-]+");
        return isPlain ? word : "'" + word.replace("'", "'\\''") + "'";
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
        Call call = job.calls().getFirst();
        pairs.addAll(
                List.of(
                        "function", call.function(),
                        "arguments", String.join("\n", arguments(call)),
                        "timeout", job.timeout().toSeconds()));
        if (job.parkUntil() != null) {
            var time = Duration.between(job.started(), job.parkUntil());
            pairs.addAll(List.of("park", TimeSpan.write(time)));
        }
        return Web.url("/run", pairs.toArray());
    }

    /** The address of this page showing one state only; null for all. */
    public String only(HostState other) {
        return Web.url(
                Web.path("/jobs/{}", job.jid()),
                "state",
                other == null ? "" : other.name().toLowerCase(Locale.ROOT));
    }

    /** The address of the stream that goes on where this page ends. */
    public String feed() {
        return Web.url(
                "/feed" + Web.path("/jobs/{}", job.jid()),
                "state",
                state == null ? "" : state.name().toLowerCase(Locale.ROOT),
                "page",
                pager.page() == 1 ? "" : pager.page(),
                "after",
                position);
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
