package org.saltern.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.saltern.store.Instants;

/** The tables {@code audit}, whose rows are added and read, nothing else, and {@code audit_head}, the end of their chain. */
final class AuditStore {
    private static final int PAGE = 1_000;

    /**
     * The end of the chain.
     *
     * @param lines how many lines it has
     * @param hash of the last one
     */
    record Head(long lines, String hash) {}

    /** A line and the hash stored with it, null when it was written before there were any. */
    record Chained(AuditEntry line, String hash) {}

    private final Jdbi db;

    AuditStore(Jdbi db) {
        this.db = db;
    }

    /**
     * Adds a line to the end of the chain; gives its hash. Joins the transaction of the calling thread when there is one, and
     * keeps others from writing until that ends: write the line last.
     */
    String insert(Instant at, String actor, String action, String subject, String detail) {
        return db.inTransaction(
                h -> {
                    Head head = lockedHead(h);
                    String hash = AuditChain.next(head.hash, at, actor, action, subject, detail);
                    h.createUpdate(
                                    """
                                    INSERT INTO audit (at, actor, action, subject, detail, hash)
                                    VALUES (:at, :actor, :action, :subject, :detail, :hash)
                                    """)
                            .bind("at", at)
                            .bind("actor", actor)
                            .bind("action", action)
                            .bind("subject", subject)
                            .bind("detail", detail)
                            .bind("hash", hash)
                            .execute();
                    move(h, new Head(head.lines + 1, hash));
                    return hash;
                });
    }

    Head head() {
        return db.withHandle(h -> head(h.createQuery("SELECT lines, hash FROM audit_head")));
    }

    /** Chains the lines that were written before there was a chain; does nothing once it has a line. */
    void chainEarlier() {
        if (head().lines > 0) {
            return;
        }
        db.useTransaction(
                h -> {
                    Head head = lockedHead(h);
                    long seq = Long.MIN_VALUE;
                    List<Chained> page = head.lines > 0 ? List.of() : after(seq);
                    while (!page.isEmpty()) {
                        var hashes =
                                h.prepareBatch("UPDATE audit SET hash = :hash WHERE seq = :seq");
                        for (Chained row : page) {
                            seq = row.line.seq();
                            head = new Head(head.lines + 1, AuditChain.next(head.hash, row.line));
                            hashes.bind("hash", head.hash).bind("seq", seq).add();
                        }
                        hashes.execute();
                        page = after(seq);
                    }
                    move(h, head);
                });
    }

    /** The next lines after this number, oldest first, at most a thousand. */
    List<Chained> after(long seq) {
        return db.withHandle(
                h ->
                        h.createQuery(
                                        "SELECT * FROM audit WHERE seq > :seq ORDER BY seq LIMIT"
                                                + " :page")
                                .bind("seq", seq)
                                .bind("page", PAGE)
                                .map((r, c) -> new Chained(entry(r), r.getString("hash")))
                                .list());
    }

    List<AuditEntry> newest(int limit) {
        return db.withHandle(
                h ->
                        entries(
                                h.createQuery("SELECT * FROM audit ORDER BY seq DESC LIMIT :limit")
                                        .bind("limit", limit)));
    }

    List<AuditEntry> about(String subject, boolean withUsers, int limit) {
        return db.withHandle(
                h ->
                        entries(
                                h.createQuery(
                                                """
                                                SELECT * FROM audit
                                                 WHERE subject = :subject
                                                   AND (:withUsers
                                                        OR action NOT LIKE 'user.%'
                                                       AND action NOT LIKE 'token.%'
                                                       AND action NOT LIKE 'sign-in%')
                                                 ORDER BY seq DESC LIMIT :limit
                                                """)
                                        .bind("subject", subject)
                                        .bind("withUsers", withUsers)
                                        .bind("limit", limit)));
    }

    private static Head lockedHead(Handle h) {
        return head(h.createQuery("SELECT lines, hash FROM audit_head FOR UPDATE"));
    }

    private static Head head(Query query) {
        return query.map((r, c) -> new Head(r.getLong("lines"), r.getString("hash"))).one();
    }

    private static void move(Handle h, Head to) {
        h.createUpdate("UPDATE audit_head SET lines = :lines, hash = :hash")
                .bind("lines", to.lines)
                .bind("hash", to.hash)
                .execute();
    }

    private static List<AuditEntry> entries(Query query) {
        return query.map((r, c) -> entry(r)).list();
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong("seq"),
                Instants.read(row, "at"),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject"),
                row.getString("detail"));
    }
}
