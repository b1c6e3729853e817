package org.saltern.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** In what one answer differs from the one that most hosts gave. */
public sealed interface Difference {
    /**
     * By lines, with two lines around each place.
     *
     * @param isCut whether there are more places than are shown
     */
    record Lines(List<Line> lines, boolean isCut) implements Difference {}

    /** One line: {@code +} only here, {@code -} only in the usual answer, a space in both, {@code …} left out. */
    record Line(char sign, String text) {
        public String css() {
            return sign == '+' ? "diff-add" : sign == '-' ? "diff-del" : "diff-at";
        }
    }

    /**
     * By the states of a state run.
     *
     * @param more how many more differ than are shown
     */
    record States(List<Pair> pairs, int more) implements Difference {}

    /** One state; null on the side where it is not. */
    record Pair(StateResult here, StateResult usual) {}

    int MOST_LINES = 40;
    int MOST_STATES = 20;
    int LONGEST = 64 * 1024;

    /** Null when there is nothing to show that the two answers themselves would not show as well. */
    static Difference between(JsonNode usual, JsonNode here) {
        if (StateResult.isStateRun(usual) && StateResult.isStateRun(here)) {
            return states(usual, here);
        }
        List<String> before = text(usual);
        List<String> now = text(here);
        return before.size() < 2 || now.size() < 2 ? null : lines(before, now);
    }

    private static Difference states(JsonNode usual, JsonNode here) {
        Map<String, StateResult> before = byKey(usual);
        Map<String, StateResult> now = byKey(here);
        List<Pair> pairs = new ArrayList<>();
        now.forEach(
                (key, state) -> {
                    StateResult other = before.remove(key);
                    if (other == null || !state.isLike(other)) {
                        pairs.add(new Pair(state, other));
                    }
                });
        before.values().forEach(gone -> pairs.add(new Pair(null, gone)));
        int shown = Math.min(MOST_STATES, pairs.size());
        return pairs.isEmpty()
                ? null
                : new States(List.copyOf(pairs.subList(0, shown)), pairs.size() - shown);
    }

    private static Map<String, StateResult> byKey(JsonNode run) {
        Map<String, StateResult> states = new LinkedHashMap<>();
        StateResult.all(run, LONGEST).forEach(state -> states.put(state.key(), state));
        return states;
    }

    private static List<String> text(JsonNode result) {
        String text =
                result.isTextual()
                        ? PlainText.of(cut(result.textValue()))
                        : Outline.text(result, LONGEST);
        return text.lines().toList();
    }

    private static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }

    private static Difference lines(List<String> before, List<String> now) {
        List<Line> all = LineDiff.of(before, now);
        boolean[] near = new boolean[all.size()];
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).sign() != ' ') {
                Arrays.fill(near, Math.max(0, i - 2), Math.min(near.length, i + 3), true);
            }
        }
        List<Line> shown = new ArrayList<>();
        for (int i = 0; i < all.size() && shown.size() <= MOST_LINES; i++) {
            if (near[i]) {
                shown.add(all.get(i));
            } else if (i == 0 || near[i - 1]) {
                shown.add(new Line('…', ""));
            }
        }
        boolean isCut = shown.size() > MOST_LINES;
        return new Lines(isCut ? List.copyOf(shown.subList(0, MOST_LINES)) : shown, isCut);
    }
}
