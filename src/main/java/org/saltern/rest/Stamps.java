package org.saltern.rest;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as upstream writes {@code _stamp}: UTC, microseconds, no zone. */
final class Stamps {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

    private Stamps() {}

    static String of(Instant instant) {
        return FORM.format(instant);
    }
}
