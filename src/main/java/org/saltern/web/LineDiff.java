package org.saltern.web;

import java.util.ArrayList;
import java.util.List;
import org.saltern.web.Difference.Line;

/** The lines of two texts in one list: the longest common part once, the rest marked. */
final class LineDiff {
    /** Above so many pairs of lines the middle is shown as replaced: nobody reads a difference of that size. */
    private static final int MOST_PAIRS = 1_000_000;

    private LineDiff() {}

    static List<Line> of(List<String> before, List<String> now) {
        int head = 0;
        while (head < before.size()
                && head < now.size()
                && before.get(head).equals(now.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < before.size() - head
                && tail < now.size() - head
                && before.get(before.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
            tail++;
        }
        List<Line> lines = new ArrayList<>();
        before.subList(0, head).forEach(text -> lines.add(new Line(' ', text)));
        middle(
                before.subList(head, before.size() - tail),
                now.subList(head, now.size() - tail),
                lines);
        before.subList(before.size() - tail, before.size())
                .forEach(text -> lines.add(new Line(' ', text)));
        return lines;
    }

    private static void middle(List<String> before, List<String> now, List<Line> lines) {
        int m = before.size();
        int n = now.size();
        if ((long) m * n > MOST_PAIRS) {
            before.forEach(text -> lines.add(new Line('-', text)));
            now.forEach(text -> lines.add(new Line('+', text)));
            return;
        }
        int[][] common = common(before, now);
        int i = 0;
        int j = 0;
        while (i < m || j < n) {
            if (i < m && j < n && before.get(i).equals(now.get(j))) {
                lines.add(new Line(' ', before.get(i++)));
                j++;
            } else if (j >= n || (i < m && common[i + 1][j] >= common[i][j + 1])) {
                lines.add(new Line('-', before.get(i++)));
            } else {
                lines.add(new Line('+', now.get(j++)));
            }
        }
    }

    /** How many lines the rests from i and j on have in common, in order. */
    private static int[][] common(List<String> before, List<String> now) {
        int[][] common = new int[before.size() + 1][now.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = now.size() - 1; j >= 0; j--) {
                common[i][j] =
                        before.get(i).equals(now.get(j))
                                ? common[i + 1][j + 1] + 1
                                : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
