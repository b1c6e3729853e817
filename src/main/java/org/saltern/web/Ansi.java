package org.saltern.web;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Terminal colours of foreign output, as names of our own classes: the sixteen foreground colours, bold, italic and underlined. Every
 * other sequence is dropped, so that nothing can be hidden, moved or made to look like the page (ECMA-48, "SGR").
 */
public final class Ansi {
    /** A stretch of text in one look; {@code css} is empty for none. */
    public record Run(String css, String text) {}

    private static final Pattern SGR = Pattern.compile("\u001B\\[([0-9;]{0,60})m");
    private static final int MOST_RUNS = 500;
    private static final int BRIGHT = 8;

    private int colour = -1;
    private boolean isBold;
    private boolean isItalic;
    private boolean isUnderlined;

    private Ansi() {}

    /** The whole text, made plain, in its looks; after 500 changes of look the rest is in one. */
    static List<Run> runs(String foreign) {
        if (foreign.indexOf('\u001B') < 0) {
            return List.of(new Run("", PlainText.of(foreign)));
        }
        List<Run> runs = new ArrayList<>();
        var ansi = new Ansi();
        Matcher change = SGR.matcher(foreign);
        int from = 0;
        while (runs.size() < MOST_RUNS && change.find()) {
            add(runs, ansi.css(), foreign.substring(from, change.start()));
            ansi.take(change.group(1));
            from = change.end();
        }
        add(runs, ansi.css(), foreign.substring(from));
        return runs;
    }

    private static void add(List<Run> runs, String css, String foreign) {
        String text = PlainText.of(foreign);
        if (text.isEmpty()) {
            return;
        }
        if (!runs.isEmpty() && runs.getLast().css().equals(css)) {
            text = runs.removeLast().text() + text;
        }
        runs.add(new Run(css, text));
    }

    /** The runs up to so many characters. */
    static List<Run> cut(List<Run> runs, int limit) {
        List<Run> some = new ArrayList<>();
        int left = limit;
        for (Run run : runs) {
            if (left <= 0) {
                break;
            }
            String text = run.text();
            some.add(text.length() <= left ? run : new Run(run.css(), text.substring(0, left)));
            left -= text.length();
        }
        return some;
    }

    private void take(String parameters) {
        String[] numbers = parameters.split(";", -1);
        for (int i = 0; i < numbers.length; i++) {
            int number =
                    numbers[i].isEmpty() || numbers[i].length() > 3
                            ? 0
                            : Integer.parseInt(numbers[i]);
            if (number == 38 || number == 48) { // a colour of 256, or of all: theirs, not ours
                boolean isOf256 = i + 1 < numbers.length && numbers[i + 1].equals("5");
                i += isOf256 ? 2 : 4;
            } else {
                take(number);
            }
        }
    }

    private void take(int number) {
        switch (number) {
            case 0 -> {
                colour = -1;
                isBold = false;
                isItalic = false;
                isUnderlined = false;
            }
            case 1 -> isBold = true;
            case 3 -> isItalic = true;
            case 4 -> isUnderlined = true;
            case 22 -> isBold = false;
            case 23 -> isItalic = false;
            case 24 -> isUnderlined = false;
            case 39 -> colour = -1;
            case 30, 31, 32, 33, 34, 35, 36, 37 -> colour = number - 30;
            case 90, 91, 92, 93, 94, 95, 96, 97 -> colour = number - 90 + BRIGHT;
            default -> {} // not on the list
        }
    }

    private String css() {
        List<String> names = new ArrayList<>();
        if (colour >= 0) {
            names.add("ansi-" + colour % BRIGHT);
        }
        if (isBold) {
            names.add("ansi-bold");
        }
        if (isItalic) {
            names.add("ansi-italic");
        }
        if (isUnderlined) {
            names.add("ansi-line");
        }
        return String.join(" ", names);
    }
}
