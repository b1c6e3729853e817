package org.saltern.wire.zmtp;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts connections that were cut, by reason, and logs each reason at most once a minute with the number since. Thread-safe. */
final class Cuts {
    private static final Logger LOG = LoggerFactory.getLogger(Cuts.class);
    private static final long QUIET = 60_000_000_000L;

    private static final class Count {
        private long total;
        private long logged;
        private long lastLine;
    }

    private final String port;
    private final Map<Cut, Count> counts = new EnumMap<>(Cut.class);

    /** @param port names the port in log lines */
    Cuts(String port) {
        this.port = port;
    }

    /** @param peer network address, which is no secret and no text of the peer's */
    synchronized void count(Cut cut, String peer, long now) {
        Count count = counts.computeIfAbsent(cut, c -> new Count());
        count.total++;
        if (count.logged == 0 || now - count.lastLine >= QUIET) {
            LOG.warn(
                    "{}: cut {} connection(s), the last one from {}: {}",
                    port,
                    count.total - count.logged,
                    peer,
                    cut.sentence());
            count.logged = count.total;
            count.lastLine = now;
        }
    }

    /** How many there were since the port was made; reasons that never came up are absent. */
    synchronized Map<String, Long> totals() {
        Map<String, Long> totals = new HashMap<>();
        counts.forEach(
                (cut, count) -> totals.put(cut.name().toLowerCase(Locale.ROOT), count.total));
        return totals;
    }
}
