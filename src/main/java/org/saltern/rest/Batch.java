package org.saltern.rest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many hosts at a time: a number, or a share such as {@code 10%}. */
final class Batch {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,7})(%?)");

    private Batch() {}

    /**
     * A count between 1 and {@code of} (0 when {@code of} is 0); a share is rounded down.
     *
     * @throws Refusal 400 neither a number nor a share
     */
    static int count(String text, int of) {
        Matcher size = SIZE.matcher(text.strip());
        if (!size.matches()) {
            throw Refusal.badRequest(
                    "'" + text.strip() + "' is neither a number of hosts nor a share like 10%");
        }
        long number = Long.parseLong(size.group(1));
        long count = size.group(2).isEmpty() ? number : number * of / 100;
        return (int) Math.min(of, Math.max(1, count));
    }
}
