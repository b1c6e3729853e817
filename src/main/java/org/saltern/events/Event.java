package org.saltern.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * Something that happened. Tags are upstream's ({@code salt/job/<jid>/ret/<id>}, {@code salt/auth}, …; see {@link Tags}),
 * because reactors and API clients match on them. The data is not changed after publishing.
 *
 * @param data what upstream puts there, without {@code _stamp}
 */
public record Event(String tag, ObjectNode data, Instant at) {}
