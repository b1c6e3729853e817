package org.saltern.access;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.saltern.store.Instants;

/** The table {@code audit}: rows are added and read, nothing else. */
final class AuditStore {
    private final Jdbi db;

    AuditStore(Jdbi db) {
        this.db = db;
    }

    /** Joins the transaction of the calling thread when there is one. */
    void insert(Instant at, String actor, String action, String subject, String detail) {
        db.useHandle(
                h ->
                        h.createUpdate(
                                        """
                                        INSERT INTO audit (at, actor, action, subject, detail)
                                        VALUES (:at, :actor, :action, :subject, :detail)
                                        """)
                                .bind("at", at)
                                .bind("actor", actor)
                                .bind("action", action)
                                .bind("subject", subject)
                                .bind("detail", detail)
                                .execute());
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
                                                        OR action NOT LIKE 'user.%' AND action NOT LIKE 'sign-in%')
                                                 ORDER BY seq DESC LIMIT :limit
                                                """)
                                        .bind("subject", subject)
                                        .bind("withUsers", withUsers)
                                        .bind("limit", limit)));
    }

    private static List<AuditEntry> entries(Query query) {
        return query.map(
                        (r, c) ->
                                new AuditEntry(
                                        r.getLong("seq"),
                                        Instants.read(r, "at"),
                                        r.getString("actor"),
                                        r.getString("action"),
                                        r.getString("subject"),
                                        r.getString("detail")))
                .list();
    }
}
