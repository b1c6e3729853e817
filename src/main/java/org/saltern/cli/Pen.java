package org.saltern.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Writes text in colours, or plainly. What hosts send goes through {@link #clean} first, so that it cannot steer the terminal.
 *
 * @param colours whether to write terminal codes
 */
record Pen(boolean colours) {
    static final Pen PLAIN = new Pen(false);
    private static final String END = "\u001b[0;0m";
    private static final Pattern LINE_ENDS =
            Pattern.compile("\r\n|[\n\r\\x0b\f\\x1c-\\x1e\\x85\\u2028\\u2029]");

    /** The text in this colour; the text itself when colours are off. */
    String paint(Ink ink, String text) {
        return colours ? ink.on() + text + END : text;
    }

    /** Foreign text with each character that could move the cursor or turn the writing direction shown as {@code ?}. */
    static String clean(String text) {
        var out = new StringBuilder(text.length());
        text.codePoints()
                .forEach(
                        c -> {
                            boolean steers =
                                    Character.isISOControl(c) && c != '\n' && c != '\t'
                                            || Character.getType(c) == Character.FORMAT;
                            out.appendCodePoint(steers ? '?' : c);
                        });
        return out.toString();
    }

    /** The lines of a text, as Python's {@code splitlines} cuts them: no empty one after a last line end. */
    static List<String> lines(String text) {
        List<String> lines = new ArrayList<>(List.of(LINE_ENDS.split(text, -1)));
        if (lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        return lines;
    }
}
