package org.saltern.modules.exec;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times in the notation of strftime(3). */
final class Times {
    private Times() {}

    /** Letters that are unknown stay as they are. */
    static String format(String format, ZonedDateTime time) {
        var out = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c == '%' && i + 1 < format.length()) {
                out.append(part(format.charAt(++i), time));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static String part(char letter, ZonedDateTime time) {
        String pattern =
                switch (letter) {
                    case 'Y' -> "yyyy";
                    case 'y' -> "yy";
                    case 'm' -> "MM";
                    case 'd' -> "dd";
                    case 'H' -> "HH";
                    case 'I' -> "hh";
                    case 'M' -> "mm";
                    case 'S' -> "ss";
                    case 'f' -> "SSSSSS";
                    case 'p' -> "a";
                    case 'A' -> "EEEE";
                    case 'a' -> "EEE";
                    case 'B' -> "MMMM";
                    case 'b' -> "MMM";
                    case 'j' -> "DDD";
                    case 'Z' -> "zzz";
                    case 'z' -> "xx";
                    case 'F' -> "yyyy-MM-dd";
                    case 'T', 'X' -> "HH:mm:ss";
                    case 'D', 'x' -> "MM/dd/yy";
                    case 'c' -> "EEE MMM ppd HH:mm:ss yyyy";
                    default -> "";
                };
        if (pattern.isEmpty()) {
            return switch (letter) {
                case 's' -> Long.toString(time.toEpochSecond());
                case '%' -> "%";
                default -> "%" + letter;
            };
        }
        return time.format(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));
    }
}
