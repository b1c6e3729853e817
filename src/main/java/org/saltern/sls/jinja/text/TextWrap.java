package org.saltern.sls.jinja.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Numbers;

/** Python's {@code textwrap.wrap} as the filter {@code wordwrap} uses it: tabs and other white space stay. */
public final class TextWrap {
    private static final String SPACE = "[\\t\\n\\x0b\\x0c\\r ]";
    private static final String NO_SPACE = "[^\\t\\n\\x0b\\x0c\\r ]";
    private static final String WORD = "[\\w!\"'&.,?]";
    private static final String LETTER = "[^\\d\\W]";

    /** Where words and hyphenated parts of them end. */
    private static final Pattern PARTS =
            Pattern.compile(
                    SPACE
                            + "+|(?<="
                            + WORD
                            + ")-{2,}(?=\\w)|"
                            + NO_SPACE
                            + "+?(?:-(?:(?<="
                            + LETTER
                            + "{2}-)|(?<="
                            + LETTER
                            + "-"
                            + WORD
                            + "-))(?="
                            + LETTER
                            + "-?"
                            + LETTER
                            + ")|(?="
                            + SPACE
                            + "|\\z)|(?<="
                            + WORD
                            + ")(?=-{2,}\\w))",
                    Pattern.UNICODE_CHARACTER_CLASS);

    private static final Pattern SPACES = Pattern.compile(SPACE + "+");

    private final int width;
    private final boolean breakLongWords;
    private final boolean breakOnHyphens;

    public TextWrap(int width, boolean breakLongWords, boolean breakOnHyphens) {
        this.width = width;
        this.breakLongWords = breakLongWords;
        this.breakOnHyphens = breakOnHyphens;
    }

    /** The lines of a text, each without white space at its ends. */
    public List<String> wrap(String text) {
        Deque<String> chunks = chunks(text);
        if (width <= 0) {
            throw Errors.value("invalid width " + width + " (must be > 0)");
        }
        var lines = new ArrayList<String>();
        while (!chunks.isEmpty()) {
            var line = new ArrayList<String>();
            int length = 0;
            if (isBlank(chunks.peek()) && !lines.isEmpty()) {
                chunks.pop();
            }
            while (!chunks.isEmpty() && length + chunks.peek().length() <= width) {
                length += chunks.peek().length();
                line.add(chunks.pop());
            }
            if (!chunks.isEmpty() && chunks.peek().length() > width) {
                longWord(chunks, line, length);
            }
            if (!line.isEmpty() && isBlank(line.get(line.size() - 1))) {
                line.remove(line.size() - 1);
            }
            if (!line.isEmpty()) {
                lines.add(String.join("", line));
            }
        }
        return lines;
    }

    private static boolean isBlank(String text) {
        return text.chars().allMatch(Numbers::isSpace);
    }

    private void longWord(Deque<String> chunks, List<String> line, int length) {
        int left = width < 1 ? 1 : width - length;
        if (breakLongWords) {
            String chunk = chunks.pop();
            int end = left;
            if (breakOnHyphens && chunk.length() > left) {
                int hyphen = left == 0 ? -1 : chunk.lastIndexOf('-', left - 1);
                if (hyphen > 0 && chunk.substring(0, hyphen).chars().anyMatch(c -> c != '-')) {
                    end = hyphen + 1;
                }
            }
            line.add(chunk.substring(0, end));
            chunks.push(chunk.substring(end));
        } else if (line.isEmpty()) {
            line.add(chunks.pop());
        }
    }

    private Deque<String> chunks(String text) {
        var chunks = new ArrayDeque<String>();
        Matcher parts = (breakOnHyphens ? PARTS : SPACES).matcher(text);
        int from = 0;
        while (parts.find()) {
            add(chunks, text.substring(from, parts.start()));
            add(chunks, parts.group());
            from = parts.end();
        }
        add(chunks, text.substring(from));
        return chunks;
    }

    private static void add(Deque<String> chunks, String chunk) {
        if (!chunk.isEmpty()) {
            chunks.add(chunk);
        }
    }
}
