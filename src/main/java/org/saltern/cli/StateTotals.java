package org.saltern.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Adds up the states of one host for the summary under them. */
final class StateTotals {
    private int succeeded;
    private int undecided;
    private int failed;
    private int warned;
    private int changed;
    private double millis;
    private double longestParallel;

    void add(StateResult state, boolean hasChanged) {
        if (state.isFailed()) {
            failed++;
        } else if (state.isUndecided()) {
            undecided++;
        } else {
            succeeded++;
        }
        changed += hasChanged ? 1 : 0;
        warned += state.warnings().isEmpty() ? 0 : 1;
        if (state.parallel()) {
            longestParallel = Math.max(longestParallel, state.millis());
        } else {
            millis += state.millis();
        }
    }

    int changed() {
        return changed;
    }

    List<String> lines(String host, Pen pen) {
        int digits =
                IntStream.of(succeeded, undecided, failed, warned)
                        .filter(n -> n > 0)
                        .map(n -> Integer.toString(n).length())
                        .max()
                        .orElse(0);
        int width = "Succeeded: ".length() + digits;
        String rule = "-".repeat(width);
        List<String> lines = new ArrayList<>();
        lines.add(pen.paint(Ink.CYAN, "\nSummary for " + host + "\n" + rule));
        lines.add(
                pen.paint(Ink.GREEN, count("Succeeded", succeeded + undecided, width))
                        + hints(pen));
        lines.add(pen.paint(failed > 0 ? Ink.RED : Ink.CYAN, count("Failed", failed, width)));
        if (warned > 0) {
            lines.add(pen.paint(Ink.LIGHT_RED, count("Warnings", warned, width)));
        }
        String total = right(Integer.toString(succeeded + undecided + failed), width - 7);
        lines.add(pen.paint(Ink.CYAN, rule + "\nTotal states run: " + total));
        lines.add(pen.paint(Ink.CYAN, "Total run time: " + time(width - 5)));
        return lines;
    }

    private String hints(Pen pen) {
        List<String> hints = new ArrayList<>();
        if (undecided > 0) {
            hints.add(pen.paint(Ink.LIGHT_YELLOW, "unchanged=" + undecided));
        }
        if (changed > 0) {
            hints.add(pen.paint(Ink.GREEN, "changed=" + changed));
        }
        return hints.isEmpty() ? "" : " (" + String.join(", ", hints) + ")";
    }

    private String time(int width) {
        double sum = millis + longestParallel;
        boolean seconds = sum > 999;
        String text = String.format(Locale.ROOT, "%.3f", seconds ? sum / 1000 : sum);
        return right(text, width) + (seconds ? " s" : " ms");
    }

    private static String count(String label, int count, int width) {
        return label + ": " + right(Integer.toString(count), width - label.length() - 2);
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
