package org.saltern.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.saltern.jobs.LedgerView;

/** Lays out hosts against states. */
final class MatrixMaker {
    static final int MOST_ANSWERS = 300;
    private static final int MOST_COLUMNS = 12;
    private static final int MOST_LINKED = 20;
    private static final int MOST_ROWS = 400;

    /** Hosts on which every state ended alike. */
    private static final class Alike {
        private final List<LedgerView.Line> lines = new ArrayList<>();
        private final Map<String, StateResult.Outcome> outcomes;

        Alike(Map<String, StateResult.Outcome> outcomes) {
            this.outcomes = outcomes;
        }

        private long count(StateResult.Outcome outcome) {
            return outcomes.values().stream().filter(o -> o == outcome).count();
        }
    }

    private final JobFilter filter;
    private final String path;

    MatrixMaker(JobFilter filter, String path) {
        this.filter = filter;
        this.path = path;
    }

    /** @param results what was returned under each name of an answer; hosts with another answer are only counted */
    JobBody.Matrix of(List<LedgerView.Line> lines, Map<String, JsonNode> results) {
        Map<String, StateResult> states = new LinkedHashMap<>();
        Map<String, Map<String, StateResult.Outcome>> byAnswer = new LinkedHashMap<>();
        results.forEach(
                (answer, result) -> {
                    if (StateResult.isStateRun(result)) {
                        byAnswer.put(answer, outcomes(result, states));
                    }
                });
        Map<Map<String, StateResult.Outcome>, Alike> columns = new LinkedHashMap<>();
        int unread = 0;
        for (LedgerView.Line line : lines) {
            Map<String, StateResult.Outcome> outcomes = byAnswer.get(line.answer());
            if (outcomes != null) {
                columns.computeIfAbsent(outcomes, Alike::new).lines.add(line);
            } else if (line.answer() != null && !results.containsKey(line.answer())) {
                unread++;
            }
        }
        List<Alike> sorted =
                columns.values().stream()
                        .sorted(
                                Comparator.<Alike>comparingLong(
                                                c -> -c.count(StateResult.Outcome.FAILED))
                                        .thenComparingInt(c -> c.lines.size()))
                        .toList();
        List<Alike> shown = sorted.subList(0, Math.min(MOST_COLUMNS, sorted.size()));
        return new JobBody.Matrix(
                shown.stream().map(this::column).toList(),
                rows(states, shown),
                sorted.size() - shown.size(),
                unread);
    }

    private static Map<String, StateResult.Outcome> outcomes(
            JsonNode result, Map<String, StateResult> states) {
        Map<String, StateResult.Outcome> outcomes = new LinkedHashMap<>();
        StateResult.all(result, 0).stream()
                .sorted(Comparator.comparingInt(StateResult::order))
                .forEach(
                        state -> {
                            states.putIfAbsent(state.key(), state);
                            outcomes.put(state.key(), state.outcome());
                        });
        return outcomes;
    }

    private JobBody.Column column(Alike alike) {
        List<String> answers =
                alike.lines.stream().map(LedgerView.Line::answer).distinct().toList();
        String url =
                answers.size() > MOST_LINKED
                        ? ""
                        : filter.answered(answers).in(JobFilter.Tab.HOSTS).url(path);
        return new JobBody.Column(alike.lines.size(), alike.lines.getFirst().host(), url);
    }

    /** Those that failed somewhere first, then those that changed something, then the rest, in the order they ran. */
    private static List<JobBody.StateRow> rows(
            Map<String, StateResult> states, List<Alike> columns) {
        return states.entrySet().stream()
                .map(
                        e ->
                                new JobBody.StateRow(
                                        e.getValue().id(),
                                        e.getValue().name(),
                                        e.getValue().function(),
                                        columns.stream()
                                                .map(c -> c.outcomes.get(e.getKey()))
                                                .collect(Collectors.toList())))
                .filter(row -> row.cells().stream().anyMatch(cell -> cell != null))
                .sorted(Comparator.comparing(MatrixMaker::worst))
                .limit(MOST_ROWS)
                .toList();
    }

    private static StateResult.Outcome worst(JobBody.StateRow row) {
        return row.cells().stream()
                .filter(cell -> cell != null)
                .min(Comparator.naturalOrder())
                .orElse(StateResult.Outcome.OK);
    }
}
