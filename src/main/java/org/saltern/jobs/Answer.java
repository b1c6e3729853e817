package org.saltern.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.events.Event;
import org.saltern.events.Tags;

/**
 * A host's return, checked and packed, so that the writer only has to store it.
 *
 * @param jid the job it says it belongs to
 * @param function the function's name or names, for messages
 * @param output the outputter it names, or null
 * @param own the job to make of it when the host ran it by itself ({@code salt-call}, a schedule); null when a master asked
 * @param load for the event, without what belongs to the transport
 */
record Answer(
        HostId host,
        Jid jid,
        String function,
        Verdict verdict,
        String output,
        Content content,
        NewJob own,
        ObjectNode load) {
    /** The same under this jid; for a job of the host's own, whose jid may have been made up when it was first read. */
    Answer as(Jid other) {
        NewJob same = own == null ? null : own.as(other);
        return new Answer(host, other, function, verdict, output, content, same, load);
    }

    /** Upstream's event of a return, under the jid that it is stored with. */
    Event event(Jid stored, Instant at) {
        ObjectNode data = load.deepCopy();
        data.put("jid", stored.value());
        return new Event(Tags.jobReturn(stored, host), data, at);
    }
}
