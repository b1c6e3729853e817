package org.saltern.base;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A job id: 20 digits {@code YYYYMMDDhhmmss} and microseconds in UTC, or the same with {@code _} and a suffix
 * (upstream's {@code unique_jid}).
 *
 * @param value the id, never null
 */
public record Jid(String value) implements Comparable<Jid> {
    private static final Pattern FORM = Pattern.compile("[0-9]{20}(_[0-9A-Za-z]{1,20})?");
    private static final int DIGITS = 20;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSSSSS").withZone(ZoneOffset.UTC);

    public Jid {
        if (!FORM.matcher(value).matches()) {
            throw new Problem.BadInput(
                    Problem.text("Not a job id: '{0}'", Problem.shown(value)),
                    "jid",
                    Problem.text("A job id has 20 digits, as the job list shows it."));
        }
    }

    /** The id of a job that starts at this instant (cut to microseconds). */
    public static Jid at(Instant instant) {
        return new Jid(STAMP.format(instant));
    }

    /** The id of what a host did at the same microsecond as another did something under {@code other}; always the same. */
    public static Jid at(Jid other, HostId host) {
        UUID name = UUID.nameUUIDFromBytes(host.value().getBytes(StandardCharsets.UTF_8));
        String suffix = name.toString().replace("-", "").substring(0, 16);
        return new Jid(other.value.substring(0, DIGITS) + "_" + suffix);
    }

    /** Whether this text has the form of a job id. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public int compareTo(Jid other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
