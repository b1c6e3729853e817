package org.saltern.hosts;

/**
 * What is to be done about a sign-in.
 *
 * @param verdict the answer
 * @param change what becomes of the key shown
 * @param because what decided in place of an operator; empty for nothing
 */
record Judgement(KeyVerdict verdict, Change change, String because) {
    /** What becomes of a key that was shown. */
    enum Change {
        NONE,
        /** It waits for an operator. */
        WAIT,
        /** It is accepted, in place of whatever was there. */
        ACCEPT,
        /** It is rejected. */
        REJECT,
        /** It is kept as a further key of the hostname. */
        CLAIM
    }

    static Judgement of(KeyVerdict verdict) {
        return new Judgement(verdict, Change.NONE, "");
    }
}
