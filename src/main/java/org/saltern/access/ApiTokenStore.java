package org.saltern.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.saltern.store.Instants;

/** The table {@code api_token}. Tokens come in as hashes. */
final class ApiTokenStore {
    /** A token of a user who may sign in. */
    record Live(ApiToken token, User user) {}

    private static final String COLUMNS =
            "t.id, t.user_name, t.label, t.role, t.created AS made, t.expires, t.used";

    private final Jdbi db;

    ApiTokenStore(Jdbi db) {
        this.db = db;
    }

    /** Its number is given by the database; {@link ApiToken#id} is not looked at. */
    long insert(String tokenHash, ApiToken token) {
        return db.withHandle(
                h ->
                        h.createUpdate(
                                        """
                                        INSERT INTO api_token (token_hash, user_name, label, role, created, expires)
                                        VALUES (:hash, :user, :label, :role, :created, :expires)
                                        """)
                                .bind("hash", tokenHash)
                                .bind("user", token.user())
                                .bind("label", token.label())
                                .bind("role", token.role())
                                .bind("created", token.created())
                                .bind("expires", token.expires())
                                .executeAndReturnGeneratedKeys("id")
                                .mapTo(Long.class)
                                .one());
    }

    Optional<Live> find(String tokenHash) {
        return db.withHandle(
                h ->
                        h.createQuery(
                                        "SELECT "
                                                + COLUMNS
                                                + """
                                                , u.name, u.role AS user_role, u.language, u.disabled, u.created
                                                  FROM api_token t JOIN user_account u ON u.name = t.user_name
                                                 WHERE t.token_hash = :hash AND NOT u.disabled
                                                """)
                                .bind("hash", tokenHash)
                                .map((r, c) -> new Live(token(r), UserStore.user(r, "user_role")))
                                .findOne());
    }

    Optional<ApiToken> find(long id) {
        return db.withHandle(
                h ->
                        h.createQuery("SELECT " + COLUMNS + " FROM api_token t WHERE t.id = :id")
                                .bind("id", id)
                                .map((r, c) -> token(r))
                                .findOne());
    }

    List<ApiToken> of(String user) {
        return db.withHandle(
                h ->
                        h.createQuery(
                                        "SELECT "
                                                + COLUMNS
                                                + " FROM api_token t WHERE t.user_name = :user"
                                                + " ORDER BY t.id")
                                .bind("user", user)
                                .map((r, c) -> token(r))
                                .list());
    }

    List<ApiToken> all() {
        return db.withHandle(
                h ->
                        h.createQuery(
                                        "SELECT "
                                                + COLUMNS
                                                + " FROM api_token t ORDER BY t.user_name, t.id")
                                .map((r, c) -> token(r))
                                .list());
    }

    void touch(long id, Instant now) {
        db.useHandle(
                h ->
                        h.createUpdate("UPDATE api_token SET used = :now WHERE id = :id")
                                .bind("now", now)
                                .bind("id", id)
                                .execute());
    }

    /** False when it was gone already. */
    boolean delete(long id) {
        return 1
                == db.withHandle(
                        h ->
                                h.createUpdate("DELETE FROM api_token WHERE id = :id")
                                        .bind("id", id)
                                        .execute());
    }

    void deleteExpired(Instant now) {
        db.useHandle(
                h ->
                        h.createUpdate("DELETE FROM api_token WHERE expires <= :now")
                                .bind("now", now)
                                .execute());
    }

    private static ApiToken token(ResultSet row) throws SQLException {
        return new ApiToken(
                row.getLong("id"),
                row.getString("user_name"),
                row.getString("label"),
                Role.valueOf(row.getString("role")),
                Instants.read(row, "made"),
                Instants.read(row, "expires"),
                Instants.read(row, "used"));
    }
}
