package org.saltern.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
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
     * @param isCut whether there is more than is shown here
     */
    record Block(String text, boolean isCut) implements Answer {
        /** How many lines are shown. */
        public long lines() {
            return text.lines().count();
        }

        /** The first line, to tell what it is without opening it. */
        public String first() {
            return text.lines().filter(l -> !l.isBlank()).findFirst().orElse("");
        }
    }

    /** The results of a state run, failed and changed ones first. */
    record States(List<StateResult> loud, List<StateResult> quiet) implements Answer {
        public long count(StateResult.Outcome outcome) {
            return loud.stream().filter(r -> r.outcome() == outcome).count()
                    + quiet.stream().filter(r -> r.outcome() == outcome).count();
        }

        public int total() {
            return loud.size() + quiet.size();
        }
    }

    /** As much as a list of hosts shows of each. */
    int IN_LIST = 16 * 1024;

    /** As much as the page of one host's result shows. */
    int ALONE = 1024 * 1024;

    /** The answer of a row of the ledger, cut at about {@code limit} characters. */
    static Answer of(HostRun run, int limit) {
        JsonNode result = run.result();
        if (result == null) {
            return new None();
        }
        if (result.path("truncated").isBoolean() && result.path("head").isTextual()) {
            return new Block(PlainText.of(result.path("head").textValue()), true);
        }
        if (StateResult.isStateRun(result)) {
            List<StateResult> all = StateResult.all(result, limit);
            return new States(
                    all.stream().filter(StateResult::isLoud).toList(),
                    all.stream().filter(r -> !r.isLoud()).toList());
        }
        String text =
                result.isContainerNode() ? Outline.text(result, limit) : Outline.scalar(result);
        boolean isCut = text.length() > limit;
        String shown = isCut ? text.substring(0, limit) : text.stripTrailing();
        return isShort(shown) ? new Line(word(result, shown)) : new Block(shown, isCut);
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
