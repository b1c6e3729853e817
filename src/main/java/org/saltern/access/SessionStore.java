package org.saltern.access;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.saltern.store.Instants;

/** The table {@code session}. Tokens come in as hashes. */
final class SessionStore {
    /** A stored session of a user who may sign in. */
    record Row(User user, SessionKind kind, Instant started, Instant seen, Instant expires) {}

    private final Jdbi db;

    SessionStore(Jdbi db) {
        this.db = db;
    }

    void insert(String tokenHash, Row session, String address) {
        db.useHandle(
                h ->
                        h.createUpdate(
                                        """
                                        INSERT INTO session
                                               (token_hash, user_name, kind, address, started, seen, expires)
                                        VALUES (:hash, :user, :kind, :address, :started, :seen, :expires)
                                        """)
                                .bind("hash", tokenHash)
                                .bind("user", session.user().name())
                                .bind("kind", session.kind())
                                .bind("address", address)
                                .bind("started", session.started())
                                .bind("seen", session.seen())
                                .bind("expires", session.expires())
                                .execute());
    }

    Optional<Row> find(String tokenHash) {
        return db.withHandle(
                h ->
                        h.createQuery(
                                        """
                                        SELECT u.name, u.role, u.language, u.disabled, u.created,
                                               s.kind, s.started, s.seen, s.expires
                                          FROM session s JOIN user_account u ON u.name = s.user_name
                                         WHERE s.token_hash = :hash AND NOT u.disabled
                                        """)
                                .bind("hash", tokenHash)
                                .map(
                                        (r, c) ->
                                                new Row(
                                                        UserStore.user(r),
                                                        SessionKind.valueOf(r.getString("kind")),
                                                        Instants.read(r, "started"),
                                                        Instants.read(r, "seen"),
                                                        Instants.read(r, "expires")))
                                .findOne());
    }

    void touch(String tokenHash, Instant now) {
        db.useHandle(
                h ->
                        h.createUpdate(
                                        "UPDATE session SET seen = :now WHERE token_hash = :hash"
                                                + " AND seen < :now")
                                .bind("now", now)
                                .bind("hash", tokenHash)
                                .execute());
    }

    /** Ends one session and names its user; empty when there was none. */
    Optional<String> delete(String tokenHash) {
        return db.inTransaction(
                h -> {
                    Optional<String> user =
                            h.createQuery("SELECT user_name FROM session WHERE token_hash = :hash")
                                    .bind("hash", tokenHash)
                                    .mapTo(String.class)
                                    .findOne();
                    h.createUpdate("DELETE FROM session WHERE token_hash = :hash")
                            .bind("hash", tokenHash)
                            .execute();
                    return user;
                });
    }

    void deleteAllOf(String user) {
        db.useHandle(
                h ->
                        h.createUpdate("DELETE FROM session WHERE user_name = :user")
                                .bind("user", user)
                                .execute());
    }

    /** Ends the oldest sessions of a user beyond this number. */
    void keepNewest(String user, int most) {
        db.useHandle(
                h ->
                        h.createUpdate(
                                        """
                                        DELETE FROM session
                                         WHERE user_name = :user
                                           AND token_hash NOT IN (SELECT token_hash FROM session
                                                                   WHERE user_name = :user
                                                                   ORDER BY started DESC, token_hash
                                                                   LIMIT :most)
                                        """)
                                .bind("user", user)
                                .bind("most", most)
                                .execute());
    }

    /** Ends the oldest sessions of all users beyond this number. */
    void keepNewest(int most) {
        db.useHandle(
                h ->
                        h.createUpdate(
                                        """
                                        DELETE FROM session
                                         WHERE token_hash IN (SELECT token_hash FROM session
                                                               ORDER BY started DESC, token_hash
                                                              OFFSET :most ROWS)
                                        """)
                                .bind("most", most)
                                .execute());
    }

    void deleteExpired(Instant now) {
        db.useHandle(
                h ->
                        h.createUpdate("DELETE FROM session WHERE expires <= :now")
                                .bind("now", now)
                                .execute());
    }
}
