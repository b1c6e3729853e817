package org.saltern.targets;

/** Python's inline flags that change how an expression is read. */
record RegexFlags(boolean ignoreCase, boolean multiline, boolean dotAll, boolean verbose) {
    static final RegexFlags NONE = new RegexFlags(false, false, false, false);

    /** These flags with one turned on or off; null when there is no such flag. */
    RegexFlags with(int letter, boolean on) {
        return switch (letter) {
            case 'i' -> new RegexFlags(on, multiline, dotAll, verbose);
            case 'm' -> new RegexFlags(ignoreCase, on, dotAll, verbose);
            case 's' -> new RegexFlags(ignoreCase, multiline, on, verbose);
            case 'x' -> new RegexFlags(ignoreCase, multiline, dotAll, on);
            case 'u' -> this; // text is Unicode anyway
            default -> null;
        };
    }
}
