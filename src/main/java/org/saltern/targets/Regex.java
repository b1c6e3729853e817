package org.saltern.targets;

import org.saltern.base.Problem;

/**
 * A regular expression in Python's syntax, matched as Python's {@code re} does by backtracking, but with an allowance of
 * steps: an expression that would take exponential time ends in a {@link Problem.BadInput} within milliseconds. Immutable.
 */
public final class Regex {
    /** The longest expression, in characters. */
    public static final int LONGEST = 1_000;

    /** The longest text that can match, in characters; longer ones do not match. */
    public static final int LONGEST_TEXT = 1_024;

    private final String text;
    private final RegexParser.Parsed parsed;

    private Regex(String text) {
        this.text = text;
        this.parsed = new RegexParser(text).parse();
    }

    /** @throws Problem.BadInput the expression is longer than {@link #LONGEST} or not one; says at which character */
    public static Regex of(String expression) {
        if (expression.length() > LONGEST) {
            throw new Problem.BadInput(
                    Problem.text("The regular expression has {0} characters", expression.length()),
                    "target",
                    Problem.text("Use at most {0}.", LONGEST));
        }
        return new Regex(expression);
    }

    /**
     * Whether the text begins with a match, as Python's {@code re.match}.
     *
     * @throws Problem.BadInput the expression took too many steps
     */
    public boolean matchesStart(String candidate) {
        return run(candidate.codePoints().toArray(), end -> true);
    }

    /** Whether the whole text is a match, as Python's {@code re.fullmatch}. */
    public boolean matchesAll(String candidate) {
        int[] in = candidate.codePoints().toArray();
        return run(in, end -> end == in.length);
    }

    private boolean run(int[] in, RegexNode.Next next) {
        return in.length <= LONGEST_TEXT
                && new RegexRun(text, in, parsed.groups()).match(parsed.root(), next);
    }

    @Override
    public String toString() {
        return text;
    }
}
