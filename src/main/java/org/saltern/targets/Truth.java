package org.saltern.targets;

/** The answer of an expression; {@link #UNKNOWN} when it asks for grains or pillar that are not known (Kleene's logic). */
public enum Truth {
    NO,
    UNKNOWN,
    YES;

    public static Truth of(boolean yes) {
        return yes ? YES : NO;
    }

    /** NO where this is YES, YES where it is NO, and unknown stays unknown. */
    public Truth negated() {
        return values()[YES.ordinal() - ordinal()];
    }

    /** The weaker of the two. */
    public Truth and(Truth other) {
        return compareTo(other) <= 0 ? this : other;
    }

    /** The stronger of the two. */
    public Truth or(Truth other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
