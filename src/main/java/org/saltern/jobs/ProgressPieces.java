package org.saltern.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.base.Json;

/**
 * Output that running functions sent ahead of their return, in memory: the newest 1 MiB of each host of a job, 64 MiB in all, until
 * 10 minutes after the return (or 6 hours after the last piece when no return comes). Thread-safe.
 */
final class ProgressPieces {
    private static final int MOST_OF_HOST = 1 << 20;
    private static final int MOST_OF_ALL = 64 << 20;
    private static final int PIECE_BYTES = 64;
    private static final Duration AFTER_RETURN = Duration.ofMinutes(10);
    private static final Duration WITHOUT_RETURN = Duration.ofHours(6);

    private record Key(Jid jid, HostId host) {}

    /** The pieces of one host of one job. */
    private static final class Pieces {
        private final TreeMap<Long, JsonNode> byNumber = new TreeMap<>();
        private int bytes;
        private Instant until;
    }

    private final InstantSource clock;

    /** The one that was added to last is last. */
    private final Map<Key, Pieces> all = new LinkedHashMap<>(16, 0.75f, true);

    private long bytes;

    ProgressPieces(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether pieces of this host of this job are kept, so that it is known to be its job. */
    synchronized boolean has(Jid jid, HostId host) {
        return all.containsKey(new Key(jid, host));
    }

    /** Keeps a piece; the same number again changes nothing. */
    synchronized void add(Jid jid, HostId host, long n, JsonNode data) {
        Pieces pieces = all.computeIfAbsent(new Key(jid, host), key -> new Pieces());
        pieces.until = clock.instant().plus(WITHOUT_RETURN);
        if (pieces.byNumber.putIfAbsent(n, data) == null) {
            grow(pieces, size(data));
        }
        while (pieces.bytes > MOST_OF_HOST) {
            grow(pieces, -size(pieces.byNumber.pollFirstEntry().getValue()));
        }
        while (bytes > MOST_OF_ALL) {
            drop(all.keySet().iterator().next());
        }
    }

    /** The pieces of a job, by host and number. */
    synchronized List<Jobs.Progress> of(Jid jid) {
        var found = new TreeMap<HostId, Pieces>();
        all.forEach(
                (key, pieces) -> {
                    if (key.jid().equals(jid)) {
                        found.put(key.host(), pieces);
                    }
                });
        var list = new ArrayList<Jobs.Progress>();
        found.forEach(
                (host, pieces) ->
                        pieces.byNumber.forEach(
                                (n, data) -> list.add(new Jobs.Progress(host, n, data))));
        return list;
    }

    /** From now on the pieces of this host have 10 minutes. */
    synchronized void returned(Jid jid, HostId host) {
        Pieces pieces = all.get(new Key(jid, host));
        if (pieces != null) {
            pieces.until = clock.instant().plus(AFTER_RETURN);
        }
    }

    /** Lets go of what is old. */
    synchronized void forget() {
        Instant now = clock.instant();
        List<Key> old =
                all.entrySet().stream()
                        .filter(e -> e.getValue().until.isBefore(now))
                        .map(Map.Entry::getKey)
                        .toList();
        old.forEach(this::drop);
    }

    private void drop(Key key) {
        bytes -= all.remove(key).bytes;
    }

    private void grow(Pieces pieces, int by) {
        pieces.bytes += by;
        bytes += by;
    }

    private static int size(JsonNode data) {
        return PIECE_BYTES + 2 * Json.text(data).length();
    }
}
