package org.saltern.web;

import java.util.ArrayList;
import java.util.List;
import org.saltern.base.Problem;

/** Cuts a line into words as a shell does: quotes keep words together, a backslash keeps the next character. */
final class CommandLine {
    private CommandLine() {}

    /** @throws Problem.BadInput a quote is not closed; {@code where} is {@code arguments} */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        var word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean escapes = c == '\\' && quote != '\'' && i + 1 < text.length();
            if (escapes) {
                word.append(text.charAt(++i));
                inWord = true;
            } else if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                inWord = true;
            } else if (!Character.isWhitespace(c)) {
                word.append(c);
                inWord = true;
            } else if (inWord) {
                words.add(word.toString());
                word.setLength(0);
                inWord = false;
            }
        }
        if (quote != 0) {
            throw new Problem.BadInput(
                    Problem.text("A quote is not closed"),
                    "arguments",
                    Problem.text("Add the missing {0}.", quote));
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }
}
