package org.saltern.hosts;

import java.time.Instant;
import java.util.Locale;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.events.Event;
import org.saltern.events.Tags;

/** Events about keys, in upstream's shapes. */
final class KeyEvents {
    private KeyEvents() {}

    /** {@code salt/key}: {@code act} is accept, reject or delete. */
    static Event key(String act, HostId host, Instant at) {
        var data = Json.object().put("result", true).put("act", act).put("id", host.value());
        return new Event(Tags.KEY, data, at);
    }

    static Event host(HostId host, Instant at) {
        return new Event(Tags.HOST, Json.object().put("id", host.value()), at);
    }

    /** {@code saltern/keys}: what is expected of keys changed. */
    static Event expected(Instant at) {
        return new Event(Tags.KEYS, Json.object(), at);
    }

    /** The word for a verdict in {@code salt/auth}; a minion of an old protocol waits for an operator, too. */
    static String act(KeyVerdict verdict) {
        return verdict == KeyVerdict.OLD_PROTOCOL
                ? "pend"
                : verdict.name().toLowerCase(Locale.ROOT);
    }
}
