package org.saltern.targets;

import java.util.ArrayList;
import java.util.List;

/**
 * A shell pattern with the meaning of Python's {@code fnmatch}: {@code *}, {@code ?}, {@code [seq]}, {@code [!seq]}; a bracket
 * that is not closed stands for itself, a range that runs backwards holds nothing. Case counts. Matching takes time
 * proportional to pattern × text at worst. Immutable.
 */
public final class Glob {
    /** One place of the pattern: any run of characters, or one character out of a set. */
    private record Place(boolean star, CodePoints set) {}

    private final String text;
    private final List<Place> places = new ArrayList<>();

    private Glob(String text) {
        this.text = text;
    }

    /** Never fails: every text is a pattern. */
    public static Glob of(String pattern) {
        var glob = new Glob(pattern);
        glob.read(pattern.codePoints().toArray());
        return glob;
    }

    /** Whether the whole text matches. */
    public boolean matches(String candidate) {
        int[] in = candidate.codePoints().toArray();
        int at = 0;
        int place = 0;
        int star = -1;
        int resume = 0;
        while (at < in.length) {
            if (place < places.size() && places.get(place).star) {
                star = place++;
                resume = at;
            } else if (place < places.size() && places.get(place).set.has(in[at])) {
                place++;
                at++;
            } else if (star >= 0) {
                place = star + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        while (place < places.size() && places.get(place).star) {
            place++;
        }
        return place == places.size();
    }

    private void read(int[] in) {
        int at = 0;
        while (at < in.length) {
            int c = in[at];
            int close = c == '[' ? closing(in, at) : -1;
            if (c == '*') {
                places.add(new Place(true, CodePoints.NONE));
                at++;
            } else if (c == '?') {
                places.add(new Place(false, CodePoints.ALL));
                at++;
            } else if (close > 0) {
                places.add(new Place(false, set(in, at + 1, close)));
                at = close + 1;
            } else {
                places.add(new Place(false, CodePoints.range(c, c)));
                at++;
            }
        }
    }

    /** The bracket that closes the one at {@code open}; one right after it, or after its '!', is a member. */
    private static int closing(int[] in, int open) {
        int at = open + 1;
        if (at < in.length && in[at] == '!') {
            at++;
        }
        for (at++; at < in.length; at++) {
            if (in[at] == ']') {
                return at;
            }
        }
        return -1;
    }

    private static CodePoints set(int[] in, int from, int end) {
        boolean negated = in[from] == '!';
        int at = negated ? from + 1 : from;
        CodePoints set = CodePoints.NONE;
        while (at < end) {
            boolean range = at + 2 < end && in[at + 1] == '-';
            set = set.or(CodePoints.range(in[at], range ? in[at + 2] : in[at]));
            at += range ? 3 : 1;
        }
        return negated ? set.not() : set;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Glob glob && glob.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
