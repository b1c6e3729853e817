package org.saltern.modules.states;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import org.saltern.modules.ModuleError;

/** Times in texts as Python's {@code strptime} reads them. */
final class PythonTime {
    private PythonTime() {}

    /** Empty when the text is not of this form. @throws ModuleError.BadRequest a directive that is not known */
    static Optional<LocalDateTime> read(String format, String text) {
        try {
            return Optional.of(LocalDateTime.parse(text, formatter(format)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static DateTimeFormatter formatter(String format) {
        var out = new DateTimeFormatterBuilder().parseCaseInsensitive();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                out.appendLiteral(c);
                continue;
            }
            switch (format.charAt(++i)) {
                case 'Y' -> out.appendPattern("uuuu");
                case 'y' -> out.appendPattern("uu");
                case 'm' -> out.appendPattern("MM");
                case 'd' -> out.appendPattern("dd");
                case 'H' -> out.appendPattern("HH");
                case 'I' -> out.appendPattern("hh");
                case 'p' -> out.appendPattern("a");
                case 'M' -> out.appendPattern("mm");
                case 'S' -> out.appendPattern("ss");
                case 'f' -> out.appendFraction(ChronoField.NANO_OF_SECOND, 1, 6, false);
                case 'j' -> out.appendPattern("DDD");
                case 'b' -> out.appendPattern("MMM");
                case 'B' -> out.appendPattern("MMMM");
                case 'a' -> out.appendPattern("EEE");
                case 'A' -> out.appendPattern("EEEE");
                case '%' -> out.appendLiteral('%');
                default ->
                        throw new ModuleError.BadRequest(
                                "Not known in strptime_format: %" + format.charAt(i));
            }
        }
        return out.parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
                .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
                .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
                .toFormatter(Locale.ENGLISH);
    }
}
