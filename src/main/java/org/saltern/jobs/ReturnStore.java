package org.saltern.jobs;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.saltern.base.HostId;
import org.saltern.base.Jid;

/** Tables {@code job_return} and {@code job_content}: what hosts returned. Used by the ledger writer in its transactions. */
final class ReturnStore {
    private static final int PART = 1 << 20;

    /** A return that is to be written. */
    record New(Jid jid, HostId host, int n, Instant at, Verdict verdict, Content content) {}

    /** What tells one return of a host from another. */
    record Known(String hash, byte[] varying, Verdict verdict) {}

    /** All returns of one host of one job, the one that counts first. */
    List<Known> known(Handle h, Jid jid, HostId host) {
        return h.createQuery(
                        """
                        SELECT hash, varying, state, retcode
                          FROM job_return
                         WHERE jid = :jid AND host = :host
                         ORDER BY n
                        """)
                .bind("jid", jid.value())
                .bind("host", host.value())
                .map(
                        (row, context) ->
                                new Known(
                                        row.getString("hash"),
                                        row.getBytes("varying"),
                                        new Verdict(
                                                HostState.valueOf(row.getString("state")),
                                                row.getObject("retcode", Integer.class))))
                .list();
    }

    void insert(Handle h, Collection<New> returns) {
        var batch =
                h.prepareBatch(
                        """
                        INSERT INTO job_return (jid, host, n, received, state, hash, varying, retcode)
                        VALUES (:jid, :host, :n, :received, :state, :hash, :varying, :retcode)
                        """);
        for (New one : returns) {
            batch.bind("jid", one.jid().value())
                    .bind("host", one.host().value())
                    .bind("n", one.n())
                    .bind("received", one.at())
                    .bind("state", one.verdict().state().name())
                    .bind("hash", one.content().hash())
                    .bind("varying", one.content().varying())
                    .bind("retcode", one.verdict().retcode())
                    .add();
        }
        batch.execute();
        insertContents(h, returns);
    }

    private static void insertContents(Handle h, Collection<New> returns) {
        var batch =
                h.prepareBatch(
                        """
                        INSERT INTO job_content (jid, hash, part, bytes)
                        VALUES (:jid, :hash, :part, :bytes)
                        ON CONFLICT DO NOTHING
                        """);
        var done = new HashSet<String>();
        for (New one : returns) {
            if (!done.add(one.jid() + one.content().hash())) {
                continue;
            }
            byte[] bytes = one.content().bytes();
            for (int from = 0; from < bytes.length; from += PART) {
                int to = Math.min(bytes.length, from + PART);
                batch.bind("jid", one.jid().value())
                        .bind("hash", one.content().hash())
                        .bind("part", from / PART)
                        .bind("bytes", Arrays.copyOfRange(bytes, from, to))
                        .add();
            }
        }
        batch.execute();
    }
}
