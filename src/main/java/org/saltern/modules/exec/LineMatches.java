package org.saltern.modules.exec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which runs of lines two texts share: the longest common run first, then the same on either side of it, as Ratcliff and
 * Obershelp describe and Python's difflib does. Lines that make up more than a hundredth of a long text do not begin a
 * run. Time is quadratic in the worst case, space linear.
 */
final class LineMatches {
    private static final int LONG = 200;

    /** Equal runs: where they begin in either text. The last block is empty and stands at both ends. */
    record Block(int before, int after, int length) {}

    private record Range(int before, int beforeEnd, int after, int afterEnd) {}

    private final List<String> before;
    private final List<String> after;
    private final Map<String, List<Integer>> places = new HashMap<>();

    private LineMatches(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
        for (int j = 0; j < after.size(); j++) {
            places.computeIfAbsent(after.get(j), k -> new ArrayList<>()).add(j);
        }
        if (after.size() >= LONG) {
            int popular = after.size() / 100 + 1;
            places.values().removeIf(p -> p.size() > popular);
        }
    }

    /** In order of place. */
    static List<Block> of(List<String> before, List<String> after) {
        return new LineMatches(before, after).blocks();
    }

    private List<Block> blocks() {
        var found = new ArrayList<Block>();
        var open = new ArrayDeque<Range>();
        open.push(new Range(0, before.size(), 0, after.size()));
        while (!open.isEmpty()) {
            Range r = open.pop();
            Block b = longest(r);
            if (b.length() > 0) {
                found.add(b);
                open.push(new Range(r.before(), b.before(), r.after(), b.after()));
                open.push(
                        new Range(
                                b.before() + b.length(),
                                r.beforeEnd(),
                                b.after() + b.length(),
                                r.afterEnd()));
            }
        }
        found.sort(Comparator.comparingInt(Block::before));
        found.add(new Block(before.size(), after.size(), 0));
        return found;
    }

    private Block longest(Range r) {
        Block best = new Block(r.before(), r.after(), 0);
        Map<Integer, Integer> ending = new HashMap<>();
        for (int i = r.before(); i < r.beforeEnd(); i++) {
            Map<Integer, Integer> now = new HashMap<>();
            for (int j : places.getOrDefault(before.get(i), List.of())) {
                if (j < r.after() || j >= r.afterEnd()) {
                    continue;
                }
                int length = ending.getOrDefault(j - 1, 0) + 1;
                now.put(j, length);
                if (length > best.length()) {
                    best = new Block(i - length + 1, j - length + 1, length);
                }
            }
            ending = now;
        }
        return widened(best, r);
    }

    /** Popular lines do not begin a run, but belong to one that they touch. */
    private Block widened(Block found, Range r) {
        int i = found.before();
        int j = found.after();
        int end = i + found.length();
        int endAfter = j + found.length();
        while (i > r.before() && j > r.after() && before.get(i - 1).equals(after.get(j - 1))) {
            i--;
            j--;
        }
        while (end < r.beforeEnd()
                && endAfter < r.afterEnd()
                && before.get(end).equals(after.get(endAfter))) {
            end++;
            endAfter++;
        }
        return new Block(i, j, end - i);
    }
}
