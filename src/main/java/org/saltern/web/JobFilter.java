package org.saltern.web;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.saltern.base.Jid;
import org.saltern.jobs.HostState;
import org.saltern.jobs.LedgerView;
import org.saltern.jobs.OutputSearch;

/**
 * Which hosts of a job are looked at, and how; all of it is in the address of the page.
 *
 * @param tab null for the one that fits the size of the job
 * @param state only hosts in this state; null for all
 * @param search part of a hostname or of what was returned; empty for all
 * @param answers only hosts that gave one of these answers; empty for all
 */
public record JobFilter(Tab tab, HostState state, String search, List<String> answers) {
    /** The ways to look at a job. */
    public enum Tab {
        ANSWERS,
        HOSTS,
        STATES,
        RAW
    }

    static final JobFilter ALL = new JobFilter(null, null, "", List.of());

    private static final int LONGEST_SEARCH = 200;
    private static final int MOST_ANSWERS = 50;
    private static final Pattern ANSWER = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Comparator<LedgerView.Line> ORDER =
            Comparator.<LedgerView.Line>comparingInt(line -> JobModel.LIST.indexOf(line.state()))
                    .thenComparing(LedgerView.Line::host);

    public JobFilter {
        answers = List.copyOf(answers);
    }

    static JobFilter of(Context ctx) {
        String search = Web.query(ctx, "q");
        return new JobFilter(
                constant(Tab.values(), Web.query(ctx, "view")),
                constant(HostState.values(), Web.query(ctx, "state")),
                search.length() > LONGEST_SEARCH ? search.substring(0, LONGEST_SEARCH) : search,
                ctx.queryParams("answer").stream()
                        .filter(answer -> ANSWER.matcher(answer).matches())
                        .limit(MOST_ANSWERS)
                        .toList());
    }

    private static <E extends Enum<E>> E constant(E[] all, String word) {
        for (E one : all) {
            if (one.name().equalsIgnoreCase(word)) {
                return one;
            }
        }
        return null;
    }

    boolean isEmpty() {
        return state == null && search.isEmpty() && answers.isEmpty();
    }

    /** The hosts that are meant, those to look at first first. */
    List<LedgerView.Line> select(LedgerView view, OutputSearch search) {
        List<LedgerView.Line> lines =
                view.lines().stream()
                        .filter(line -> state == null || line.state() == state)
                        .filter(line -> answers.isEmpty() || answers.contains(line.answer()))
                        .toList();
        if (!this.search.isEmpty()) {
            String part = this.search.toLowerCase(Locale.ROOT);
            Set<String> found =
                    search.among(
                            lines.stream()
                                    .map(LedgerView.Line::answer)
                                    .filter(answer -> answer != null)
                                    .distinct()
                                    .toList());
            lines =
                    lines.stream()
                            .filter(
                                    line ->
                                            line.host()
                                                            .value()
                                                            .toLowerCase(Locale.ROOT)
                                                            .contains(part)
                                                    || found.contains(line.answer()))
                            .toList();
        }
        return lines.stream().sorted(ORDER).toList();
    }

    JobFilter in(Tab other) {
        return new JobFilter(other, state, search, answers);
    }

    JobFilter only(HostState other) {
        return new JobFilter(tab, other, search, answers);
    }

    JobFilter answered(List<String> others) {
        return new JobFilter(tab, state, search, others);
    }

    /** Names and values of the address. */
    List<Object> pairs() {
        List<Object> pairs = new ArrayList<>();
        pairs.addAll(List.of("view", word(tab), "state", word(state), "q", search));
        answers.forEach(answer -> pairs.addAll(List.of("answer", answer)));
        return pairs;
    }

    String url(String path) {
        return Web.url(path, pairs().toArray());
    }

    String url(Jid jid) {
        return url(Web.path("/jobs/{}", jid));
    }

    /** How a constant stands in an address; empty for null. */
    public static String word(Enum<?> constant) {
        return constant == null ? "" : constant.name().toLowerCase(Locale.ROOT);
    }
}
