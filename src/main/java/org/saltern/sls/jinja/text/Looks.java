package org.saltern.sls.jinja.text;

import org.saltern.sls.jinja.values.Errors;

/** A text for Java's regular expressions that can be looked at only so often: backtracking ends with an error. */
public final class Looks implements CharSequence {
    private static final int MOST = 5_000_000;

    private final String text;
    private final int from;
    private final int to;
    private final int[] looks;

    private Looks(String text, int from, int to, int[] looks) {
        this.text = text;
        this.from = from;
        this.to = to;
        this.looks = looks;
    }

    /** The text with an allowance of its own. */
    public static CharSequence limited(String text) {
        return new Looks(text, 0, text.length(), new int[1]);
    }

    @Override
    public int length() {
        return to - from;
    }

    @Override
    public char charAt(int index) {
        if (++looks[0] > MOST) {
            throw Errors.limit("a regular expression takes too many steps");
        }
        return text.charAt(from + index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new Looks(text, from + start, from + end, looks);
    }

    @Override
    public String toString() {
        return text.substring(from, to);
    }
}
