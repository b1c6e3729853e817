package org.saltern.sls.jinja.lex;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.values.Float;
import org.saltern.sls.jinja.values.Numbers;

/** Reads what stands inside tags: names, numbers, texts, operators. */
final class Words {
    static final String SPACE = "whitespace";

    private static final Pattern FLOAT =
            Pattern.compile(
                    "(?<!\\.)(?:\\d+_)*\\d+(?:(?:\\.(?:\\d+_)*\\d+)?[eE][+\\-]?(?:\\d+_)*\\d+|\\.(?:\\d+_)*\\d+)");
    private static final Pattern INTEGER =
            Pattern.compile(
                    "0[bB](?:_?[01])++|0[oO](?:_?[0-7])++|0[xX](?:_?[\\da-fA-F])++|[1-9](?:_?\\d)*+|0(?:_?0)*+");
    private static final Pattern OPERATOR =
            Pattern.compile("//|\\*\\*|[=!<>]=|[-+/*%~\\[\\](){}><=.:|,;]");

    private final String source;
    private int end;

    Words(String source) {
        this.source = source;
    }

    /** Where the token that was read last ends. */
    int end() {
        return end;
    }

    /** The token that begins here; null when none does. */
    Token at(int at, int line, String file, String newline) {
        int c = source.codePointAt(at);
        end = at;
        if (Numbers.isSpace(c)) {
            while (end < source.length() && Numbers.isSpace(source.charAt(end))) {
                end++;
            }
            return new Token(line, SPACE, "");
        } else if (Character.isDigit(c)) {
            return number(at, line, file);
        } else if (isWord(c)) {
            return name(at, line, file);
        } else if (c == '\'' || c == '"') {
            return text(at, line, file, newline);
        }
        Matcher operator = OPERATOR.matcher(source).region(at, source.length());
        if (!operator.lookingAt()) {
            return null;
        }
        end = operator.end();
        return new Token(line, operator.group(), operator.group());
    }

    private Token number(int at, int line, String file) {
        Matcher real = FLOAT.matcher(source).region(at, source.length()).useTransparentBounds(true);
        if (real.lookingAt()) {
            end = real.end();
            return new Token(
                    line,
                    Token.FLOAT,
                    real.group(),
                    new Float(Double.parseDouble(real.group().replace("_", ""))));
        }
        Matcher whole = INTEGER.matcher(source).region(at, source.length());
        if (!whole.lookingAt()) {
            return name(at, line, file);
        }
        end = whole.end();
        return new Token(line, Token.INTEGER, whole.group(), Numbers.parseInt(whole.group(), 0));
    }

    private static boolean isWord(int c) {
        return c == '_'
                || Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c);
    }

    private Token name(int at, int line, String file) {
        while (end < source.length() && isWord(source.codePointAt(end))) {
            end += Character.charCount(source.codePointAt(end));
        }
        String name = source.substring(at, end);
        int first = name.codePointAt(0);
        if (first != '_' && !Character.isUnicodeIdentifierStart(first)) {
            throw new JinjaError(
                    "TemplateSyntaxError", "Invalid character in identifier", file, line);
        }
        return new Token(line, Token.NAME, name);
    }

    private Token text(int at, int line, String file, String newline) {
        char quote = source.charAt(at);
        int to = at + 1;
        while (to < source.length() && source.charAt(to) != quote) {
            to += source.charAt(to) == '\\' ? 2 : 1;
        }
        if (to >= source.length()) {
            return null;
        }
        end = to + 1;
        String raw = source.substring(at + 1, to);
        String body = newline.equals("\n") ? raw : raw.replace("\n", newline);
        return new Token(line, Token.STRING, Unescape.of(body, line, file));
    }
}
