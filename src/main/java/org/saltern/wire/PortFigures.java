package org.saltern.wire;

import java.util.Map;

/**
 * What a port counts, for health and metrics.
 *
 * @param connections connections that are open now
 * @param reopened how often the port had to be opened again since the start
 * @param cut connections ended from this side since the start, by reason in lower case, for example {@code slow_subscriber}
 */
public record PortFigures(int connections, int reopened, Map<String, Long> cut) {
    public PortFigures {
        cut = Map.copyOf(cut);
    }
}
