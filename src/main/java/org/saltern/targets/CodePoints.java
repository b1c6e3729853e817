package org.saltern.targets;

/** A set of characters, as a test. */
interface CodePoints {
    CodePoints NONE = c -> false;
    CodePoints ALL = c -> true;

    boolean has(int codePoint);

    /** All from {@code low} to {@code high}, both included; nothing when they are the wrong way round. */
    static CodePoints range(int low, int high) {
        return c -> low <= c && c <= high;
    }

    default CodePoints or(CodePoints other) {
        return c -> has(c) || other.has(c);
    }

    default CodePoints not() {
        return c -> !has(c);
    }

    /** This set, asked with the lower-case and the upper-case form of a character as well. */
    default CodePoints ignoringCase() {
        return c -> has(c) || has(Character.toLowerCase(c)) || has(Character.toUpperCase(c));
    }
}
