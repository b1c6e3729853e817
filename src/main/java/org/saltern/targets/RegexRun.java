package org.saltern.targets;

import java.util.Arrays;
import org.saltern.base.Problem;

/** One attempt to match: the text, what the groups hold, and how much work is left. */
final class RegexRun {
    /** Everyday expressions on a host name take some hundreds of steps. */
    private static final int STEPS = 50_000;

    /** Keeps the recursion well inside the smallest stack a thread has here. */
    private static final int DEPTH = 1_500;

    final int[] in;
    private final String expression;
    private final int[] starts;
    private final int[] ends;
    private int steps;
    private int depth;

    RegexRun(String expression, int[] in, int groups) {
        this.expression = expression;
        this.in = in;
        this.starts = new int[groups + 1];
        this.ends = new int[groups + 1];
        Arrays.fill(starts, -1);
    }

    /**
     * Whether the expression matches.
     *
     * @throws Problem.BadInput it takes too many steps or repeats too deeply
     */
    boolean match(RegexNode root, RegexNode.Next next) {
        try {
            return root.match(this, 0, next);
        } catch (TooMuch e) {
            throw depth > DEPTH
                    ? tooMuch(Problem.text("repeats too deeply"))
                    : tooMuch(Problem.text("takes too many steps"));
        }
    }

    /** Ends a run. What the reader is told is put into words where the stack is empty again. */
    private static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooMuch() {
            super(null, null, false, false);
        }
    }

    /** Counts one step. */
    void step() {
        if (++steps > STEPS) {
            throw new TooMuch();
        }
    }

    /** Matches a part one level deeper. */
    boolean deeper(RegexNode node, int at, RegexNode.Next next) {
        step();
        if (++depth > DEPTH) {
            throw new TooMuch();
        }
        boolean matched = node.match(this, at, next);
        depth--;
        return matched;
    }

    private Problem tooMuch(Problem.Text what) {
        return new Problem.BadInput(
                Problem.text("The regular expression '{0}' {1}", Problem.shown(expression), what),
                "target",
                Problem.text(
                        "Avoid repeats inside repeats, such as (a+)+; use a glob or a list instead."));
    }

    boolean isSet(int group) {
        return starts[group] >= 0;
    }

    int start(int group) {
        return starts[group];
    }

    int end(int group) {
        return ends[group];
    }

    void set(int group, int start, int end) {
        starts[group] = start;
        ends[group] = end;
    }
}
