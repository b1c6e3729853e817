package org.saltern.sls.jinja.lex;

import org.saltern.sls.jinja.JinjaError;

/** The escapes in a quoted text, as Python's {@code unicode-escape} codec reads them. */
final class Unescape {
    private final String text;
    private final int line;
    private final String file;
    private int at;

    private Unescape(String text, int line, String file) {
        this.text = text;
        this.line = line;
        this.file = file;
    }

    static String of(String text, int line, String file) {
        return text.indexOf('\\') < 0 ? text : new Unescape(text, line, file).all();
    }

    private String all() {
        var out = new StringBuilder(text.length());
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '\\') {
                out.append(c);
            } else if (at >= text.length()) {
                throw bad("\\ at end of string");
            } else {
                escape(out, text.charAt(at++));
            }
        }
        return out.toString();
    }

    private void escape(StringBuilder out, char c) {
        switch (c) {
            case '\n' -> {}
            case '\\', '\'', '"' -> out.append(c);
            case 'a' -> out.append('\u0007');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'v' -> out.append('\u000b');
            case 'x' -> out.appendCodePoint(hex(2, "truncated \\xXX escape"));
            case 'u' -> out.appendCodePoint(hex(4, "truncated \\uXXXX escape"));
            case 'U' -> out.appendCodePoint(hex(8, "truncated \\UXXXXXXXX escape"));
            case 'N' -> out.appendCodePoint(named());
            default -> {
                if (c >= '0' && c <= '7') {
                    at--;
                    out.appendCodePoint(octal());
                } else if (c >= 0x80) {
                    // Characters outside ASCII reach the codec as escapes of their own, whose
                    // backslash this one takes.
                    out.append('\\').append(replaced(c));
                } else {
                    out.append('\\').append(c);
                }
            }
        }
    }

    /** What is left of the escape that stands for a character outside ASCII. */
    private String replaced(char first) {
        int c = first;
        if (Character.isHighSurrogate(first) && at < text.length()) {
            c = Character.toCodePoint(first, text.charAt(at++));
        }
        return String.format(c < 0x100 ? "x%02x" : c < 0x10000 ? "u%04x" : "U%08x", c);
    }

    private int octal() {
        int value = 0;
        for (int i = 0;
                i < 3 && at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '7';
                i++) {
            value = value * 8 + (text.charAt(at++) - '0');
        }
        return value;
    }

    private int hex(int digits, String message) {
        long value = 0;
        for (int i = 0; i < digits; i++) {
            int digit =
                    at < text.length() && text.charAt(at) < 0x80
                            ? Character.digit(text.charAt(at), 16)
                            : -1;
            if (digit < 0) {
                throw bad(message);
            }
            value = value * 16 + digit;
            at++;
        }
        if (value > Character.MAX_CODE_POINT) {
            throw bad("illegal Unicode character");
        }
        return (int) value;
    }

    private int named() {
        int end = at < text.length() && text.charAt(at) == '{' ? text.indexOf('}', at) : -1;
        if (end < at + 2) {
            throw bad("malformed \\N character escape");
        }
        String name = text.substring(at + 1, end);
        at = end + 1;
        try {
            return Character.codePointOf(name);
        } catch (IllegalArgumentException e) {
            throw bad("unknown Unicode character name");
        }
    }

    private JinjaError bad(String message) {
        return new JinjaError("TemplateSyntaxError", message, file, line);
    }
}
