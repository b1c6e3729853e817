package org.saltern.web;

import java.util.regex.Pattern;

/** Foreign output made fit to be shown: text only, nothing that moves, hides or turns what stands around it. */
final class PlainText {
    /** Terminal sequences: CSI, OSC (ended by BEL or ST), and two-character escapes. */
    private static final Pattern TERMINAL =
            Pattern.compile(
                    "\u001B(?:\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001B]{0,4096}(?:\u0007|\u001B\\\\)|[@-Z\\\\-_])");

    private static final int CONTROL_PICTURES = 0x2400;
    private static final int DELETE_PICTURE = 0x2421;

    private PlainText() {}

    /** Terminal colours dropped; control characters as pictures (␀); marks that turn the direction as {@code \\u202e}. */
    static String of(String foreign) {
        String text =
                foreign.indexOf('\u001B') < 0 ? foreign : TERMINAL.matcher(foreign).replaceAll("");
        if (text.chars().allMatch(PlainText::isPlain)) {
            return text;
        }
        var out = new StringBuilder(text.length() + 64);
        String lines = text.replace("\r\n", "\n").replace('\r', '\n');
        lines.codePoints().forEach(c -> append(out, c));
        return out.toString();
    }

    private static boolean isPlain(int c) {
        return c >= ' ' && c < 0x7F || c == '\n' || c == '\t';
    }

    private static void append(StringBuilder out, int c) {
        if (c == '\n' || c == '\t') {
            out.append((char) c);
        } else if (c < ' ') {
            out.append((char) (CONTROL_PICTURES + c));
        } else if (c == 0x7F) {
            out.append((char) DELETE_PICTURE);
        } else if (Character.getType(c) == Character.FORMAT || Character.isISOControl(c)) {
            out.append(String.format("\\u%04x", c));
        } else if (Character.getType(c) == Character.SURROGATE) {
            out.append('\uFFFD');
        } else {
            out.appendCodePoint(c);
        }
    }
}
