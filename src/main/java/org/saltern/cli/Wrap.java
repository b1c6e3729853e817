package org.saltern.cli;

/** Breaks a paragraph into lines. */
final class Wrap {
    private Wrap() {}

    /** The words of a text in lines of at most {@code width}, each led by {@code indent}; a longer word has its own line. */
    static String at(int width, String indent, String text) {
        var out = new StringBuilder();
        int column = 0;
        for (String word : text.strip().split("\\s+")) {
            if (column == 0 || column + 1 + word.length() > width) {
                out.append(column == 0 ? "" : "\n").append(indent).append(word);
                column = indent.length() + word.length();
            } else {
                out.append(' ').append(word);
                column += 1 + word.length();
            }
        }
        return out.toString();
    }
}
