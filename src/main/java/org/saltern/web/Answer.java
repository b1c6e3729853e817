package org.saltern.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.saltern.jobs.HostRun;

/** What a host returned, in the shape it is drawn in. Always text. */
public sealed interface Answer {
    /** Nothing was returned. */
    record None() implements Answer {}

    /** One short line: {@code True}, a number, a sentence. */
    record Line(String text) implements Answer {}

    /**
     * Output of several lines.
     *
     * @param runs the text in its colours
     * @param isCut whether there is more than is shown here
     */
    record Block(List<Ansi.Run> runs, boolean isCut) implements Answer {
        public String text() {
            return runs.stream().map(Ansi.Run::text).collect(Collectors.joining());
        }

        /** How many lines are shown. */
        public long lines() {
            return text().lines().count();
        }

        /** The first line, to tell what it is without opening it. */
        public String first() {
            return text().lines().filter(l -> !l.isBlank()).findFirst().orElse("");
        }
    }

    /**
     * The results of a state run.
     *
     * @param loud failed and changed ones
     * @param quiet the others
     * @param hidden how many more there are than are shown here
     * @param counts of all, by how they ended
     */
    record States(
            List<StateResult> loud,
            List<StateResult> quiet,
            int hidden,
            Map<StateResult.Outcome, Integer> counts)
            implements Answer {
        public int count(StateResult.Outcome outcome) {
            return counts.getOrDefault(outcome, 0);
        }

        public int total() {
            return loud.size() + quiet.size() + hidden;
        }

        /** Of the results of a run, those to look at first first, so many. */
        static States of(List<StateResult> all, int most) {
            Map<StateResult.Outcome, Integer> counts = new EnumMap<>(StateResult.Outcome.class);
            all.forEach(state -> counts.merge(state.outcome(), 1, Integer::sum));
            List<StateResult> shown = all.subList(0, Math.min(most, all.size()));
            return new States(
                    shown.stream().filter(StateResult::isLoud).toList(),
                    shown.stream().filter(state -> !state.isLoud()).toList(),
                    all.size() - shown.size(),
                    counts);
        }
    }

    /** As many characters of an output are as much to look at as one state. */
    int STATE = 300;

    /** As much as a list of hosts shows of each. */
    int IN_LIST = 16 * 1024;

    /** As much as the page of one host's result shows. */
    int ALONE = 1024 * 1024;

    /** The answer of a row of the ledger, cut at about {@code limit} characters. */
    static Answer of(HostRun run, int limit) {
        return of(run.result(), limit);
    }

    /** What was returned, null for nothing; cut at about {@code limit} characters. */
    static Answer of(JsonNode result, int limit) {
        if (result == null) {
            return new None();
        }
        if (isCut(result)) {
            return block(result.path("head").textValue(), limit, true);
        }
        if (StateResult.isStateRun(result)) {
            return States.of(StateResult.all(result, limit), Math.max(4, limit / STATE));
        }
        if (result.isTextual()) {
            Block block = block(result.textValue(), limit, false);
            String text = block.text();
            return isShort(text) && !block.isCut() ? new Line(text) : block;
        }
        String text =
                result.isContainerNode() ? Outline.text(result, limit) : Outline.scalar(result);
        if (isShort(text)) {
            return new Line(word(result, text));
        }
        boolean isCut = text.length() > limit;
        return new Block(List.of(new Ansi.Run("", isCut ? text.substring(0, limit) : text)), isCut);
    }

    /** Whether this is what is kept of a return that was too large to be kept whole. */
    static boolean isCut(JsonNode result) {
        return result.path("truncated").isBoolean() && result.path("head").isTextual();
    }

    private static Block block(String foreign, int limit, boolean isCutAlready) {
        boolean isLong =
                foreign.length() > 4L * limit; // a colour takes more characters than it shows
        String some = isLong ? foreign.substring(0, 4 * limit) : foreign.stripTrailing();
        List<Ansi.Run> runs = Ansi.runs(some);
        List<Ansi.Run> shown = Ansi.cut(runs, limit);
        return new Block(shown, isCutAlready || isLong || !shown.equals(runs));
    }

    private static boolean isShort(String text) {
        return text.length() <= 120 && text.indexOf('\n') < 0;
    }

    /** Booleans as Salt prints them. */
    private static String word(JsonNode result, String text) {
        if (result.isBoolean()) {
            return result.booleanValue() ? "True" : "False";
        }
        return result.isNull() ? "None" : text;
    }
}
