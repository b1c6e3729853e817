package org.saltern.targets;

import org.saltern.base.Problem;

/** The characters of a regular expression, read from left to right. */
final class RegexSource {
    private final String text;
    private final int[] in;
    private int at;

    RegexSource(String text) {
        this.text = text;
        this.in = text.codePoints().toArray();
    }

    boolean more() {
        return at < in.length;
    }

    /** The next character, not taken; -1 at the end. */
    int peek() {
        return more() ? in[at] : -1;
    }

    int next() {
        if (!more()) {
            throw bad(Problem.text("an end where more was expected"));
        }
        return in[at++];
    }

    /** Takes the next character when it is this one. */
    boolean take(int c) {
        boolean there = peek() == c;
        at += there ? 1 : 0;
        return there;
    }

    int at() {
        return at;
    }

    void back(int to) {
        at = to;
    }

    /** Takes all up to and with this character. */
    String until(int c) {
        var out = new StringBuilder();
        while (peek() != c) {
            out.appendCodePoint(next());
        }
        at++;
        return out.toString();
    }

    /** As {@link #until}, where the end will do as well. */
    void skipTo(int c) {
        while (more() && next() != c) {
            continue;
        }
    }

    /** A decimal number of so many digits at most; -1 when none stands here. */
    int number(int digits) {
        int value = -1;
        for (int i = 0; i < digits && peek() >= '0' && peek() <= '9'; i++) {
            value = Math.max(value, 0) * 10 + (next() - '0');
        }
        return value;
    }

    /** The value of exactly so many digits in this base. */
    int digits(int count, int base) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            int digit = Character.digit(next(), base);
            if (digit < 0) {
                throw bad(Problem.text("an escape that lacks digits"));
            }
            value = value * base + digit;
        }
        return value;
    }

    Problem bad(Problem.Text what) {
        return new Problem.BadInput(
                Problem.text("Not a regular expression: '{0}' has {1}", Problem.shown(text), what),
                "target, character " + at + " of the expression",
                Problem.text(
                        "Use Python's syntax; write \\ before a character that stands for itself."));
    }
}
