package org.saltern.base;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Makes job ids that strictly increase, also when two are asked for in the same microsecond. Thread-safe. */
public final class Jids {
    private final InstantSource clock;
    private Instant last = Instant.EPOCH;

    public Jids(InstantSource clock) {
        this.clock = clock;
    }

    /** The next id: now, or a microsecond after the last one given. */
    public synchronized Jid next() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        last = now.isAfter(last) ? now : last.plus(1, ChronoUnit.MICROS);
        return Jid.at(last);
    }
}
