package org.saltern.sls.template;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.values.Bool;
import org.saltern.sls.jinja.values.Float;
import org.saltern.sls.jinja.values.Int;
import org.saltern.sls.jinja.values.None;
import org.saltern.sls.jinja.values.Numbers;
import org.saltern.sls.jinja.values.Repr;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.Value;

/** Salt's {@code strftime}: seconds since 1970, as a number or a text, or none for now; in the local time zone and English. */
final class Dates {
    private Dates() {}

    static String format(Value date, String format) {
        ZonedDateTime time = time(date);
        var out = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 >= format.length()) {
                out.append(c);
                continue;
            }
            char code = format.charAt(++i);
            if (code == '-' && i + 1 < format.length()) {
                out.append(part(format.charAt(++i), time).replaceFirst("^0+(?=.)", ""));
            } else {
                out.append(part(code, time));
            }
        }
        return out.toString();
    }

    private static ZonedDateTime time(Value date) {
        ZoneId zone = ZoneId.systemDefault();
        double seconds =
                switch (date) {
                    case None ignored -> System.currentTimeMillis() / 1000.0;
                    case Int i -> Numbers.asDouble(i);
                    case Bool b -> b.value() ? 1 : 0;
                    case Float f -> f.value();
                    case Str s -> {
                        Double parsed = Numbers.parseFloat(s.text());
                        if (parsed == null) {
                            throw unusable(date);
                        }
                        yield parsed;
                    }
                    default -> throw unusable(date);
                };
        try {
            long micros = Math.round(seconds * 1e6);
            ZonedDateTime time =
                    Instant.ofEpochSecond(
                                    Math.floorDiv(micros, 1_000_000L),
                                    Math.floorMod(micros, 1_000_000L) * 1000)
                            .atZone(zone);
            if (Double.isNaN(seconds)
                    || Double.isInfinite(seconds)
                    || time.getYear() < 1
                    || time.getYear() > 9999) {
                throw unusable(date);
            }
            return time;
        } catch (DateTimeException e) {
            throw unusable(date);
        }
    }

    private static JinjaError unusable(Value date) {
        return new JinjaError(
                "RuntimeError",
                "Unable to parse " + Repr.str(date) + ". Consider installing timelib");
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : String.valueOf(number);
    }

    private static String blank(int number) {
        return number < 10 ? " " + number : String.valueOf(number);
    }

    private static String part(char code, ZonedDateTime t) {
        int hour12 = (t.getHour() + 11) % 12 + 1;
        int weekday = t.getDayOfWeek().getValue();
        return switch (code) {
            case 'Y' -> String.valueOf(t.getYear());
            case 'C' -> two(t.getYear() / 100);
            case 'y' -> two(t.getYear() % 100);
            case 'm' -> two(t.getMonthValue());
            case 'd' -> two(t.getDayOfMonth());
            case 'e' -> blank(t.getDayOfMonth());
            case 'H' -> two(t.getHour());
            case 'k' -> blank(t.getHour());
            case 'I' -> two(hour12);
            case 'l' -> blank(hour12);
            case 'M' -> two(t.getMinute());
            case 'S' -> two(t.getSecond());
            case 'f' -> String.format("%06d", t.getNano() / 1000);
            case 'p' -> t.getHour() < 12 ? "AM" : "PM";
            case 'P' -> t.getHour() < 12 ? "am" : "pm";
            case 'j' -> String.format("%03d", t.getDayOfYear());
            case 'a' -> t.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case 'A' -> t.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'b', 'h' -> t.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case 'B' -> t.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'u' -> String.valueOf(weekday);
            case 'w' -> String.valueOf(weekday % 7);
            case 'U' -> two((t.getDayOfYear() + 6 - weekday % 7) / 7);
            case 'W' -> two((t.getDayOfYear() + 6 - (weekday + 6) % 7) / 7);
            case 'V' -> two(t.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case 'G' -> String.valueOf(t.get(IsoFields.WEEK_BASED_YEAR));
            case 'g' -> two(t.get(IsoFields.WEEK_BASED_YEAR) % 100);
            case 's' -> String.valueOf(t.getLong(ChronoField.INSTANT_SECONDS));
            case 'D', 'x' -> part('m', t) + "/" + part('d', t) + "/" + part('y', t);
            case 'F' -> part('Y', t) + "-" + part('m', t) + "-" + part('d', t);
            case 'T', 'X' -> part('H', t) + ":" + part('M', t) + ":" + part('S', t);
            case 'R' -> part('H', t) + ":" + part('M', t);
            case 'r' -> part('I', t) + ":" + part('M', t) + ":" + part('S', t) + " " + part('p', t);
            case 'c' ->
                    part('a', t)
                            + " "
                            + part('b', t)
                            + " "
                            + part('e', t)
                            + " "
                            + part('T', t)
                            + " "
                            + part('Y', t);
            case 'n' -> "\n";
            case 't' -> "\t";
            case '%' -> "%";
            case 'z', 'Z' -> "";
            default -> "%" + code;
        };
    }
}
