package org.saltern.modules.exec;

import java.util.ArrayList;
import java.util.List;

/** The difference of two texts in unified form with three lines of context, headed as Salt heads it. */
final class UnifiedDiff {
    private static final int CONTEXT = 3;
    private static final int LARGEST =
            4_000_000; // cells of the table: about 2000 changed lines on each side

    /** A line that stays (' '), goes ('-') or comes ('+'), with the lines before it in the old and new text. */
    private record Step(char kind, String line, int before, int after) {}

    private final List<String> before;
    private final List<String> after;
    private final List<Step> steps = new ArrayList<>();

    private UnifiedDiff(String before, String after) {
        this.before = lines(before);
        this.after = lines(after);
    }

    /** Empty when the texts are equal. */
    static String of(String before, String after) {
        if (before.equals(after)) {
            return "";
        }
        var diff = new UnifiedDiff(before, after);
        diff.compare();
        return diff.printed();
    }

    private static List<String> lines(String text) {
        var out = new ArrayList<String>();
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            out.add(text.substring(from, end + 1));
            from = end + 1;
        }
        if (from < text.length()) {
            out.add(text.substring(from));
        }
        return out;
    }

    private void compare() {
        int head = 0;
        while (head < Math.min(before.size(), after.size())
                && before.get(head).equals(after.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < Math.min(before.size(), after.size()) - head
                && before.get(before.size() - 1 - tail)
                        .equals(after.get(after.size() - 1 - tail))) {
            tail++;
        }
        for (int i = 0; i < head; i++) {
            steps.add(new Step(' ', before.get(i), i, i));
        }
        middle(head, before.size() - tail, after.size() - tail);
        for (int i = tail; i > 0; i--) {
            steps.add(
                    new Step(
                            ' ',
                            before.get(before.size() - i),
                            before.size() - i,
                            after.size() - i));
        }
    }

    /** Longest common subsequence of what lies between equal head and tail; too large a part is replaced as a whole. */
    private void middle(int from, int endBefore, int endAfter) {
        int n = endBefore - from;
        int m = endAfter - from;
        int[][] common = new int[(long) n * m > LARGEST ? 1 : n + 1][];
        for (int i = common.length - 1; i >= 0; i--) {
            common[i] = new int[m + 1];
            for (int j = m - 1; j >= 0 && i < n && common.length > 1; j--) {
                common[i][j] =
                        before.get(from + i).equals(after.get(from + j))
                                ? common[i + 1][j + 1] + 1
                                : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < n || j < m) {
            boolean table = common.length > 1 && i < n && j < m;
            if (table && before.get(from + i).equals(after.get(from + j))) {
                steps.add(new Step(' ', before.get(from + i), from + i++, from + j++));
            } else if (i < n && (!table || common[i + 1][j] >= common[i][j + 1])) {
                steps.add(new Step('-', before.get(from + i), from + i++, from + j));
            } else {
                steps.add(new Step('+', after.get(from + j), from + i, from + j++));
            }
        }
    }

    private String printed() {
        var out = new StringBuilder("--- \n+++ \n");
        int at = 0;
        while (at < steps.size()) {
            int first = at;
            while (first < steps.size() && steps.get(first).kind() == ' ') {
                first++;
            }
            if (first == steps.size()) {
                break;
            }
            int last = first;
            for (int i = first; i < steps.size() && i - last <= 2 * CONTEXT; i++) {
                last = steps.get(i).kind() == ' ' ? last : i;
            }
            int from = Math.max(at, first - CONTEXT);
            at = Math.min(steps.size(), last + 1 + CONTEXT);
            hunk(out, steps.subList(from, at));
        }
        return out.toString();
    }

    private static void hunk(StringBuilder out, List<Step> hunk) {
        long old = hunk.stream().filter(s -> s.kind() != '+').count();
        long now = hunk.stream().filter(s -> s.kind() != '-').count();
        Step first = hunk.get(0);
        out.append("@@ -")
                .append(range(first.before(), old))
                .append(" +")
                .append(range(first.after(), now))
                .append(" @@\n");
        hunk.forEach(s -> out.append(s.kind()).append(s.line()));
    }

    private static String range(int from, long length) {
        return length == 1
                ? Integer.toString(from + 1)
                : (length == 0 ? from : from + 1) + "," + length;
    }
}
