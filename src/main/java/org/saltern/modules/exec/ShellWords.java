package org.saltern.modules.exec;

import java.util.ArrayList;
import java.util.List;
import org.saltern.modules.ModuleError;

/** Splits a command line into words as a POSIX shell would, without expanding anything (Python's shlex.split). */
public final class ShellWords {
    private final String line;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int at;

    private ShellWords(String line) {
        this.line = line;
    }

    /** @throws ModuleError.BadRequest a quotation mark is not closed */
    public static List<String> split(String line) {
        var words = new ShellWords(line);
        while (words.at < line.length()) {
            words.next();
        }
        words.end();
        return words.words;
    }

    /** The words as one line that a shell reads as exactly these words. */
    public static String quoted(List<String> words) {
        return String.join(" ", words.stream().map(ShellWords::quoted).toList());
    }

    public static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+")
                ? word
                : "'" + word.replace("'", "'\"'\"'") + "'";
    }

    private void next() {
        char c = line.charAt(at++);
        switch (c) {
            case ' ', '\t', '\r', '\n' -> end();
            case '\'' -> take(until('\''));
            case '"' -> doubleQuoted();
            case '\\' -> {
                if (at == line.length()) {
                    throw new ModuleError.BadRequest("No escaped character in: " + line);
                }
                take(String.valueOf(line.charAt(at++)));
            }
            default -> take(String.valueOf(c));
        }
    }

    private void take(String text) {
        word.append(text);
        inWord = true;
    }

    private void end() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }

    private String until(char quote) {
        int end = line.indexOf(quote, at);
        if (end < 0) {
            throw new ModuleError.BadRequest("No closing quotation in: " + line);
        }
        String text = line.substring(at, end);
        at = end + 1;
        return text;
    }

    private void doubleQuoted() {
        take("");
        while (at < line.length() && line.charAt(at) != '"') {
            char c = line.charAt(at++);
            boolean escape =
                    c == '\\' && at < line.length() && "\"\\".indexOf(line.charAt(at)) >= 0;
            take(String.valueOf(escape ? line.charAt(at++) : c));
        }
        if (at >= line.length()) {
            throw new ModuleError.BadRequest("No closing quotation in: " + line);
        }
        at++;
    }
}
