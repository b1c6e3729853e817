package org.saltern.jobs;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.saltern.base.HostId;
import org.saltern.base.Jid;

/**
 * Ledger rows as the database has them, kept from one batch to the next, so that the rows of a job with ten thousand hosts are
 * read once and not with every batch of returns. Only the ledger writer changes ledgers, and only its thread uses this. After a
 * failed transaction {@link #forget} is called, because the rows may have been changed in memory alone.
 */
final class LedgerRows {
    /** About 8 MB. The job used last stays whatever its size. */
    private static final int MOST_ROWS = 30_000;

    /** So many rows of a job at once: read all of them, the others will be asked for too. */
    private static final int MANY = 16;

    private static final class Held {
        private final Map<HostId, Row> rows = new HashMap<>();
        private boolean isWhole;
    }

    private final LedgerStore store;
    private final Map<Jid, Held> jobs = new LinkedHashMap<>(16, 0.75f, true);
    private int size;

    LedgerRows(LedgerStore store) {
        this.store = store;
    }

    /** The row of a host that was fetched; null when the job did not target it. */
    Row row(Jid jid, HostId host) {
        Held held = jobs.get(jid);
        return held == null ? null : held.rows.get(host);
    }

    void fetch(Handle h, Jid jid, Set<HostId> hosts) {
        Held held = jobs.get(jid);
        if (held != null && held.isWhole) {
            return;
        }
        List<HostId> missing = hosts.stream().filter(host -> row(jid, host) == null).toList();
        if (missing.size() >= MANY) {
            all(h, jid);
        } else {
            missing.forEach(host -> store.row(h, jid, host).ifPresent(this::add));
        }
    }

    /** All rows of a job; none when it is not there (yet: rows are written with their job, all of them). */
    Collection<Row> all(Handle h, Jid jid) {
        Held held = jobs.get(jid);
        if (held == null || !held.isWhole) {
            store.rows(h, jid).forEach(this::add);
            held = jobs.get(jid);
        }
        if (held == null) {
            return List.of();
        }
        held.isWhole = true;
        return held.rows.values();
    }

    private void add(Row row) {
        Held held = jobs.computeIfAbsent(row.jid, j -> new Held());
        if (held.rows.putIfAbsent(row.host, row) == null) {
            size++;
        }
    }

    /** The jobs used longest ago make room; to be called between two batches. */
    void trim() {
        var oldest = jobs.values().iterator();
        while (size > MOST_ROWS && jobs.size() > 1) {
            size -= oldest.next().rows.size();
            oldest.remove();
        }
    }

    void forget() {
        jobs.clear();
        size = 0;
    }
}
