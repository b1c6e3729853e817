package org.saltern.modules.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The difference of two texts in unified form with three lines of context, headed and cut into hunks as Python's difflib
 * does it, so that reports read as Salt's.
 */
public final class UnifiedDiff {
    private static final int CONTEXT = 3;

    /** A line that stays (' '), goes ('-') or comes ('+'), with the lines before it in the old and new text. */
    private record Step(char kind, String line, int before, int after) {}

    private final List<String> before;
    private final List<String> after;
    private final List<Step> steps = new ArrayList<>();

    private UnifiedDiff(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
    }

    /** Empty when the texts are equal. */
    public static String of(String before, String after) {
        if (before.equals(after)) {
            return "";
        }
        return String.join("", diff(lines(before), lines(after), "\n"));
    }

    /** The form that {@code file.append} reports: lines without their ends, the heads with one, joined by line feeds. */
    public static String ofLines(List<String> before, List<String> after) {
        return before.equals(after) ? "" : String.join("\n", diff(before, after, "\n"));
    }

    private static List<String> diff(List<String> before, List<String> after, String end) {
        var diff = new UnifiedDiff(before, after);
        diff.compare();
        return diff.printed(end);
    }

    /** The lines of a text with their ends. */
    public static List<String> lines(String text) {
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
        int i = 0;
        int j = 0;
        for (LineMatches.Block block : LineMatches.of(before, after)) {
            while (i < block.before()) {
                steps.add(new Step('-', before.get(i), i++, j));
            }
            while (j < block.after()) {
                steps.add(new Step('+', after.get(j), i, j++));
            }
            for (int n = 0; n < block.length(); n++) {
                steps.add(new Step(' ', before.get(i), i++, j++));
            }
        }
    }

    private List<String> printed(String end) {
        var out = new ArrayList<>(List.of("--- " + end, "+++ " + end));
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
            hunk(out, steps.subList(from, at), end);
        }
        return out;
    }

    private static void hunk(List<String> out, List<Step> hunk, String end) {
        long old = hunk.stream().filter(s -> s.kind() != '+').count();
        long now = hunk.stream().filter(s -> s.kind() != '-').count();
        Step first = hunk.get(0);
        out.add(
                "@@ -"
                        + range(first.before(), old)
                        + " +"
                        + range(first.after(), now)
                        + " @@"
                        + end);
        out.addAll(hunk.stream().map(s -> s.kind() + s.line()).collect(Collectors.toList()));
    }

    private static String range(int from, long length) {
        return length == 1
                ? Integer.toString(from + 1)
                : (length == 0 ? from : from + 1) + "," + length;
    }
}
