package org.saltern.base;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time as people type them: a number and {@code s}, {@code m}, {@code h} or {@code d}; seconds without a unit. */
public final class TimeSpan {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})\\s*([smhd]?)");

    private TimeSpan() {}

    /**
     * @param where the field or option, for the problem
     * @throws Problem.BadInput it is none
     */
    public static Duration parse(String text, String where) {
        Matcher parts = FORM.matcher(text.strip());
        if (!parts.matches()) {
            throw new Problem.BadInput(
                    Problem.text("Not a span of time: '{0}'", Problem.shown(text)),
                    where,
                    Problem.text("Give a number and a unit, such as 90s, 30m, 24h or 7d."));
        }
        long number = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofSeconds(number);
        };
    }

    /** The shortest text that {@link #parse} reads as this span; parts of a second are left out. */
    public static String write(Duration span) {
        long seconds = span.toSeconds();
        if (seconds > 0 && seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds > 0 && seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds > 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
